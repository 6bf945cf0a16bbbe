import type { ResultSet, Row } from '@das/core';
import { granteeOf } from '../access/role-key.js';
import { isRelation } from '../catalogue/catalogue-object.js';
import type { StatementContext } from '../engine/statement-context.js';
import { rowsResult } from '../shaping/status-result.js';
import { readPage, terseResult } from './show-page.js';
import { isVisible, readLike, scopeOf } from './show-scope.js';

const names = [
  'created_on',
  'name',
  'database_name',
  'schema_name',
  'kind',
  'comment',
  'cluster_by',
  'rows',
  'bytes',
  'owner',
  'retention_time',
  'owner_role_type',
  'is_hybrid',
  'is_dynamic',
  'is_iceberg',
];

/** `SHOW [TERSE] OBJECTS [LIKE '…'] [IN …] [STARTS WITH '…'] [LIMIT n [FROM '…']]`: tables and views of all kinds. */
export function showObjects(context: StatementContext, isTerse = false): ResultSet {
  const { engine, state } = context;
  const pattern = readLike(context);
  const isInside = scopeOf(context, 'TABLE');
  const page = readPage(context);
  const rows: Row[] = [];
  for (const object of [...engine.catalogue.all(), ...state.temporaries.values()]) {
    if (!isRelation(object) || !isVisible(context, object) || !isInside(object)) continue;
    if (pattern !== undefined && !pattern.test(object.name)) continue;
    const place = engine.catalogue.container(object);
    rows.push({
      created_on: object.createdOn,
      name: object.name,
      database_name: place.database ?? '',
      schema_name: place.schema ?? '',
      kind: object.kind === 'VIEW' ? 'VIEW' : 'TABLE',
      comment: object.comment,
      cluster_by: '',
      rows: null,
      bytes: null,
      owner: granteeOf(engine.catalogue, object.owner).name,
      retention_time: '1',
      owner_role_type: granteeOf(engine.catalogue, object.owner).type,
      is_hybrid: 'N',
      is_dynamic: object.kind === 'DYNAMIC TABLE' ? 'Y' : 'N',
      is_iceberg: 'N',
    });
  }
  const key = (row: Row): string => [row.database_name, row.schema_name, row.name].join('\u0000');
  rows.sort((a, b) => (key(a) < key(b) ? -1 : 1));
  return isTerse ? terseResult(page.of(rows)) : rowsResult(names, page.of(rows));
}
