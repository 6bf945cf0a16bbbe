import {
  addColumn,
  dropColumn,
  renameColumn,
  setDataType,
  setNullable,
} from '../../../resources/alter-table.js';
import type { ColumnResource, TableResource } from '../../../resources/resource.js';
import { isWidened } from '../widened-type.js';
import { type Alteration, unsupported } from './alteration.js';

export function renameColumns(alteration: Alteration, declared: TableResource): void {
  for (const { name, renamedFrom } of declared.columns) {
    if (renamedFrom === undefined || alteration.column(name) !== undefined) continue;
    if (alteration.column(renamedFrom) === undefined) continue;
    const renamed = (column: string) => (column === renamedFrom ? name : column);
    const { current } = alteration;
    const { rowAccess } = current;
    alteration.alter(renameColumn(current, renamedFrom, name), {
      ...current,
      columns: current.columns.map((column) => ({
        ...column,
        name: renamed(column.name),
        ...(column.maskingArguments && { maskingArguments: column.maskingArguments.map(renamed) }),
      })),
      rowAccess: rowAccess && { ...rowAccess, columns: rowAccess.columns.map(renamed) },
    });
  }
}

/** Adds columns with all their protection. One that another one's policy reads comes before it. */
export function addColumns(
  alteration: Alteration,
  { columns }: Pick<TableResource, 'columns'>,
): void {
  const isNew = (name: string) => alteration.column(name) === undefined;
  let waiting = columns.filter((column) => isNew(column.name));
  while (waiting.length > 0) {
    const ready = waiting.filter(({ maskingArguments = [] }) => !maskingArguments.some(isNew));
    // Columns that wait for each other cannot be added one by one: the account says so.
    const [column] = ready.length > 0 ? ready : waiting;
    if (column === undefined) return;
    waiting = waiting.filter((each) => each !== column);
    const { current } = alteration;
    alteration.alter(addColumn(current, column), {
      ...current,
      // As the statement says: what may be required becomes so when all columns are there.
      columns: [...current.columns, { ...column, isNullable: true }],
    });
  }
}

/** Types become wider; columns may be NULL, or not any more. */
export function changeShapes(alteration: Alteration, after: TableResource): void {
  for (const [now, to] of alteration.kept(after)) {
    if (now.type === to.type) continue;
    const isMasked = now.maskingPolicy !== undefined && !to.type.startsWith('VARCHAR');
    if (isMasked || !isWidened(now.type, to.type)) {
      throw unsupported(
        after,
        `column ${to.name} is ${now.type} and would become ${to.type}`,
        isMasked
          ? 'add a column of the new type under another name: a policy must have the type of its column'
          : 'add a column of the new type under another name and copy the values',
      );
    }
    const { type } = to;
    alteration.alterColumn(setDataType(alteration.current, now.name, type), { ...now, type });
  }
  for (const [now, { isNullable }] of alteration.kept(after)) {
    if (now.isNullable === isNullable) continue;
    const { lacksValues: _, ...rest } = now;
    const statement = setNullable(alteration.current, now.name, isNullable);
    alteration.alterColumn(statement, { ...rest, isNullable });
  }
}

export function dropColumns(
  alteration: Alteration,
  after: TableResource,
  { mayDrop }: { readonly mayDrop: boolean },
): void {
  for (const { name } of undeclaredColumns(alteration.current, after)) {
    if (!mayDrop) {
      throw unsupported(
        after,
        `column ${name} is not declared any more`,
        'declare the column again, or drop it with --destroy; a renamed one needs renamedFrom',
      );
    }
    const { current } = alteration;
    alteration.alter(dropColumn(current, name), {
      ...current,
      columns: current.columns.filter((column) => column.name !== name),
    });
  }
}

/** The columns of a table that a declaration does not have. */
export function undeclaredColumns(
  before: TableResource,
  after: TableResource,
): readonly ColumnResource[] {
  const declared = new Set(after.columns.flatMap(({ name, renamedFrom }) => [name, renamedFrom]));
  return before.columns.filter(({ name }) => !declared.has(name));
}
