import type {
  Connection,
  ConnectionOptions,
  FileAndStageBindStatement,
  RowStatement,
} from 'snowflake-sdk';
import { SnowflakeError } from '../errors/snowflake-error.js';
import type {
  DriverConnection,
  DriverConnectOptions,
  DriverCredential,
  DriverRequest,
  DriverResult,
  DriverStatement,
  SnowflakeDriver,
} from './snowflake-driver.js';

type Sdk = typeof import('snowflake-sdk');
type SdkStatement = RowStatement | FileAndStageBindStatement;

let configured: Promise<Sdk> | undefined;

/**
 * Loads `snowflake-sdk` on first use. Its log is switched off, because it writes values that lose
 * precision, and the SQL of failed requests, into a file in the working directory.
 */
async function loadSdk(): Promise<Sdk> {
  configured ??= importSdk().catch((error: unknown) => {
    configured = undefined;
    throw error;
  });
  return await configured;
}

async function importSdk(): Promise<Sdk> {
  let loaded: Sdk & { readonly default?: Sdk };
  try {
    loaded = await import('snowflake-sdk');
  } catch (cause) {
    throw new SnowflakeError('DAS_SNOWFLAKE_DRIVER_MISSING', 'snowflake-sdk cannot be loaded', {
      place: 'the dependencies of the application',
      next: 'install it with `npm install snowflake-sdk`',
      cause,
    });
  }
  const sdk = loaded.default ?? loaded;
  sdk.configure({ logLevel: 'OFF', additionalLogToConsole: false });
  return sdk;
}

/** The driver of Snowflake for Node, `snowflake-sdk`. */
export const sdkDriver: SnowflakeDriver = {
  async connect(options) {
    const sdk = await loadSdk();
    const connection = sdk.createConnection(connectionOptions(options));
    // `connectAsync` gives some failures to a callback alone, and resolves.
    await new Promise<void>((resolve, reject) => {
      connection.connect((error) => (error ? reject(error) : resolve()));
    });
    return new SdkConnection(connection);
  },
};

function connectionOptions(options: DriverConnectOptions): ConnectionOptions {
  const { credential, accessUrl, username, warehouse, database, schema } = options;
  return {
    account: options.account,
    role: options.role,
    ...(accessUrl === undefined ? {} : { accessUrl }),
    ...(username === undefined ? {} : { username }),
    ...(warehouse === undefined ? {} : { warehouse }),
    ...(database === undefined ? {} : { database }),
    ...(schema === undefined ? {} : { schema }),
    ...credentialOptions(credential),
    application: 'DAS',
    // A name that is not there fails the login instead of leaving the session without it.
    validateDefaultParameters: true,
    // One retry policy is enough: ours, which is bounded.
    sfRetryMaxLoginRetries: 0,
    jsTreatIntegerAsBigInt: true,
    // The driver evaluates a VARIANT that is no JSON as JavaScript; as text it stays text.
    fetchAsString: ['JSON'],
    representNullAsStringNull: false,
    rowMode: 'array',
    streamResult: true,
  };
}

function credentialOptions(credential: DriverCredential): ConnectionOptions {
  switch (credential.kind) {
    case 'password': {
      const { password, passcode } = credential;
      return passcode === undefined
        ? { authenticator: 'SNOWFLAKE', password }
        : { authenticator: 'USERNAME_PASSWORD_MFA', password, passcode };
    }
    case 'keyPair':
      return { authenticator: 'SNOWFLAKE_JWT', privateKey: credential.privateKey };
    case 'oauth':
      return { authenticator: 'OAUTH', token: credential.token };
    case 'programmaticAccessToken':
      return { authenticator: 'PROGRAMMATIC_ACCESS_TOKEN', token: credential.token };
  }
}

/** How long the end of a session may take, in milliseconds. */
const closeTimeout = 5000;

class SdkConnection implements DriverConnection {
  readonly #connection: Connection;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  run({ text, binds, parameters }: DriverRequest): DriverStatement {
    let statement: SdkStatement | undefined;
    const done = new Promise<DriverResult>((resolve, reject) => {
      statement = this.#connection.execute({
        sqlText: text,
        ...(binds.length === 0 ? {} : { binds }),
        ...(parameters === undefined ? {} : { parameters: { ...parameters } }),
        complete: (error, finished) => {
          if (error) reject(error);
          else resolve(resultOf(finished));
        },
      });
    });
    return {
      done,
      cancel: () =>
        new Promise((resolve, reject) => {
          if (statement === undefined) resolve();
          else statement.cancel((error) => (error ? reject(error) : resolve()));
        }),
    };
  }

  async isValid(): Promise<boolean> {
    try {
      return await this.#connection.isValidAsync();
    } catch {
      return false;
    }
  }

  async close(): Promise<void> {
    await new Promise<void>((resolve) => {
      // Snowflake ends a session that it hears nothing of by itself.
      const timer = setTimeout(resolve, closeTimeout);
      this.#connection.destroy(() => {
        clearTimeout(timer);
        resolve();
      });
    });
  }
}

function resultOf(statement: SdkStatement): DriverResult {
  const updated = statement.getNumUpdatedRows();
  return {
    queryId: statement.getQueryId(),
    columns: (statement.getColumns() ?? []).map((column) => ({
      name: column.getName(),
      type: column.getType(),
      precision: column.getPrecision(),
      scale: column.getScale(),
    })),
    rowsUpdated: updated === undefined || updated < 0 ? undefined : updated,
    rows: () => statement.streamRows() as AsyncIterable<readonly unknown[]>,
  };
}
