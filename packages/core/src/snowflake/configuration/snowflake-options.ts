import type { RetryOptions } from '../backoff.js';
import type { SnowflakeDriver } from '../driver/snowflake-driver.js';

/**
 * How a user proves to Snowflake who it is.
 *
 * A key and a token are given as text, or as the path of a file; a token file may be read by its
 * owner alone.
 */
export type SnowflakeCredential =
  | { readonly kind: 'password'; readonly password: string; readonly passcode?: string }
  | {
      readonly kind: 'keyPair';
      /** PKCS #8 in PEM. */
      readonly privateKey: string;
      readonly passphrase?: string;
    }
  | { readonly kind: 'keyPair'; readonly privateKeyPath: string; readonly passphrase?: string }
  | { readonly kind: 'oauth' | 'programmaticAccessToken'; readonly token: string }
  | { readonly kind: 'oauth' | 'programmaticAccessToken'; readonly tokenPath: string };

/** How many connections a warehouse holds. */
export interface PoolOptions {
  /** Connections in use and at rest together. Default 8. */
  readonly maximum?: number;
  /** Milliseconds after which a connection at rest is closed. Default 60 000; 0 keeps none. */
  readonly idleTimeout?: number;
  /** Milliseconds that `openSession` waits for a connection. Default 30 000. */
  readonly acquireTimeout?: number;
  /** Milliseconds at rest after which a connection is asked whether it still lives. Default 5000. */
  readonly validateAfter?: number;
}

/**
 * How the adapter reaches Snowflake.
 *
 * The account, the user and the credential come from one place, the first of these that is there,
 * and are never mixed, so that no secret is sent to an account that it was not written for:
 * `account` here; the connection named `connection` in `connections.toml`; the one that
 * `SNOWFLAKE_DEFAULT_CONNECTION_NAME` names; `SNOWFLAKE_ACCOUNT` and its neighbours; the connection
 * `default` in `connections.toml`.
 */
export interface SnowflakeOptions {
  /** The account identifier, such as `myorg-myaccount`. */
  readonly account?: string;
  readonly user?: string;
  readonly credential?: SnowflakeCredential;
  /** The address, when it is not `https://<account>.snowflakecomputing.com`. `http:` on loopback only. */
  readonly accessUrl?: string;
  /** A connection of `connections.toml`. */
  readonly connection?: string;
  /** Where `connections.toml` lies, when it is in none of the usual places. */
  readonly connectionsFile?: string;
  /** The virtual warehouse of sessions that name none. */
  readonly warehouse?: string;
  readonly database?: string;
  readonly schema?: string;
  /** `QUERY_TAG` of sessions that name none. */
  readonly queryTag?: string;
  readonly pool?: PoolOptions;
  readonly retry?: RetryOptions;
  /** Default: `process.env`. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
  /** Another client than `snowflake-sdk`. */
  readonly driver?: SnowflakeDriver;
}
