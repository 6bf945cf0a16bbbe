import { isRelation, type RelationObject, titleOf } from '../catalogue/catalogue-object.js';
import type { ColumnSource } from '../compile/column-usage.js';
import { columnNumber } from '../enforcement/note-use.js';
import type { StatementContext } from '../engine/statement-context.js';

/** A column that a statement wrote, and what it wrote there. */
export interface ChangedColumn {
  readonly name: string;
  readonly sources?: readonly ColumnSource[] | undefined;
}

/** Notes for the access history that a statement wrote columns of a table. */
export function noteChange(
  { engine, state }: Pick<StatementContext, 'engine' | 'state'>,
  table: RelationObject,
  columns: readonly ChangedColumn[],
): void {
  if (!isRelation(table)) return;
  const written = new Map<string, readonly ColumnSource[]>();
  // A column that several clauses of MERGE write stands there once, with the sources of all.
  for (const { name, sources = [] } of columns) {
    written.set(name, [...(written.get(name) ?? []), ...(sources ?? [])]);
  }
  state.record?.access.change({
    object: {
      id: table.id,
      name: engine.catalogue.fullName(table),
      domain: titleOf(table.kind),
    },
    columns: table.columns.flatMap(({ id, name }) => {
      const sources = written.get(name);
      return sources === undefined ? [] : [{ id: columnNumber(table, id), name, sources }];
    }),
  });
}
