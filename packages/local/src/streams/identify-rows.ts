import { hasAggregate } from '../compile/compile-items.js';
import type { Expression } from '../query/expression.js';
import type { Query, SelectItem, SelectQuery, TableReference } from '../query/query.js';
import { unsupported } from '../warehouse/errors.js';

/** The columns that say which row of its tables a row of a query was made of, and which version. */
export const rowColumn = (number: number): string => `DAS$ROW${number}`;
export const versionColumn = (number: number): string => `DAS$VER${number}`;

/**
 * A query whose rows can be told apart: two columns at its end say what each was made of. Only what
 * Snowflake tracks changes of is taken: projections, filters, inner and cross joins, UNION ALL.
 *
 * @see https://docs.snowflake.com/en/user-guide/streams-intro
 */
export function identifyRows(query: Query): Query {
  let last = 0;
  const next = (): number => {
    last += 1;
    return last;
  };
  return identify(query, next(), '', next);
}

function refuse(what: string): Error {
  return unsupported(`change tracking on a view with ${what}`);
}

function identify(query: Query, own: number, branch: string, next: () => number): Query {
  const { with: names, orderBy, limit, offset } = query;
  if (names.length > 0) throw refuse('WITH');
  if (limit !== undefined || offset !== undefined) throw refuse('LIMIT');
  if (orderBy.length > 0) throw refuse('ORDER BY');
  if (query.kind === 'values') throw refuse('VALUES');
  if (query.kind === 'set') {
    if (query.operator !== 'UNION' || !query.all) throw refuse(query.operator);
    const side = (part: Query, name: string): Query => identify(part, own, branch + name, next);
    return { ...query, left: side(query.left, 'l'), right: side(query.right, 'r') };
  }
  checkSelect(query);
  const hidden = new Map<string, number>();
  const from = query.from.map((table) => identifyTable(table, hidden, next));
  if (hidden.size === 0) throw refuse('no table');
  const numbers = [...hidden.values()];
  const items = query.items.map((item) => withoutHidden(item, hidden));
  const made = (name: (number: number) => string, first: string): Expression =>
    numbers.reduce<Expression>(
      (left, number) => joined(joined(left, text(':')), { kind: 'column', path: [name(number)] }),
      text(first),
    );
  return {
    ...query,
    from,
    items: [
      ...items,
      { expression: made(rowColumn, branch), alias: rowColumn(own) },
      { expression: made(versionColumn, ''), alias: versionColumn(own) },
    ],
  };
}

function checkSelect(query: SelectQuery): void {
  if (query.distinct) throw refuse('DISTINCT');
  if (query.groupBy === 'ALL' || query.groupBy.length > 0) throw refuse('GROUP BY');
  if (query.having !== undefined) throw refuse('HAVING');
  if (query.qualify !== undefined) throw refuse('QUALIFY');
  for (const { expression } of query.items) {
    if (hasAggregate(expression)) throw refuse('an aggregate function');
  }
  if (holds(query.items, 'over')) throw refuse('a window function');
  for (const part of [query.items, query.where]) {
    if (holds(part, 'query')) throw refuse('a subquery outside of FROM');
  }
}

/** Whether a query, or a window, stands anywhere in a part of a syntax tree. */
function holds(part: unknown, what: 'query' | 'over'): boolean {
  if (typeof part !== 'object' || part === null) return false;
  const { kind, over } = part as { readonly kind?: unknown; readonly over?: unknown };
  if (what === 'over' && over !== undefined) return true;
  if (what === 'query' && (kind === 'select' || kind === 'set' || kind === 'values')) return true;
  return Object.values(part).some((each) => holds(each, what));
}

function identifyTable(
  table: TableReference,
  hidden: Map<string, number>,
  next: () => number,
): TableReference {
  const number = next();
  switch (table.kind) {
    case 'table':
      if (table.at !== undefined) throw refuse('AT or BEFORE');
      if (table.columns.length > 0) throw refuse('column aliases of a table');
      hidden.set(table.alias ?? table.name.at(-1) ?? '', number);
      return { ...table, identity: number };
    case 'derived': {
      if (table.lateral) throw refuse('LATERAL');
      if (table.columns.length > 0) throw refuse('column aliases of a table');
      hidden.set(table.alias ?? rowColumn(number), number);
      return { ...table, query: identify(table.query, number, '', next) };
    }
    case 'join': {
      if (table.type !== 'INNER' && table.type !== 'CROSS') throw refuse(`a ${table.type} join`);
      if (holds(table.on, 'query')) throw refuse('a subquery outside of FROM');
      const left = identifyTable(table.left, hidden, next);
      return { ...table, left, right: identifyTable(table.right, hidden, next) };
    }
    default:
      throw refuse('a table function');
  }
}

/** A star leaves the columns out that were not written. */
function withoutHidden(item: SelectItem, hidden: ReadonlyMap<string, number>): SelectItem {
  const { expression } = item;
  if (expression.kind !== 'star') return item;
  const own =
    expression.table === undefined ? [...hidden.values()] : [hidden.get(expression.table)];
  const names = own.flatMap((number) =>
    number === undefined ? [] : [rowColumn(number), versionColumn(number)],
  );
  return { ...item, expression: { ...expression, exclude: [...expression.exclude, ...names] } };
}

function text(value: string): Expression {
  return { kind: 'literal', literal: { type: 'string', value } };
}

function joined(left: Expression, right: Expression): Expression {
  return { kind: 'binary', operator: '||', left, right };
}
