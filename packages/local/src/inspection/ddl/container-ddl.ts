import { sees } from '../../access/privileges.js';
import type {
  CatalogueObject,
  DatabaseObject,
  ObjectKind,
  SchemaObject,
} from '../../catalogue/catalogue-object.js';
import { commentClause, type DdlRequest, madeName } from './ddl-text.js';
import { maySee, objectDdl } from './object-ddl.js';

/** Each kind after those that it may need. */
const order: readonly ObjectKind[] = [
  'TAG',
  'MASKING POLICY',
  'ROW ACCESS POLICY',
  'PROJECTION POLICY',
  'AGGREGATION POLICY',
  'SEQUENCE',
  'TABLE',
  'VIEW',
  'DYNAMIC TABLE',
  'STREAM',
  'TASK',
];

/** Kinds that GET_DDL does not write. */
const left: readonly ObjectKind[] = ['DROPPED', 'STAGE', 'DATABASE ROLE', 'NETWORK RULE', 'BUDGET'];

/** The statements for a schema or database and for what is in it, as far as the roles may see it. */
export function containerDdl(
  container: DatabaseObject | SchemaObject,
  request: DdlRequest,
): string {
  const children = [...request.catalogue.childrenOf(container.id)].filter(
    (child) => !left.includes(child.kind),
  );
  const shown = children
    .filter((child) =>
      child.kind === 'SCHEMA' ? sees(request.roles, child) : maySee(child, request),
    )
    .sort((a, b) => rank(a) - rank(b) || a.id - b.id)
    .map((child) => objectDdl(child, request));
  return [statementOf(container, request), ...shown].join('\n\n');
}

function rank(object: CatalogueObject): number {
  const at = order.indexOf(object.kind);
  return at < 0 ? order.length : at;
}

function statementOf(container: DatabaseObject | SchemaObject, request: DdlRequest): string {
  const kind = container.kind.toLowerCase();
  const isManaged = container.kind === 'SCHEMA' && container.isManaged;
  return `create or replace ${kind} ${madeName(container, request)}${isManaged ? ' with managed access' : ''}${commentClause(container.comment)};`;
}
