import type { SessionContext } from '../compile/compilation.js';

/** What is told of a statement, and says nothing about what it means. */
const aside: ReadonlySet<PropertyKey> = new Set(['record']);

/**
 * A session as one compilation looks at it: what was looked at is remembered, so that the outcome
 * can be used again exactly as long as all of that is the same.
 */
export class ObservedSession {
  readonly session: SessionContext;
  readonly #seen = new Map<keyof SessionContext, unknown>();

  constructor(session: SessionContext) {
    this.session = new Proxy(session, {
      get: (target, key) => {
        const value: unknown = Reflect.get(target, key);
        if (!aside.has(key)) this.#seen.set(key as keyof SessionContext, value);
        return value;
      },
    });
  }

  /** Whether the outcome may ever be used again: a time, say, never comes back. */
  get isLasting(): boolean {
    return [...this.#seen.values()].every((value) => isSame(value, value));
  }

  /** Whether a compilation under another session would have seen the same. */
  holdsFor(session: SessionContext): boolean {
    return [...this.#seen].every(([key, value]) => isSame(value, session[key]));
  }
}

/** Only what cannot change unseen can be the same: of all objects, sets of names and empty maps. */
function isSame(left: unknown, right: unknown): boolean {
  if (left instanceof Set && right instanceof Set) {
    return left.size === right.size && [...left].every((name) => right.has(name));
  }
  if (left instanceof Map && right instanceof Map) return left.size === 0 && right.size === 0;
  return typeof left !== 'object' && typeof left !== 'function' && left === right;
}
