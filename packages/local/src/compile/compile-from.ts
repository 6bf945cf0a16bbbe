import { simple } from '../datatype/data-type.js';
import { strictest } from '../enforcement/projection.js';
import { secureRelation } from '../enforcement/secure-relation.js';
import type { FlattenReference, JoinReference, TableReference } from '../query/query.js';
import { callTableFunction } from '../table-functions/call-table-function.js';
import { invalidStatement, unsupported } from '../warehouse/errors.js';
import { compileExpression, type Place } from './compile-expression.js';
import { compileFlatten, type LeftSide } from './compile-flatten.js';
import { aggregationRequired, compileInner, renameColumns } from './compile-query.js';
import { convert, unify } from './convert.js';
import { type CarriedConstraint, Scope, type ScopeColumn, type ScopeRelation } from './scope.js';
import { typed } from './typed.js';

interface CompiledTable {
  readonly sql: string;
  readonly visible: readonly ScopeColumn[];
}

/**
 * Compiles FROM and fills the scope with what it offers.
 *
 * @param carries - whether the caller keeps what aggregation policies ask of the rows; otherwise a
 * table under one is refused
 */
export function compileFrom(
  tables: readonly TableReference[],
  place: Place,
  carries = false,
): string {
  if (tables.length === 0) return '';
  const { scope } = place;
  const firstRelation = scope.relations.length;
  const before = scope.visible;
  let all: CompiledTable | undefined;
  for (const table of tables) {
    if (table.kind === 'flatten' && all !== undefined) {
      all = addFlatten(table, { ...all, firstRelation }, place);
    } else {
      const next = compileTable(table, place);
      all =
        all === undefined
          ? next
          : { sql: `${all.sql}, ${next.sql}`, visible: [...all.visible, ...next.visible] };
    }
    scope.visible = [...before, ...all.visible];
  }
  const carried = scope.relations
    .slice(firstRelation)
    .flatMap(({ constraints = [] }) => constraints);
  if (carried.length > 0 && !carries) throw aggregationRequired();
  if (carried.length > 0 && tables.some(isMadeOfRows)) {
    throw unsupported(
      'FLATTEN, LATERAL or a table function beside an aggregation-constrained table',
    );
  }
  return all === undefined ? '' : ` FROM ${all.sql}`;
}

/** Whether a table is made anew for each row of those to its left, or by a function. */
function isMadeOfRows(table: TableReference): boolean {
  if (table.kind === 'join') return isMadeOfRows(table.left) || isMadeOfRows(table.right);
  return (
    table.kind === 'flatten' || table.kind === 'call' || (table.kind === 'derived' && table.lateral)
  );
}

/** A FLATTEN with the tables to its left, as one table. */
function addFlatten(
  table: FlattenReference,
  left: LeftSide | undefined,
  place: Place,
  isOuterJoin = false,
): CompiledTable {
  const { sql, alias, visible, columns } = compileFlatten(table, left, place, isOuterJoin);
  const added = register(alias, columns, table.alias, [], table.columns, place);
  return { sql: `${sql} AS ${alias}`, visible: [...visible, ...added] };
}

function compileTable(table: TableReference, place: Place): CompiledTable {
  switch (table.kind) {
    case 'join':
      return compileJoin(table, place);
    case 'flatten':
      return addFlatten(table, undefined, place);
    case 'call': {
      const called = callTableFunction(table, place);
      const added = add(called.sql, called.columns, table.alias, [], table.columns, place);
      if (called.rowNumber !== undefined) {
        const alias = added.sql.slice(added.sql.lastIndexOf(' ') + 1);
        place.scope.rowNumber = `${alias}.${called.rowNumber}`;
      }
      return added;
    }
    case 'derived': {
      if (table.lateral) throw unsupported('LATERAL');
      const outer = place.scope.parent;
      // A derived table sees the queries of WITH, but no other table of the same FROM.
      const scope = new Scope(outer);
      for (const [name, query] of place.scope.queries) scope.queries.set(name, query);
      const query = compileInner(table.query, { ...place, scope: new Scope(scope) });
      const { columns, constraints } = query;
      return add(`(${query.sql})`, columns, table.alias, [], table.columns, place, constraints);
    }
    case 'table': {
      const [only] = table.name;
      const query =
        table.name.length === 1 && only !== undefined ? place.scope.query(only) : undefined;
      const name = table.alias ?? table.name.at(-1);
      const path = table.alias === undefined ? table.name : [];
      if (query !== undefined) {
        if (table.at !== undefined) throw unsupported(`${table.at.start.side} on a query of WITH`);
        const { alias, columns, constraints } = query;
        return add(alias, columns, name, path, table.columns, place, constraints);
      }
      const { at, identity } = table;
      const relation = secureRelation(table.name, place.compilation, place.frame, at, identity);
      const full = table.alias === undefined ? relation.path : [];
      const { sql, columns, constraints } = relation;
      return add(sql, columns, name, full, table.columns, place, constraints);
    }
  }
}

function add(
  sql: string,
  columns: readonly ScopeColumn[],
  name: string | undefined,
  path: readonly string[],
  names: readonly string[],
  place: Place,
  constraints: readonly CarriedConstraint[] = [],
): CompiledTable {
  const alias = place.compilation.alias('r');
  const carried = constraints.map((each) => ({ ...each, sql: `${alias}.${each.sql}` }));
  const visible = register(alias, columns, name, path, names, place, carried);
  return { sql: `${sql} AS ${alias}`, visible };
}

/** Makes the columns of a table known under its name. */
function register(
  alias: string,
  columns: readonly ScopeColumn[],
  name: string | undefined,
  path: readonly string[],
  names: readonly string[],
  place: Place,
  constraints: readonly CarriedConstraint[] = [],
): readonly ScopeColumn[] {
  const { scope } = place;
  if (name !== undefined && scope.relations.some((relation) => relation.name === name)) {
    const isSame = scope.relations.some(
      (relation) => relation.name === name && relation.path.join('.') === path.join('.'),
    );
    if (isSame) throw invalidStatement(`FROM names ${name} twice without an alias`, name, 2028);
  }
  const renamed = renameColumns(columns, names, name ?? 'a derived table');
  const visible = renamed.map((column) => ({ ...column, sql: `${alias}.${column.sql}` }));
  const relation: ScopeRelation = { name, path, columns: visible, constraints };
  scope.relations.push(relation);
  return visible;
}

function compileJoin(join: JoinReference, place: Place): CompiledTable {
  const firstRelation = place.scope.relations.length;
  const left = compileTable(join.left, place);
  if (join.right.kind === 'flatten') {
    return joinFlatten(join, join.right, { ...left, firstRelation }, place);
  }
  const right = compileTable(join.right, place);
  const shared = join.natural ? sharedNames(left, right) : join.using;
  if (join.natural && (join.on !== undefined || join.using.length > 0)) {
    throw invalidStatement('a NATURAL join takes neither ON nor USING');
  }
  if (shared.length > 0) {
    const used = [...left.visible, ...right.visible].filter(({ name }) => shared.includes(name));
    for (const { sources } of used) place.compilation.usage.use(sources);
    return joinUsing(join, left, right, shared);
  }
  if (join.on === undefined) {
    if (join.type === 'LEFT' || join.type === 'RIGHT' || join.type === 'FULL') {
      throw unsupported('an outer join without ON or USING');
    }
    return {
      sql: `${left.sql} CROSS JOIN ${right.sql}`,
      visible: [...left.visible, ...right.visible],
    };
  }
  if (join.type === 'CROSS') throw invalidStatement('CROSS JOIN takes no ON');
  // ON sees the two sides of its own join and the queries around, not later tables of FROM.
  const scope = new Scope(place.scope.parent);
  for (const [name, query] of place.scope.queries) scope.queries.set(name, query);
  const columns = new Set([...left.visible, ...right.visible].map((column) => column.sql));
  scope.relations.push(...place.scope.relations);
  scope.visible = [...left.visible, ...right.visible].filter((column) => columns.has(column.sql));
  const condition = join.on;
  const { value: on } = place.compilation.collect(() =>
    convert(compileExpression(condition, { ...place, scope }), simple('BOOLEAN')),
  );
  place.scope.joinConditions.push(on.sql);
  return {
    sql: `${left.sql} ${join.type} JOIN ${parenthesised(join.right, right.sql)} ON ${on.sql}`,
    visible: [...left.visible, ...right.visible],
  };
}

/** `t JOIN LATERAL FLATTEN(…)`: the join is the correlation, so there is no condition but TRUE. */
function joinFlatten(
  join: JoinReference,
  table: FlattenReference,
  left: LeftSide,
  place: Place,
): CompiledTable {
  const { on, type } = join;
  const isPlain =
    on === undefined ||
    (on.kind === 'literal' && on.literal.type === 'boolean' && on.literal.value);
  if (!isPlain || join.natural || join.using.length > 0 || type === 'RIGHT' || type === 'FULL') {
    throw unsupported('a join of FLATTEN with a condition');
  }
  return addFlatten(table, left, place, type === 'LEFT');
}

function parenthesised(table: TableReference, sql: string): string {
  return table.kind === 'join' ? `(${sql})` : sql;
}

function sharedNames(left: CompiledTable, right: CompiledTable): readonly string[] {
  const names = new Set(right.visible.map((column) => column.name));
  return left.visible.map((column) => column.name).filter((name) => names.has(name));
}

/** USING and NATURAL: the shared columns come first and stand once. */
function joinUsing(
  join: JoinReference,
  left: CompiledTable,
  right: CompiledTable,
  names: readonly string[],
): CompiledTable {
  const type = join.type === 'CROSS' ? 'INNER' : join.type;
  const tests: string[] = [];
  const merged = names.map((name): ScopeColumn => {
    const [a, b] = [single(left, name), single(right, name)];
    const pair = unify([typed(a.sql, a.type), typed(b.sql, b.type)], 'USING');
    tests.push(`${pair.sql[0]} = ${pair.sql[1]}`);
    const projection = strictest(a.projection, b.projection);
    if (type === 'RIGHT') return b;
    if (type !== 'FULL') return a;
    const sources = [...(a.sources ?? []), ...(b.sources ?? [])];
    const isDerived = a.isDerived === true || b.isDerived === true;
    const isFragile = a.isFragile === true || b.isFragile === true;
    const sql = `COALESCE(${pair.sql.join(', ')})`;
    return { name, type: pair.type, sql, sources, projection, isDerived, isFragile };
  });
  const rest = [...left.visible, ...right.visible].filter((column) => !names.includes(column.name));
  return {
    sql: `${left.sql} ${type} JOIN ${parenthesised(join.right, right.sql)} ON ${tests.join(' AND ')}`,
    visible: [...merged, ...rest],
  };
}

function single(table: CompiledTable, name: string): ScopeColumn {
  const found = table.visible.filter((column) => column.name === name);
  const [column] = found;
  if (column === undefined) throw invalidStatement(`invalid identifier ${name}`, name, 904);
  if (found.length > 1) throw invalidStatement(`ambiguous column name ${name}`, name, 1046);
  return column;
}
