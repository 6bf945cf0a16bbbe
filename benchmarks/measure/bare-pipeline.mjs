import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';

const columns = {
  order_id: 'VARCHAR',
  customer_email: 'VARCHAR',
  region: 'VARCHAR',
  currency: 'VARCHAR',
  total_usd: 'DECIMAL(12,2)',
  items: 'DECIMAL(38,0)',
  channel: 'VARCHAR',
  note: 'VARCHAR',
  placed_at: 'TIMESTAMP',
  _partition: 'INTEGER',
  _offset: 'BIGINT',
};

/** As many lines as a collector flushes at a time. */
const linesOfFile = 125_000;

/**
 * The plainest loader of a topic into a table on disk: kafkajs, JSON, a file, DuckDB's own reader.
 * It checks nothing, keeps no offsets, and loads a record twice or loses it when it dies.
 *
 * @param {import('kafkajs').Kafka} client
 * @param {{ topic: string, records: number, folder: string, name: string }} of
 * @returns {Promise<{ loaded: number, seconds: number }>} From joining the group to the last row.
 */
export async function bareLoad(client, { topic, records, folder, name }) {
  const instance = await DuckDBInstance.create(join(folder, `${name}.duckdb`));
  const connection = await instance.connect();
  const list = Object.entries(columns);
  await connection.run(
    `CREATE TABLE orders (${list.map(([column, type]) => `${column} ${type}`).join(', ')})`,
  );
  const types = list.map(([column, type]) => `${column}: '${type}'`).join(', ');
  /** @type {string[]} */
  let lines = [];
  let files = 0;
  let loading = Promise.resolve();
  const load = () => {
    const text = lines.join('\n');
    const path = join(folder, `${name}-${files}.ndjson`);
    lines = [];
    files += 1;
    loading = loading.then(async () => {
      await writeFile(path, text);
      await connection.run(
        `INSERT INTO orders SELECT * FROM read_json('${path}', columns = {${types}}, format = 'newline_delimited')`,
      );
    });
  };
  const consumer = client.consumer({ groupId: name });
  await consumer.connect();
  await consumer.subscribe({ topics: [topic], fromBeginning: true });
  const started = performance.now();
  let count = 0;
  await new Promise((resolve, reject) => {
    consumer.on('consumer.crash', ({ payload }) => reject(payload.error));
    consumer
      .run({
        eachBatch: async ({ batch }) => {
          for (const { value, offset } of batch.messages) {
            const event = JSON.parse(String(value));
            lines.push(
              JSON.stringify({ ...event, _partition: batch.partition, _offset: Number(offset) }),
            );
            if (lines.length >= linesOfFile) load();
          }
          count += batch.messages.length;
          if (count >= records) resolve(undefined);
        },
      })
      .catch(reject);
  });
  load();
  await loading;
  const seconds = (performance.now() - started) / 1000;
  await consumer.disconnect();
  const result = await connection.runAndReadAll('SELECT count(*) FROM orders');
  connection.closeSync();
  instance.closeSync();
  return { loaded: Number(result.getRows()[0]?.[0]), seconds };
}
