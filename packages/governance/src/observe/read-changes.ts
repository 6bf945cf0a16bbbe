import { type Session, sql } from '@das/core';
import { cellText } from './cell.js';
import type { ObservedChange } from './observed-state.js';

/**
 * Who last changed what in the last days, except for what was applied. Never the text of a statement.
 *
 * @see https://docs.snowflake.com/en/sql-reference/account-usage/access_history
 */
export async function readChanges(
  session: Session,
  days: number,
): Promise<readonly ObservedChange[]> {
  const { rows } = await session.execute(sql`
    SELECT NAME, QUERY_TYPE, USER_NAME, ROLE_NAME, AT FROM (
      SELECT A.OBJECT_MODIFIED_BY_DDL:"objectName"::VARCHAR AS NAME, Q.QUERY_TYPE, A.USER_NAME,
        Q.ROLE_NAME, A.QUERY_START_TIME AS AT,
        ROW_NUMBER() OVER (PARTITION BY A.OBJECT_MODIFIED_BY_DDL:"objectName"::VARCHAR
          ORDER BY A.QUERY_START_TIME DESC) AS NTH
      FROM SNOWFLAKE.ACCOUNT_USAGE.ACCESS_HISTORY A
      JOIN SNOWFLAKE.ACCOUNT_USAGE.QUERY_HISTORY Q ON Q.QUERY_ID = A.QUERY_ID
      WHERE A.OBJECT_MODIFIED_BY_DDL IS NOT NULL
        AND A.QUERY_START_TIME >= DATEADD(DAY, ${-days}, CURRENT_TIMESTAMP())
        AND Q.START_TIME >= DATEADD(DAY, ${-days}, CURRENT_TIMESTAMP())
        AND COALESCE(Q.QUERY_TAG, '') NOT LIKE 'das:%') AS LAST_CHANGES
    WHERE NTH = 1`);
  return rows.flatMap((row) => {
    const { AT: at } = row;
    if (!(at instanceof Date)) return [];
    const role = cellText(row, 'ROLE_NAME');
    return [
      {
        name: cellText(row, 'NAME').replaceAll('"', ''),
        statement: cellText(row, 'QUERY_TYPE'),
        user: cellText(row, 'USER_NAME'),
        role: role === '' ? undefined : role,
        at,
      },
    ];
  });
}
