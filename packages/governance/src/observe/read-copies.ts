import { type Session, sql } from '@das/core';
import { cellName, cellText } from './cell.js';
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
  const { rows } = await session.execute(sql`
    SELECT DISTINCT M.VALUE:"objectName"::VARCHAR AS COPY_NAME,
      C.VALUE:"columnName"::VARCHAR AS COPY_COLUMN,
      S.VALUE:"objectName"::VARCHAR AS SOURCE_NAME, S.VALUE:"columnName"::VARCHAR AS SOURCE_COLUMN
    FROM SNOWFLAKE.ACCOUNT_USAGE.ACCESS_HISTORY A,
      LATERAL FLATTEN(INPUT => A.OBJECTS_MODIFIED) M,
      LATERAL FLATTEN(INPUT => M.VALUE:"columns") C,
      LATERAL FLATTEN(INPUT => ARRAY_CAT(
        COALESCE(C.VALUE:"directSources", ARRAY_CONSTRUCT()),
        COALESCE(C.VALUE:"baseSources", ARRAY_CONSTRUCT()))) S
    WHERE A.QUERY_START_TIME >= DATEADD(DAY, ${-days}, CURRENT_TIMESTAMP())
      AND REPLACE(SPLIT_PART(S.VALUE:"objectName"::VARCHAR, '.', 1), '"', '') IN (${listOf(databases)})
      AND M.VALUE:"objectName"::VARCHAR <> S.VALUE:"objectName"::VARCHAR`);
  if (rows.length === 0) return [];
  const masked = await maskedColumns(session);
  const comments = await tableComments(session);
  return rows.flatMap((row): readonly ObservedCopy[] => {
    const plain = (column: string): string => cellText(row, column).replaceAll('"', '');
    const table = plain('COPY_NAME');
    const column = plain('COPY_COLUMN');
    const comment = comments.get(table);
    // What was dropped since shows nothing any more.
    if (comment === undefined) return [];
    return [
      {
        table,
        column,
        source: { table: plain('SOURCE_NAME'), column: plain('SOURCE_COLUMN') },
        isMasked: masked.has(JSON.stringify([table, column])),
        isDeployed: /^"?das:/.test(comment),
      },
    ];
  });
}

/** Every column of the account with a masking policy that works, of its own or of a tag. */
async function maskedColumns(session: Session): Promise<ReadonlySet<string>> {
  const { rows } = await session.execute(sql`
    SELECT REF_DATABASE_NAME, REF_SCHEMA_NAME, REF_ENTITY_NAME, REF_COLUMN_NAME
    FROM SNOWFLAKE.ACCOUNT_USAGE.POLICY_REFERENCES
    WHERE POLICY_KIND = 'MASKING_POLICY' AND POLICY_STATUS = 'ACTIVE' AND REF_COLUMN_NAME IS NOT NULL`);
  return new Set(
    rows.map((row) => {
      const table = cellName(row, 'REF_DATABASE_NAME', 'REF_SCHEMA_NAME', 'REF_ENTITY_NAME');
      return JSON.stringify([table.join('.'), cellText(row, 'REF_COLUMN_NAME')]);
    }),
  );
}

/** The comment of every table of the account, by its full name. */
async function tableComments(session: Session): Promise<ReadonlyMap<string, string>> {
  const { rows } = await session.execute(sql`
    SELECT TABLE_CATALOG, TABLE_SCHEMA, TABLE_NAME, COMMENT
    FROM SNOWFLAKE.ACCOUNT_USAGE.TABLES WHERE DELETED IS NULL`);
  return new Map(
    rows.map((row) => [
      cellName(row, 'TABLE_CATALOG', 'TABLE_SCHEMA', 'TABLE_NAME').join('.'),
      cellText(row, 'COMMENT'),
    ]),
  );
}
