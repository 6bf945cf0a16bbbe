import type { Mutex } from '../../engine/mutex.js';
import type { LocalSession } from '../../warehouse/local-session.js';

/** One signed-in session of a driver. */
export interface ServerSession {
  readonly id: number;
  readonly user: string;
  readonly local: LocalSession;
  /** A session runs one statement at a time, in the order in which they came. */
  readonly turns: Mutex;
  /** When the session token stops to hold, in milliseconds of the system's clock. */
  tokenExpires: number;
  /** When the session ends if nothing comes. */
  idleUntil: number;
}
