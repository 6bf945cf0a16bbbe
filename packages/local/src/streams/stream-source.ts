import { requirePrivilege } from '../access/privileges.js';
import type { StreamObject, TableObject } from '../catalogue/catalogue-object.js';
import type { Compilation, Frame } from '../compile/compilation.js';
import { duckString, type Typed, typed } from '../compile/typed.js';
import { simple, varchar } from '../datatype/data-type.js';
import { executionFailed, unsupported } from '../warehouse/errors.js';

/** The columns that a stream has besides those of its table. */
export interface MetadataColumn {
  readonly name: string;
  readonly value: (alias: string) => Typed;
}

/**
 * The table behind a stream, for a role that may read both.
 *
 * @throws WarehouseError `DAS_WAREHOUSE_EXECUTION_FAILED` when the stream is stale.
 */
export function streamTable(
  stream: StreamObject,
  compilation: Compilation,
  frame: Frame,
): TableObject {
  const { catalogue } = compilation;
  requirePrivilege(catalogue, frame.roles, stream, 'SELECT');
  if (frame.isPolicy === true) throw unsupported('a stream inside a policy');
  const table = catalogue.get(stream.table);
  if (table?.kind !== 'TABLE') {
    const name = catalogue.fullName(stream);
    throw executionFailed(`the stream ${name} is stale: its table was dropped or replaced`, {
      number: 91_901,
      sqlState: '55000',
      place: name,
      next: 'create the stream again',
    });
  }
  requirePrivilege(catalogue, frame.roles, table, 'SELECT');
  return table;
}

/** A number of a row would tell how many rows there are: it is shown as a digest under a key. */
export function metadataColumns(table: TableObject): readonly MetadataColumn[] {
  const key = duckString(`${table.changeKey ?? ''}:`);
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
