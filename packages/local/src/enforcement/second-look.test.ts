import { DuckDBInstance } from '@duckdb/node-api';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { secondLook } from './second-look.js';

let instance: DuckDBInstance;
beforeAll(async () => {
  instance = await DuckDBInstance.create(':memory:');
});
afterAll(() => instance.closeSync());

async function look(sql: string, sequences: readonly string[]): Promise<void> {
  const connection = await instance.connect();
  const text = sql.replaceAll("'", "''");
  const reader = await connection.runAndReadAll(
    `SELECT CAST(json_serialize_sql('${text}') AS VARCHAR)`,
  );
  connection.closeSync();
  secondLook(String(reader.getRows()[0]?.[0]), new Set(), new Set(sequences));
}

describe('the second look at a number of a sequence', () => {
  it('lets those through that the rewrite put there', async () => {
    await expect(look("SELECT nextval('das_data.q7')", ['das_data.q7'])).resolves.toBeUndefined();
  });

  it.each([
    "SELECT nextval('das_data.q8')",
    "SELECT nextval('das_catalogue.change_numbers')",
    "SELECT nextval('das_data.' || 'q7')",
    "SELECT currval('das_data.q7')",
    "SELECT main.nextval('das_data.q7')",
    "SELECT nextval(x) FROM (SELECT 'das_data.q7' AS x)",
  ])('refuses %s', async (sql) => {
    await expect(look(sql, ['das_data.q7'])).rejects.toMatchObject({
      code: 'DAS_WAREHOUSE_UNSUPPORTED',
    });
  });
});
