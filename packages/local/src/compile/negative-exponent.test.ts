import { sql } from '@das/core';
import { expect, test } from 'vitest';
import { openLocalWarehouse } from '../warehouse/open-local-warehouse.js';

test.each([
  ['5e-3', 'NUMBER(38,0)', 0],
  ['5e-1', 'NUMBER(38,0)', 1],
  ['0.5E-2', 'NUMBER(12,2)', 0.01],
  ['4e-3', 'NUMBER(12,2)', 0],
  ['-1.25e-1', 'NUMBER(12,3)', -0.125],
  ['12e2', 'NUMBER(12,2)', 1200],
] as const)('the text %s as %s is %d', async (text, type, expected) => {
  await using warehouse = await openLocalWarehouse();
  await using session = await warehouse.openSession({ role: 'ACCOUNTADMIN' });
  const direct = await session.execute<{ N: number }>(
    sql`SELECT CAST(${text} AS ${sql.raw(type)}) AS N`,
  );
  expect(direct.rows[0]?.N === 0 ? 0 : direct.rows[0]?.N).toBe(expected);
  const parsed = await session.execute<{ N: number }>(
    sql`SELECT PARSE_JSON(${text})::${sql.raw(type)} AS N`,
  );
  expect(parsed.rows[0]?.N === 0 ? 0 : parsed.rows[0]?.N).toBe(expected);
});
