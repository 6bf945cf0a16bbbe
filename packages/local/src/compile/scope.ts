import type { DataType } from '../datatype/data-type.js';
import type { Projection } from '../enforcement/projection.js';
import type { Expression } from '../query/expression.js';
import { invalidStatement } from '../warehouse/errors.js';
import type { ColumnSource } from './column-usage.js';
import type { Typed } from './typed.js';

/** A column that a scope offers. */
export interface ScopeColumn {
  readonly name: string;
  readonly sql: string;
  readonly type: DataType;
  /** What its values are made of. */
  readonly sources?: readonly ColumnSource[] | undefined;
  /** What a projection policy says of the column, or of what it was made of. */
  readonly projection?: Projection | undefined;
  /** Whether a query over an aggregation-constrained table made it of other columns. */
  readonly isDerived?: boolean | undefined;
  /** Whether it is such a column, and computing it may fail on a row. */
  readonly isFragile?: boolean | undefined;
}

/** What an aggregation policy asks of the rows of a table, wherever a query carries them. */
export interface CarriedConstraint {
  /** How many rows, or entities, a group needs. */
  readonly minimum: number;
  /** The column that tells the rows, or the entities, from one another. */
  readonly sql: string;
  readonly isEntity: boolean;
}

/** One table of FROM, with the names by which its columns may be qualified. */
export interface ScopeRelation {
  /** The alias, or the last part of the table's name. */
  readonly name: string | undefined;
  /** The full name of a table without an alias. */
  readonly path: readonly string[];
  readonly columns: readonly ScopeColumn[];
  readonly constraints?: readonly CarriedConstraint[] | undefined;
}

/** A query under a name, from WITH. */
export interface ScopeQuery {
  readonly alias: string;
  readonly columns: readonly ScopeColumn[];
  readonly constraints?: readonly CarriedConstraint[] | undefined;
}

/** What names mean at one place of a statement: tables of FROM, aliases of SELECT, policy arguments. */
export class Scope {
  readonly parent: Scope | undefined;
  readonly relations: ScopeRelation[] = [];
  /** The columns in the order of `*`; a column joined by USING stands here once. */
  visible: ScopeColumn[] = [];
  readonly queries: Map<string, ScopeQuery> = new Map();
  /** The number of a row of GENERATOR, for `SEQ4()`. */
  rowNumber: string | undefined;
  readonly aliases: Map<string, Expression> = new Map();
  readonly arguments: Map<string, Typed> = new Map();
  /** The conditions of the joins in FROM, as they stand in the text. */
  readonly joinConditions: string[] = [];

  constructor(parent?: Scope) {
    this.parent = parent;
  }

  query(name: string): ScopeQuery | undefined {
    return this.queries.get(name) ?? this.parent?.query(name);
  }

  /** A column of this scope alone, by a plain or qualified name. */
  column(path: readonly string[]): ScopeColumn | undefined {
    const name = path.at(-1) ?? '';
    const qualifier = path.slice(0, -1);
    const found =
      qualifier.length === 0
        ? this.visible.filter((column) => column.name === name)
        : this.relations
            .filter((relation) => matches(relation, qualifier))
            .flatMap((relation) => relation.columns.filter((column) => column.name === name));
    if (found.length > 1) throw invalidStatement(`ambiguous column name ${name}`, name, 1046);
    return found[0];
  }

  /** The columns of `t.*`. */
  columnsOf(table: string): readonly ScopeColumn[] {
    const found = this.relations.filter((relation) => relation.name === table);
    const [relation] = found;
    if (relation === undefined || found.length > 1) {
      throw invalidStatement(`${table}.* names no table of FROM`, table, 904);
    }
    return relation.columns;
  }
}

function matches(relation: ScopeRelation, qualifier: readonly string[]): boolean {
  if (qualifier.length === 1) return relation.name === qualifier[0];
  const path = relation.path.slice(-qualifier.length);
  return path.length === qualifier.length && path.every((part, at) => part === qualifier[at]);
}
