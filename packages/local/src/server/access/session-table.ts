import { createHash, randomBytes } from 'node:crypto';
import type { ServeLimits } from '../serve-options.js';
import { sessionFailures, WireFailure } from '../wire-failure.js';
import type { ServerSession } from './server-session.js';

/** The two tokens of a session. */
export interface SessionTokens {
  readonly token: string;
  readonly masterToken: string;
}

/**
 * The open sessions, by their tokens. Tokens are random, and only their digests are kept: looking one
 * up compares digests, so its time tells nothing about a token.
 */
export class SessionTable {
  readonly #limits: ServeLimits;
  readonly #onEnd: (session: ServerSession) => void;
  readonly #byToken = new Map<string, ServerSession>();
  readonly #byMaster = new Map<string, ServerSession>();
  readonly #digests = new Map<ServerSession, { token: string; master: string }>();
  readonly #sweeper: NodeJS.Timeout;
  /** Logins that have a place, but no session yet. */
  #pending = 0;

  constructor(limits: ServeLimits, onEnd: (session: ServerSession) => void) {
    this.#limits = limits;
    this.#onEnd = onEnd;
    this.#sweeper = setInterval(() => void this.#sweep(), 5000);
    this.#sweeper.unref();
  }

  get sessions(): readonly ServerSession[] {
    return [...this.#digests.keys()];
  }

  /** Opens a session if there is room for one more. */
  async add(open: () => Promise<ServerSession>): Promise<[ServerSession, SessionTokens]> {
    if (this.#digests.size + this.#pending >= this.#limits.sessions) {
      throw new WireFailure('390503', '08004', 'Too many sessions are open; close one.');
    }
    this.#pending += 1;
    try {
      const session = await open();
      return [session, this.#issue(session)];
    } finally {
      this.#pending -= 1;
    }
  }

  /** The session of a session token. */
  find(token: string | undefined): ServerSession {
    if (token === undefined) throw sessionFailures.invalidToken();
    const session = this.#byToken.get(digest(token));
    if (session === undefined) throw sessionFailures.goneSession();
    if (session.idleUntil <= Date.now()) throw sessionFailures.goneSession();
    if (session.tokenExpires <= Date.now()) throw sessionFailures.expiredSession();
    session.idleUntil = Date.now() + this.#limits.idleSeconds * 1000;
    return session;
  }

  /** Replaces both tokens of a session, which a master token asks for. */
  renew(masterToken: string | undefined): [ServerSession, SessionTokens] {
    const session = masterToken === undefined ? undefined : this.#byMaster.get(digest(masterToken));
    if (session === undefined || session.idleUntil <= Date.now()) {
      throw sessionFailures.expiredMaster();
    }
    this.#forget(session);
    return [session, this.#issue(session)];
  }

  async end(session: ServerSession): Promise<void> {
    if (!this.#digests.has(session)) return;
    this.#forget(session);
    this.#onEnd(session);
    await session.local.close();
  }

  async close(): Promise<void> {
    clearInterval(this.#sweeper);
    for (const session of this.sessions) await this.end(session);
  }

  #issue(session: ServerSession): SessionTokens {
    const tokens = { token: randomToken(), masterToken: randomToken() };
    const digests = { token: digest(tokens.token), master: digest(tokens.masterToken) };
    session.tokenExpires = Date.now() + this.#limits.sessionTokenSeconds * 1000;
    session.idleUntil = Date.now() + this.#limits.idleSeconds * 1000;
    this.#digests.set(session, digests);
    this.#byToken.set(digests.token, session);
    this.#byMaster.set(digests.master, session);
    return tokens;
  }

  #forget(session: ServerSession): void {
    const digests = this.#digests.get(session);
    if (digests === undefined) return;
    this.#digests.delete(session);
    this.#byToken.delete(digests.token);
    this.#byMaster.delete(digests.master);
  }

  async #sweep(): Promise<void> {
    for (const session of this.sessions) {
      if (session.idleUntil <= Date.now()) await this.end(session);
    }
  }
}

function randomToken(): string {
  return randomBytes(32).toString('base64url');
}

function digest(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}
