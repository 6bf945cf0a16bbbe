import type { Row } from '@das/core';
import { sees } from '../access/privileges.js';
import type { Catalogue } from '../catalogue/catalogue.js';
import type { StreamObject } from '../catalogue/catalogue-object.js';

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
): Record<string, Row[string]> {
  const table = catalogue.get(stream.table);
  // Who may not see the table is not told where it went.
  const name =
    table !== undefined && sees(roles, table) ? catalogue.fullName(table) : stream.tableName;
  return {
    table_name: name,
    source_type: 'Table',
    base_tables: name,
    type: 'DELTA',
    stale: String(table === undefined),
    mode: stream.mode,
    stale_after: null,
    invalid_reason: table === undefined ? 'the table was dropped or replaced' : 'N/A',
  };
}
