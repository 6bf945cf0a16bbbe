import { domainNames, type Session, sql } from '@das/core';
import { cellDate, cellText } from './cell.js';
import type { ObservedAccess, ObservedObject } from './observed-state.js';

/** The access for a time that is written down and not ended: one statement for each database. */
export async function readAccess(
  session: Session,
  databases: readonly string[],
  objects: ReadonlyMap<string, ObservedObject>,
): Promise<readonly ObservedAccess[]> {
  const access: ObservedAccess[] = [];
  for (const database of databases) {
    const table = domainNames(database).accessGrants;
    // Where nothing was deployed nothing was granted; a carrier without a row is a finding of its own.
    if (!objects.has(`table ${table.join('.')}`)) continue;
    const { rows } = await session.execute(sql`
      SELECT "ID", "ROLE_NAME", "USER_NAME", "EXPIRES_AT", "EXPIRES_AT" <= SYSDATE() AS IS_OVER
      FROM ${sql.id(...table)} WHERE "ENDED_AT" IS NULL ORDER BY "ID"`);
    for (const row of rows) {
      const expiresAt = cellDate(row, 'EXPIRES_AT') ?? new Date(0);
      access.push({
        database,
        id: cellText(row, 'ID'),
        role: cellText(row, 'ROLE_NAME'),
        user: cellText(row, 'USER_NAME'),
        expiresAt,
        isOver: row.IS_OVER !== false,
      });
    }
  }
  return access;
}
