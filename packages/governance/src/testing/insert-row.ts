import type { AnyContract, PhysicalType } from '@das/contracts';
import { type BindValue, type Session, type SqlFragment, sql, type TableName } from '@das/core';
import type { StoredRow } from './policy-matrix.js';

/** What DAS adds to a row as it lands, for a row that has landed from nowhere. */
const landed: readonly (readonly [column: string, value: SqlFragment])[] = [
  ['_DAS_SOURCE', sql`'policy-test'`],
  ['_DAS_PARTITION', sql`'0'`],
  ['_DAS_OFFSET', sql`0`],
  ['_DAS_RECORD_HASH', sql`''`],
  ['_DAS_BATCH_ID', sql`'policy-test'`],
  ['_DAS_CONTRACT_VERSION', sql`'0.0.0'`],
  ['_DAS_LANDED_AT', sql`SYSDATE()`],
];

/** Inserts one row of a contract into a table of any tier. Values are bound, never spliced. */
export async function insertRow(
  session: Session,
  table: TableName,
  { contract, tier }: { readonly contract: AnyContract; readonly tier: string },
  row: StoredRow,
): Promise<void> {
  const columns = contract.columns.map(
    ({ name, type }) => [name.toUpperCase(), fragmentOf(row[name], type)] as const,
  );
  const all = tier === 'BRONZE' ? [...columns, ...landed] : columns;
  await session.execute(sql`
    INSERT INTO ${sql.id(...table)} (${sql.join(all.map(([name]) => sql.id(name)))})
    SELECT ${sql.join(all.map(([, value]) => value))}`);
}

function fragmentOf(value: unknown, type: PhysicalType): SqlFragment {
  const cast = sql.raw(`::${type}`);
  if (value === undefined || value === null) return sql`NULL${cast}`;
  switch (type) {
    case 'VARIANT':
    case 'ARRAY':
    case 'OBJECT':
      return sql`PARSE_JSON(${JSON.stringify(value)})${cast}`;
    default:
      return sql`${bindOf(value)}${cast}`;
  }
}

function bindOf(value: unknown): BindValue {
  if (value instanceof Date) return value;
  switch (typeof value) {
    case 'string':
    case 'number':
    case 'bigint':
    case 'boolean':
      return value;
    default:
      return JSON.stringify(value);
  }
}
