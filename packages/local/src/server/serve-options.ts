import type { LocalWarehouse, LocalWarehouseOptions } from '../warehouse/open-local-warehouse.js';

/** One user of the server, and how that user may sign in. */
export interface ServeUser {
  readonly password?: string;
  /** The public half of an RSA key pair, as PEM (`-----BEGIN PUBLIC KEY-----`). */
  readonly publicKey?: string;
  /** Programmatic access tokens, which may also come as OAuth tokens. */
  readonly tokens?: readonly string[];
  /** The roles that are granted to the user, by their stored names. */
  readonly roles: readonly string[];
  /** The role of a session that names none. Default: `PUBLIC`. */
  readonly defaultRole?: string;
  /** Default `NONE`. `ALL` activates every role of the user beside the primary one. */
  readonly secondaryRoles?: 'ALL' | 'NONE';
}

/**
 * How `serve` listens, and what it serves.
 *
 * @example
 * ```ts
 * import { openLocalWarehouse, serve } from '@das/local';
 *
 * await using warehouse = await openLocalWarehouse();
 * await using server = await serve({
 *   warehouse,
 *   schedule: false,
 *   users: { ann: { password: 'correct horse', roles: ['ANALYST'], defaultRole: 'ANALYST' } },
 * });
 * console.log(server.acceptsAnyone);
 * // => false
 * ```
 */
export interface ServeOptions {
  /** The port; 0 takes a free one. Default 0. */
  readonly port?: number;
  /** The address to listen on. Default `127.0.0.1`; one that is no loopback address needs `users`. */
  readonly host?: string;
  /** An open warehouse, which stays open when the server closes. */
  readonly warehouse?: LocalWarehouse;
  /** Instead of `warehouse`: the DuckDB file to open, and to close with the server. Absent: in memory. */
  readonly data?: string;
  /**
   * Instead of `warehouse`: folders of this machine that stand for external locations, by URL prefix,
   * as in {@link LocalWarehouseOptions}.
   */
  readonly externalLocations?: LocalWarehouseOptions['externalLocations'];
  /**
   * Users by login name, beside those that `CREATE USER` made in the warehouse, whom they hide. While
   * there are neither, any credentials are accepted, and `log` says so once: the first `CREATE USER`
   * ends that for every later login.
   */
  readonly users?: Readonly<Record<string, ServeUser>>;
  /**
   * Whether due tasks run and due dynamic tables are refreshed in real time. Default true. A warehouse
   * whose tasks ought to run when a test says so is served with `false`.
   */
  readonly schedule?: boolean;
  /** Told one line of text when there is something to say. Never a secret. Default: nothing is said. */
  readonly log?: (line: string) => void;
  /** Limits; each has a default that suits one machine. */
  readonly limits?: Partial<ServeLimits>;
}

/** What the server allows before it refuses. */
export interface ServeLimits {
  /** Sessions that are open at once. Default 256. */
  readonly sessions: number;
  /** Bytes of one request, after decompression. Default 64 MiB. */
  readonly requestBytes: number;
  /** Results that are kept for drivers to fetch. The oldest go first. Default 256. */
  readonly results: number;
  /** Seconds that a session token holds before it must be renewed. Default 3,600. */
  readonly sessionTokenSeconds: number;
  /** Seconds after which a session that sends nothing ends. Default 14,400. */
  readonly idleSeconds: number;
  /** Seconds that a request waits for its statement before the driver is told to ask again. Default 45. */
  readonly answerSeconds: number;
  /** Seconds in which the whole of a request must have arrived. Default 60. */
  readonly receiveSeconds: number;
}

/** A server that listens. */
export interface ServedWarehouse extends AsyncDisposable {
  /** Where drivers connect: `http://127.0.0.1:50123`. */
  readonly url: string;
  /** Whether it accepted any credentials when it started, as there were no users. */
  readonly acceptsAnyone: boolean;
  /** Ends every session (what was not committed is undone), and the warehouse if it was opened here. */
  close(): Promise<void>;
}

export const defaultLimits: ServeLimits = {
  sessions: 256,
  requestBytes: 64 * 1024 * 1024,
  results: 256,
  sessionTokenSeconds: 3600,
  idleSeconds: 14_400,
  answerSeconds: 45,
  receiveSeconds: 60,
};
