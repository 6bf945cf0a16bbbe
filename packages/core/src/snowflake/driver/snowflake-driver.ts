/** A value that the driver can bind. What has no form of its own travels as text, with a cast. */
export type DriverBind = string | number | boolean | null;

/** What the driver needs to log in. Whoever holds it holds the secret: it is made just before use. */
export interface DriverConnectOptions {
  readonly account: string;
  /** `https://…`, for an account that is reached under another address. */
  readonly accessUrl: string | undefined;
  readonly username: string | undefined;
  readonly role: string;
  readonly warehouse: string | undefined;
  readonly database: string | undefined;
  readonly schema: string | undefined;
  readonly credential: DriverCredential;
}

/** A credential in clear, as the driver takes it. */
export type DriverCredential =
  | { readonly kind: 'password'; readonly password: string; readonly passcode?: string | undefined }
  /** A PKCS #8 key in PEM, not encrypted. */
  | { readonly kind: 'keyPair'; readonly privateKey: string }
  | { readonly kind: 'oauth' | 'programmaticAccessToken'; readonly token: string };

/** One column of a result, as the driver describes it. */
export interface DriverColumn {
  readonly name: string;
  /** The driver's word for the type: `fixed`, `text`, `timestamp_ntz`, … */
  readonly type: string;
  readonly precision: number | undefined;
  readonly scale: number | undefined;
}

/** What a statement answered. Its rows are fetched as they are read. */
export interface DriverResult {
  readonly queryId: string | undefined;
  readonly columns: readonly DriverColumn[];
  /** Rows that DML changed; `undefined` when the statement was none. */
  readonly rowsUpdated: number | undefined;
  rows(): AsyncIterable<readonly unknown[]>;
}

/** A statement under way. */
export interface DriverStatement {
  /** Rejects with what the driver throws: {@link DriverFailure} says what is read of it. */
  readonly done: Promise<DriverResult>;
  /** Asks Snowflake to stop it; `done` then rejects. */
  cancel(): Promise<void>;
}

/** One statement to run. */
export interface DriverRequest {
  readonly text: string;
  readonly binds: readonly DriverBind[];
  /** Parameters of this statement alone. */
  readonly parameters?: Readonly<Record<string, string | boolean>>;
}

/** One session on Snowflake. */
export interface DriverConnection {
  run(request: DriverRequest): DriverStatement;
  /** Whether the session still answers. Never rejects. */
  isValid(): Promise<boolean>;
  /** Ends the session. Never rejects: what cannot be reached is gone. */
  close(): Promise<void>;
}

/** What this package needs of a Snowflake client: a way to log in. */
export interface SnowflakeDriver {
  connect(options: DriverConnectOptions): Promise<DriverConnection>;
}

/** What is read of an error of the driver. Its message and its data may quote values: they are not. */
export interface DriverFailure {
  readonly code?: unknown;
  readonly sqlState?: unknown;
  readonly name?: unknown;
  readonly data?: { readonly queryId?: unknown };
  readonly response?: { readonly statusCode?: unknown };
  readonly cause?: { readonly code?: unknown };
}
