import type { CellType } from '../world/cell.js';

export interface ScopeColumn {
  readonly name: string;
  readonly type: CellType;
}

/** A relation in FROM, under its alias. */
export interface ScopeEntry {
  readonly alias: string;
  readonly columns: readonly ScopeColumn[];
  /** Expressions that tell its rows apart, as far as they can be told apart. */
  readonly keys: readonly string[];
}

/** What may be named at one place of a query. */
export interface Scope {
  readonly entries: readonly ScopeEntry[];
  /** The query around a correlated subquery. */
  readonly outer?: Scope | undefined;
}

/** Whether rows may be sorted and told apart by a type: by a VARIANT they may not. */
export function isOrderable(type: CellType): boolean {
  return type !== 'variant' && type !== 'array';
}

/** The columns of a scope as they are written, of one type if it is given. */
export function columnsOf(scope: Scope, type?: CellType): readonly string[] {
  return scope.entries.flatMap(({ alias, columns }) =>
    columns
      .filter((column) => type === undefined || column.type === type)
      .map((column) => `${alias}.${column.name}`),
  );
}

/** Keys for a relation without one: all its columns. */
export function allColumns(alias: string, columns: readonly ScopeColumn[]): readonly string[] {
  return columns.map(({ name, type }) =>
    isOrderable(type) ? `${alias}.${name}` : `TO_JSON(${alias}.${name})`,
  );
}
