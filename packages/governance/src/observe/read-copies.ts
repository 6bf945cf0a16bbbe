import type { PhysicalType } from '@das/contracts';
import { domainNames, type Row, type Session, sql } from '@das/core';
import type { ReadMaskingPolicy } from '../policy-bodies/read-mask.js';
import { cellName, cellText } from './cell.js';
import { isUnseen } from './is-unseen.js';
import { normalType } from './normal-sql.js';
import type { ObservedCopy, ObservedHidden, ObservedState } from './observed-state.js';
import { listOf } from './read-usage.js';

/**
 * Tables and views of the databases that the account has and the role may not see: what another role
 * made and kept to itself. INFORMATION_SCHEMA is silent about them.
 *
 * @see https://docs.snowflake.com/en/sql-reference/account-usage/tables
 */
export async function readHidden(
  session: Session,
  databases: readonly string[],
  seen: ObservedState['columns'],
): Promise<readonly ObservedHidden[]> {
  const { rows } = await session.execute(sql`
    SELECT TABLE_CATALOG, TABLE_SCHEMA, TABLE_NAME, TABLE_TYPE, TABLE_OWNER
    FROM SNOWFLAKE.ACCOUNT_USAGE.TABLES
    WHERE DELETED IS NULL AND TABLE_CATALOG IN (${listOf(databases)})
      AND TABLE_SCHEMA <> 'INFORMATION_SCHEMA'`);
  return rows.flatMap((row) => {
    const [database = '', schema = '', table = ''] = [
      ...cellName(row, 'TABLE_CATALOG', 'TABLE_SCHEMA', 'TABLE_NAME'),
    ];
    const name = [database, schema, table] as const;
    const isSeen = ['table', 'dynamicTable', 'view'].some((kind) =>
      seen.has(`${kind} ${name.join('.')}`),
    );
    if (isSeen) return [];
    const kind = cellText(row, 'TABLE_TYPE').includes('VIEW') ? 'view' : 'table';
    return [{ kind, name, owner: cellText(row, 'TABLE_OWNER') }];
  });
}

/**
 * The columns, wherever in the account, that were written from columns of the databases in the last days
 * and are still there. A copy of a copy is known only where the first one lies in the databases.
 *
 * @see https://docs.snowflake.com/en/sql-reference/account-usage/access_history
 */
export async function readCopies(
  session: Session,
  databases: readonly string[],
  days: number,
): Promise<readonly ObservedCopy[]> {
  const since = sql`DATEADD(DAY, ${-days}, CURRENT_TIMESTAMP())`;
  const { rows } = await session.execute(sql`
    SELECT DISTINCT M.VALUE:"objectId"::VARCHAR AS COPY_ID, M.VALUE:"objectName"::VARCHAR AS COPY_NAME,
      C.VALUE:"columnName"::VARCHAR AS COPY_COLUMN, Q.ROLE_NAME,
      S.VALUE:"objectId"::VARCHAR AS SOURCE_ID, S.VALUE:"objectName"::VARCHAR AS SOURCE_NAME,
      S.VALUE:"columnName"::VARCHAR AS SOURCE_COLUMN
    FROM SNOWFLAKE.ACCOUNT_USAGE.ACCESS_HISTORY A
      JOIN SNOWFLAKE.ACCOUNT_USAGE.QUERY_HISTORY Q ON Q.QUERY_ID = A.QUERY_ID,
      LATERAL FLATTEN(INPUT => A.OBJECTS_MODIFIED) M,
      LATERAL FLATTEN(INPUT => M.VALUE:"columns") C,
      LATERAL FLATTEN(INPUT => ARRAY_CAT(
        COALESCE(C.VALUE:"directSources", ARRAY_CONSTRUCT()),
        COALESCE(C.VALUE:"baseSources", ARRAY_CONSTRUCT()))) S
    WHERE A.QUERY_START_TIME >= ${since} AND Q.START_TIME >= ${since}
      AND REPLACE(SPLIT_PART(S.VALUE:"objectName"::VARCHAR, '.', 1), '"', '') IN (${listOf(databases)})
      AND NOT (M.VALUE:"objectName"::VARCHAR = S.VALUE:"objectName"::VARCHAR
        AND C.VALUE:"columnName"::VARCHAR = S.VALUE:"columnName"::VARCHAR)`);
  if (rows.length === 0) return [];
  const { owners, names } = await knownTables(session);
  // History keeps the name of its time, and quotes what needs it; a table may have another one now.
  const nameNow = (row: Row, of: 'COPY' | 'SOURCE'): string =>
    names.get(cellText(row, `${of}_ID`)) ?? plain(row, `${of}_NAME`);
  const masks = await masksOfColumns(session);
  // What was dropped since shows nothing any more.
  const there = rows.filter((row) => owners.has(nameNow(row, 'COPY')));
  const records = await recordOwners(
    session,
    new Set(there.map((row) => nameNow(row, 'COPY'))),
    owners,
  );
  return there.map((row) => {
    const table = nameNow(row, 'COPY');
    const column = plain(row, 'COPY_COLUMN');
    return {
      table,
      column,
      source: { table: nameNow(row, 'SOURCE'), column: plain(row, 'SOURCE_COLUMN') },
      role: cellText(row, 'ROLE_NAME'),
      masks: masks.get(JSON.stringify([table, column])) ?? [],
      recordOwner: records.get(table),
    };
  });
}

function plain(row: Row, column: string): string {
  return cellText(row, column).replaceAll('"', '');
}

/** The masking policies that work, of columns and of tags, by the columns of the account. */
async function masksOfColumns(
  session: Session,
): Promise<ReadonlyMap<string, readonly ReadMaskingPolicy[]>> {
  const policies = await session.execute(sql`
    SELECT POLICY_CATALOG, POLICY_SCHEMA, POLICY_NAME, POLICY_SIGNATURE, POLICY_BODY
    FROM SNOWFLAKE.ACCOUNT_USAGE.MASKING_POLICIES WHERE DELETED IS NULL`);
  const known = new Map(
    policies.rows.map((row) => {
      const name = cellName(row, 'POLICY_CATALOG', 'POLICY_SCHEMA', 'POLICY_NAME');
      const signature = /^\s*\(\s*(\S+)\s+([A-Z_]+)/i.exec(cellText(row, 'POLICY_SIGNATURE'));
      const [, argument = '', type = ''] = signature ?? [];
      const mask: ReadMaskingPolicy = {
        body: cellText(row, 'POLICY_BODY'),
        argument: argument.replaceAll('"', ''),
        type: normalType(type) as PhysicalType,
      };
      return [name.join('.'), mask];
    }),
  );
  const { rows } = await session.execute(sql`
    SELECT POLICY_DB, POLICY_SCHEMA, POLICY_NAME,
      REF_DATABASE_NAME, REF_SCHEMA_NAME, REF_ENTITY_NAME, REF_COLUMN_NAME
    FROM SNOWFLAKE.ACCOUNT_USAGE.POLICY_REFERENCES
    WHERE POLICY_KIND = 'MASKING_POLICY' AND POLICY_STATUS = 'ACTIVE' AND REF_COLUMN_NAME IS NOT NULL`);
  const found = new Map<string, ReadMaskingPolicy[]>();
  for (const row of rows) {
    const table = cellName(row, 'REF_DATABASE_NAME', 'REF_SCHEMA_NAME', 'REF_ENTITY_NAME');
    const key = JSON.stringify([table.join('.'), cellText(row, 'REF_COLUMN_NAME')]);
    const mask = known.get(cellName(row, 'POLICY_DB', 'POLICY_SCHEMA', 'POLICY_NAME').join('.'));
    if (mask !== undefined) found.set(key, [...(found.get(key) ?? []), mask]);
  }
  return found;
}

/** The tables of the account: the owner of each by its full name, and that name by its id. */
async function knownTables(
  session: Session,
): Promise<{ owners: ReadonlyMap<string, string>; names: ReadonlyMap<string, string> }> {
  const { rows } = await session.execute(sql`
    SELECT TABLE_ID, TABLE_CATALOG, TABLE_SCHEMA, TABLE_NAME, TABLE_OWNER
    FROM SNOWFLAKE.ACCOUNT_USAGE.TABLES WHERE DELETED IS NULL`);
  const owners = new Map<string, string>();
  const names = new Map<string, string>();
  for (const row of rows) {
    const name = cellName(row, 'TABLE_CATALOG', 'TABLE_SCHEMA', 'TABLE_NAME').join('.');
    owners.set(name, cellText(row, 'TABLE_OWNER'));
    names.set(cellText(row, 'TABLE_ID'), name);
  }
  return { owners, names };
}

/** Who owns the record by which each of some tables was deployed: one statement for each database of them. */
async function recordOwners(
  session: Session,
  tables: ReadonlySet<string>,
  owners: ReadonlyMap<string, string>,
): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>();
  for (const database of new Set([...tables].map((table) => table.split('.')[0] ?? ''))) {
    const record = domainNames(database).deployedResources;
    const owner = owners.get(record.join('.'));
    if (owner === undefined) continue;
    const { rows } = await session
      .execute(sql`SELECT ADDRESS FROM ${sql.id(...record)} WHERE APPLIED_AT IS NOT NULL`)
      .catch((error: unknown) => {
        // What the role may not read proves nothing.
        if (isUnseen(error)) return { rows: [] };
        throw error;
      });
    for (const row of rows) {
      const [, table = ''] = /^(?:table|dynamicTable) (.+)$/s.exec(cellText(row, 'ADDRESS')) ?? [];
      if (tables.has(table)) found.set(table, owner);
    }
  }
  return found;
}
