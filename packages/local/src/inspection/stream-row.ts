import type { Row } from '@das/core';
import { sees } from '../access/privileges.js';
import type { Catalogue } from '../catalogue/catalogue.js';
import type { StreamObject } from '../catalogue/catalogue-object.js';
import { staleAfter } from '../time-travel/retention.js';

/** What SHOW STREAMS has after the date and the name. */
export const streamNames: readonly string[] = [
  'database_name',
  'schema_name',
  'owner',
  'comment',
  'table_name',
  'source_type',
  'base_tables',
  'type',
  'stale',
  'mode',
  'stale_after',
  'invalid_reason',
  'owner_role_type',
];

/** What SHOW STREAMS says of a stream alone. */
export function streamValues(
  stream: StreamObject,
  catalogue: Catalogue,
  roles: ReadonlySet<string>,
  moved: ReadonlyMap<number, number>,
  now: Date,
): Record<string, Row[string]> {
  const table = catalogue.get(stream.table);
  const last = moved.get(stream.id) ?? Date.parse(stream.createdOn);
  const after = table === undefined ? undefined : staleAfter(catalogue, table, last);
  // Who may not see the table is not told where it went.
  const name =
    table !== undefined && sees(roles, table) ? catalogue.fullName(table) : stream.tableName;
  return {
    table_name: name,
    source_type: table?.kind === 'VIEW' ? 'View' : 'Table',
    base_tables: stream.tables === undefined ? name : baseNames(stream, catalogue, roles),
    type: 'DELTA',
    stale: String(table === undefined || (after !== undefined && after < now.getTime())),
    mode: stream.mode,
    stale_after: after === undefined ? null : new Date(after),
    invalid_reason: table === undefined ? 'the table was dropped or replaced' : 'N/A',
  };
}

/** The tables behind a view, as far as the roles may know them. */
function baseNames(stream: StreamObject, catalogue: Catalogue, roles: ReadonlySet<string>): string {
  return (stream.tables ?? [])
    .flatMap((id) => catalogue.get(id) ?? [])
    .filter((table) => sees(roles, table))
    .map((table) => catalogue.fullName(table))
    .join(',');
}
