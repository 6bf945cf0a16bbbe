import { expect, it } from 'vitest';
import { openLocalWarehouse } from '../index.js';
import { serve } from './serve.js';

async function until(isTrue: () => Promise<boolean>): Promise<void> {
  for (let turn = 0; turn < 300; turn += 1) {
    if (await isTrue()) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error('it never came');
}

const setUp = [
  'CREATE DATABASE D',
  'CREATE WAREHOUSE W',
  'CREATE TABLE D.PUBLIC.T (N NUMBER)',
  "CREATE DYNAMIC TABLE D.PUBLIC.DT TARGET_LAG = '1 minute' WAREHOUSE = W INITIALIZE = ON_SCHEDULE AS SELECT COUNT(*) AS N FROM D.PUBLIC.T",
  "CREATE TASK D.PUBLIC.GOOD WAREHOUSE = W SCHEDULE = '10 SECONDS' AS INSERT INTO T VALUES (1)",
  "CREATE TASK D.PUBLIC.BAD WAREHOUSE = W SCHEDULE = '10 SECONDS' AS SELECT 1 / 0",
  'ALTER TASK D.PUBLIC.GOOD RESUME',
  'ALTER TASK D.PUBLIC.BAD RESUME',
];

it('runs due tasks and refreshes due dynamic tables while the warehouse is served', async () => {
  let offset = 0;
  await using warehouse = await openLocalWarehouse({ clock: () => new Date(Date.now() + offset) });
  await using session = await warehouse.openSession({ role: 'ACCOUNTADMIN', database: 'D' });
  for (const text of setUp) await session.execute({ text, binds: [] });
  const count = async (table: string): Promise<unknown> => {
    const { rows } = await session.execute({
      text: `SELECT COUNT(*) AS N FROM ${table}`,
      binds: [],
    });
    return rows[0]?.N;
  };
  {
    await using _ = await serve({ warehouse, schedule: false });
    offset += 11_000;
    await new Promise((resolve) => setTimeout(resolve, 1500));
    expect(await count('T')).toBe(0);
  }
  const lines: string[] = [];
  {
    await using _ = await serve({ warehouse, log: (line) => lines.push(line) });
    await until(async () => (await count('T')) === 1);
    await until(async () => (await count('DT').catch(() => 0)) === 1);
  }
  expect(lines.filter((line) => line.includes('clock'))).toEqual([]);
  const before = await count('T');
  offset += 60_000;
  await new Promise((resolve) => setTimeout(resolve, 1500));
  expect(await count('T')).toBe(before);
});
