import type { Session, Warehouse } from '@das/core';

/** A warehouse that tells of every call that has changed or read something, once it is done. */
export function watchedWarehouse(warehouse: Warehouse, onDone: () => Promise<void>): Warehouse {
  return {
    description: warehouse.description,
    openSession: async (options) => watchedSession(await warehouse.openSession(options), onDone),
    close: () => warehouse.close(),
    [Symbol.asyncDispose]: () => warehouse[Symbol.asyncDispose](),
  };
}

function watchedSession(session: Session, onDone: () => Promise<void>): Session {
  const watched = async <T>(call: Promise<T>): Promise<T> => {
    const result = await call;
    await onDone();
    return result;
  };
  return {
    role: session.role,
    execute: (...given) => watched(session.execute(...given)),
    stream: (...given) => session.stream(...given),
    transaction: (work) => watched(session.transaction(work)),
    upload: (...given) => watched(session.upload(...given)),
    close: () => session.close(),
    [Symbol.asyncDispose]: () => session[Symbol.asyncDispose](),
  };
}
