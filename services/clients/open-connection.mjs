// A connection of snowflake-sdk, with promises.
import snowflake from 'snowflake-sdk';

snowflake.configure({ logLevel: 'OFF' });

/**
 * @typedef {object} OpenConnection
 * @property {string} schema
 * @property {(text: string, options?: object) => Promise<any[]>} rows
 * @property {(text: string) => AsyncIterable<any>} stream
 * @property {(text: string) => Promise<string>} submit Gives the id of the query.
 * @property {(query: string) => Promise<any[]>} resultsOf
 * @property {(text: string) => Promise<(readonly [string, string])[]>} describe Names and types.
 * @property {() => Promise<void>} close
 */

/**
 * Opens a connection for as long as some work takes.
 *
 * @param {string} url
 * @param {Partial<import('snowflake-sdk').ConnectionOptions>} options
 * @param {(connection: OpenConnection) => Promise<void>} work
 */
export async function withConnection(url, options, work) {
  const connection = await openConnection(url, options);
  try {
    await work(connection);
  } finally {
    await connection.close();
  }
}

/**
 * @param {string} url
 * @param {Partial<import('snowflake-sdk').ConnectionOptions>} options
 * @returns {Promise<OpenConnection>}
 */
export async function openConnection(url, options) {
  const connection = snowflake.createConnection({
    account: 'local',
    username: 'ann',
    password: 'any',
    role: 'ACCOUNTADMIN',
    accessUrl: url,
    ...options,
  });
  await connection.connectAsync();

  /**
   * @param {string} sqlText
   * @param {object} [more]
   * @returns {Promise<{ statement: import('snowflake-sdk').RowStatement, rows: any[] }>}
   */
  const execute = (sqlText, more = {}) =>
    new Promise((resolve, reject) => {
      connection.execute({
        sqlText,
        ...more,
        complete: (error, statement, rows) =>
          error ? reject(error) : resolve({ statement, rows: rows ?? [] }),
      });
    });

  return {
    schema: options.schema ?? '',
    rows: async (text, more) => (await execute(text, more)).rows,
    stream: async function* (text) {
      const { statement } = await execute(text, { streamResult: true });
      yield* statement.streamRows();
    },
    submit: async (text) => (await execute(text, { asyncExec: true })).statement.getQueryId(),
    resultsOf: async (queryId) => {
      const statement = await connection.getResultsFromQueryId({ queryId, sqlText: '' });
      const rows = [];
      for await (const row of statement.streamRows()) rows.push(row);
      return rows;
    },
    describe: async (text) => {
      const { statement } = await execute(text, { describeOnly: true });
      return (statement.getColumns() ?? []).map((column) => [column.getName(), column.getType()]);
    },
    close: () =>
      new Promise((resolve) => {
        connection.destroy(() => resolve());
      }),
  };
}
