import { requirePrivilege } from '../access/privileges.js';
import type {
  RelationObject,
  StreamObject,
  TableObject,
  ViewObject,
} from '../catalogue/catalogue-object.js';
import type { Compilation, Frame } from '../compile/compilation.js';
import { duckString, type Typed, typed } from '../compile/typed.js';
import { simple, varchar } from '../datatype/data-type.js';
import { isVersioned } from '../time-travel/row-versions.js';
import { executionFailed, unsupported } from '../warehouse/errors.js';
import { rowColumn, versionColumn } from './identify-rows.js';

/** The columns that a stream has besides those of its table. */
export interface MetadataColumn {
  readonly name: string;
  readonly value: (alias: string) => Typed;
}

/**
 * The table or view behind a stream, for a role that may read both.
 *
 * @throws WarehouseError `DAS_WAREHOUSE_EXECUTION_FAILED` when the stream is stale.
 */
export function streamSource(
  stream: StreamObject,
  compilation: Compilation,
  frame: Frame,
): TableObject | ViewObject {
  const { catalogue } = compilation;
  requirePrivilege(catalogue, frame.roles, stream, 'SELECT');
  if (frame.isPolicy === true) throw unsupported('a stream inside a policy');
  const source = catalogue.get(stream.table);
  if (source?.kind !== 'TABLE' && source?.kind !== 'VIEW') {
    const name = catalogue.fullName(stream);
    throw executionFailed(`the stream ${name} is stale: its table was dropped or replaced`, {
      number: 91_901,
      sqlState: '55000',
      place: name,
      next: 'create the stream again',
    });
  }
  requirePrivilege(catalogue, frame.roles, source, 'SELECT');
  return source;
}

/** Whether changes of a relation can be tracked: it is a table that keeps earlier versions. */
export function isTrackable(relation: RelationObject): boolean {
  return relation.kind === 'TABLE' && isVersioned(relation) && relation.shared === undefined;
}

/** The columns that say which row of a table a row is, and which version of it. */
export function identityColumns(number: number): readonly MetadataColumn[] {
  const column = (name: string, sql: string): MetadataColumn => ({
    name,
    value: (alias) => typed(`CAST(${alias}.${sql} AS VARCHAR)`, varchar),
  });
  return [column(rowColumn(number), 'row_id'), column(versionColumn(number), 'since')];
}

/** A number of a row would tell how many rows there are: it is shown as a digest under a key. */
export function metadataColumns(source: TableObject | ViewObject): readonly MetadataColumn[] {
  const key = duckString(`${source.changeKey ?? ''}:`);
  return [
    { name: 'METADATA$ACTION', value: (alias) => typed(`${alias}.action`, varchar) },
    { name: 'METADATA$ISUPDATE', value: (alias) => typed(`${alias}.is_update`, simple('BOOLEAN')) },
    {
      name: 'METADATA$ROW_ID',
      value: (alias) =>
        typed(`substr(sha256(${key} || CAST(${alias}.row_id AS VARCHAR)), 1, 40)`, varchar),
    },
  ];
}
