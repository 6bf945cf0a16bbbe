import { rolesBelow } from '../access/role-set.js';
import {
  physicalTable,
  type RelationObject,
  type ViewObject,
} from '../catalogue/catalogue-object.js';
import { bordered, borderLimit } from '../compile/border.js';
import type { Compilation, Frame } from '../compile/compilation.js';
import { compileInner, type OutputColumn } from '../compile/compile-query.js';
import { type CarriedConstraint, Scope } from '../compile/scope.js';
import type { DataType } from '../datatype/data-type.js';
import { tokenize } from '../lexing/tokenize.js';
import { parseQuery } from '../polyglot/parse-query.js';
import { historicSource, trackedSource } from '../time-travel/historic-source.js';
import { executionFailed } from '../warehouse/errors.js';
import type { ViewUse } from './note-use.js';

/** Where the rows of a relation come from, before its policies. */
export interface Source {
  readonly sql: string;
  /** What names a row of a table. */
  readonly rowId?: string;
  readonly names: readonly string[];
  /** What the query of a view gives today: a table that it reads may have been replaced. */
  readonly types?: readonly DataType[];
  readonly view?: ViewUse;
  /** What the columns of a view come from. */
  readonly outputs?: readonly OutputColumn[];
  readonly constraints?: readonly CarriedConstraint[] | undefined;
}

export function tableSource(
  relation: Exclude<RelationObject, ViewObject>,
  compilation: Compilation,
  frame: Frame,
): Source {
  const names = relation.columns.map((column) => `c${column.id}`);
  if (frame.asOf !== undefined) {
    return { sql: bordered(historicSource(relation, frame.asOf, compilation)), names };
  }
  if (frame.positionOf !== undefined && relation.kind === 'TABLE') {
    const tracked = trackedSource(relation, frame.positionOf(relation), compilation);
    return { sql: bordered(tracked), names };
  }
  const table = physicalTable(relation);
  compilation.tables.add(table);
  // What the open transaction has changed lies beside the table.
  const pending = compilation.session.pending?.get(table);
  if (pending === undefined) return { sql: table, rowId: 'rowid', names };
  compilation.tables.add(pending.name);
  compilation.hidesRows = true;
  const { source } = pending;
  return { sql: compilation.isFenced ? bordered(source) : source, rowId: 'rid', names };
}

/** A view's query runs with its owner's rights and its own schema as the namespace. */
export function viewSource(view: ViewObject, compilation: Compilation, frame: Frame): Source {
  const { database, schema } = compilation.catalogue.container(view);
  const owner = view.owner;
  const [query, used] = compilation.usage.apart(() =>
    compileInner(parseQuery(tokenize(view.text)), {
      compilation,
      frame: {
        ...frame,
        roles: rolesBelow(compilation.catalogue, owner),
        invoker: owner,
        database,
        schema,
        expanding: [...frame.expanding, view.id],
        seesTemporaries: false,
        policy: undefined,
        share: frame.directShare,
        directShare: undefined,
      },
      scope: new Scope(),
    }),
  );
  if (query.columns.length !== view.columns.length) {
    throw executionFailed(
      `view ${database}.${schema}.${view.name} declared ${view.columns.length} columns, but its query gives ${query.columns.length}`,
      { number: 2057, sqlState: '42601', next: 'create the view again' },
    );
  }
  // What a secure view leaves out must not be told from an error either: see `protect`.
  if (view.isSecure) compilation.hidesRows = true;
  const names = query.columns.map((column) => column.sql);
  const isBorder = view.isSecure && compilation.isFenced;
  const bordered = `SELECT ${names.join(', ')} FROM (${query.sql}) AS ${compilation.alias('r')} ${borderLimit}`;
  return {
    sql: `(${isBorder ? bordered : query.sql})`,
    names,
    types: query.columns.map((column) => column.type),
    view: { frame: used, columns: query.columns },
    outputs: query.columns,
    constraints: query.constraints,
  };
}
