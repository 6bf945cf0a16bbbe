import { type Cell, type CellType, declaredTypes, writeCell } from './cell.js';
import { harmlessCell } from './harmless-cell.js';

export type HuntedRow = Readonly<Record<string, Cell>>;

/** A column, and what its policy makes of a value for the hunted role, written once more in JavaScript. */
export interface HuntedColumn {
  readonly name: string;
  readonly type: CellType;
  /** Such as `WITH MASKING POLICY D.S.M_TEXT`. */
  readonly policy?: string;
  readonly shown?: (value: Cell, row: HuntedRow) => Cell;
}

/** A table under policies, and what of it the hunted role may see. */
export interface HuntedTable {
  readonly name: string;
  readonly columns: readonly HuntedColumn[];
  /** Such as `WITH ROW ACCESS POLICY D.S.R_REGION ON (REGION)`. */
  readonly rowAccess?: string;
  readonly isVisible?: (row: HuntedRow) => boolean;
  /** The column by which row access hides rows. */
  readonly hiddenBy?: string;
  readonly rows: readonly HuntedRow[];
}

/** The rows as the hunted role may see them. */
export function shownRows(table: HuntedTable): readonly HuntedRow[] {
  return table.rows
    .filter((row) => table.isVisible?.(row) ?? true)
    .map((row) =>
      Object.fromEntries(
        table.columns.map(({ name, shown }) => {
          const value = row[name] ?? null;
          return [name, shown === undefined ? value : shown(value, row)];
        }),
      ),
    );
}

/**
 * As many rows as there are, each different where the clear ones are, so that DuckDB plans alike; but
 * nothing in them is a secret, and what works on a value that the role sees works on all of them.
 */
export function harmlessRows(table: HuntedTable): readonly HuntedRow[] {
  const { hiddenBy, isVisible, columns, rows } = table;
  const visible = rows.filter((row) => isVisible?.(row) ?? true);
  const basis = shownRows(table);
  const vary = (clear: HuntedRow, shown: HuntedRow, at: number, isHidden: boolean): HuntedRow =>
    Object.fromEntries(
      columns.map(({ name, type, shown: mask }) => {
        const value = shown[name] ?? null;
        const isSecret = isHidden || (mask !== undefined && clear[name] !== value);
        return [name, isSecret ? harmlessCell(value, type, at) : value];
      }),
    );
  const hidden = rows.filter((row) => !(isVisible?.(row) ?? true));
  return [
    ...visible.map((row, at) => vary(row, basis[at] ?? {}, at, false)),
    ...hidden.map((row, at) => ({
      ...vary(row, basis[at % basis.length] ?? {}, visible.length + at, true),
      ID: row.ID ?? null,
      ...(hiddenBy === undefined ? {} : { [hiddenBy]: row[hiddenBy] ?? null }),
    })),
  ];
}

/** CREATE TABLE, with the policies or without them. */
export function createStatement(table: HuntedTable, isGuarded: boolean): string {
  const columns = table.columns.map(({ name, type, policy }) => {
    const guard = isGuarded && policy !== undefined ? ` ${policy}` : '';
    return `${name} ${declaredTypes[type]}${guard}`;
  });
  const guard = isGuarded && table.rowAccess !== undefined ? ` ${table.rowAccess}` : '';
  return `CREATE TABLE D.S.${table.name} (${columns.join(', ')})${guard}`;
}

export function insertStatements(
  table: HuntedTable,
  rows: readonly HuntedRow[],
): readonly string[] {
  return rows.map((row) => {
    const cells = table.columns.map(({ name, type }) => writeCell(row[name] ?? null, type));
    return `INSERT INTO D.S.${table.name} SELECT ${cells.join(', ')}`;
  });
}
