import { requirePrivilege } from '../access/privileges.js';
import type {
  RelationObject,
  StreamObject,
  TableObject,
  ViewObject,
} from '../catalogue/catalogue-object.js';
import { bordered } from '../compile/border.js';
import type { Compilation, Frame } from '../compile/compilation.js';
import { typed } from '../compile/typed.js';
import type { DataType } from '../datatype/data-type.js';
import { changeQuery } from '../streams/change-query.js';
import { streamInterval } from '../streams/stream-interval.js';
import { metadataColumns, streamSource } from '../streams/stream-source.js';
import { viewChanges } from '../streams/view-changes.js';
import { type AsOf, changesSource } from '../time-travel/historic-source.js';
import { protect } from './protect.js';
import type { SecureRelation } from './secure-relation.js';

/**
 * The changes that a stream gives, under the policies of its table: each old and each new version of
 * a row is filtered and masked by its own values.
 */
export function secureStream(
  stream: StreamObject,
  compilation: Compilation,
  frame: Frame,
): SecureRelation {
  const { catalogue } = compilation;
  const relation = streamSource(stream, compilation, frame);
  compilation.relations.set(relation.id, relation);
  compilation.streams.set(stream.id, stream);
  const { database, schema } = catalogue.container(stream);
  const alias = compilation.alias('r');
  const changes = changesOf(stream, relation, compilation, frame);
  const source = { sql: bordered(changes.sql), names: [] };
  const clear = changes.columns.map(({ sql, type }) => typed(`${alias}.${sql}`, type));
  const metadata = metadataColumns(relation);
  const secured = protect(relation, source, alias, clear, compilation, frame, metadata, stream);
  return { ...secured, path: [database, schema, stream.name] };
}

/** What a stream gives of its table or view, before the policies of that. */
function changesOf(
  stream: StreamObject,
  relation: TableObject | ViewObject,
  compilation: Compilation,
  frame: Frame,
): { readonly sql: string; readonly columns: readonly { sql: string; type: DataType }[] } {
  if (relation.kind === 'VIEW') {
    const { sql, types } = viewChanges(stream, relation, compilation, frame);
    return { sql, columns: types.map((type, at) => ({ sql: `c${at + 1}`, type })) };
  }
  const interval = streamInterval(stream, relation.id, compilation);
  const columns = relation.columns.map(({ id, type }) => ({ sql: `c${id}`, type }));
  return { sql: changeQuery(stream.mode, relation, interval, compilation), columns };
}

/** The changes of a table between two points in time, under its policies, as a stream gives them. */
export function secureChanges(
  relation: RelationObject,
  compilation: Compilation,
  frame: Frame,
  asOf: AsOf,
): SecureRelation {
  const { catalogue } = compilation;
  requirePrivilege(catalogue, frame.roles, relation, 'SELECT');
  const { table, sql } = changesSource(relation, asOf, compilation);
  compilation.relations.set(table.id, table);
  const { database, schema } = catalogue.container(table);
  const alias = compilation.alias('r');
  const clear = table.columns.map((column) => typed(`${alias}.c${column.id}`, column.type));
  const source = { sql: bordered(sql), names: [] };
  const metadata = metadataColumns(table);
  const secured = protect(table, source, alias, clear, compilation, frame, metadata);
  return { ...secured, path: [database, schema, table.name] };
}
