import type { Session } from '../warehouse/warehouse.js';
import type { Activity } from './activity.js';

/** The same session; that a statement does not come to its end is noticed. */
export function watchSession(session: Session, activity: Activity): Session {
  return {
    role: session.role,
    execute: (statement, options) => activity.during(() => session.execute(statement, options)),
    stream: (statement, options) => session.stream(statement, options),
    transaction: (work) => activity.during(() => session.transaction(work)),
    upload: (stage, path, content, options) =>
      activity.during(() => session.upload(stage, path, content, options)),
    close: () => session.close(),
    [Symbol.asyncDispose]: () => session[Symbol.asyncDispose](),
  };
}
