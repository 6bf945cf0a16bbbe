import type { Projection } from '../enforcement/projection.js';
import { isAggregate } from '../functions/function-table.js';
import type { Expression } from '../query/expression.js';
import type { SelectItem, SelectQuery } from '../query/query.js';
import { invalidStatement, unsupported } from '../warehouse/errors.js';
import type { ColumnSource } from './column-usage.js';
import { compileExpression, type Place } from './compile-expression.js';
import { ordinalOf } from './compile-query.js';
import { sortKey, type Typed, typed } from './typed.js';

/** One column of a select list. */
export interface CompiledItem {
  readonly name: string;
  readonly value: Typed;
  /** Absent for a column that came from a star. */
  readonly expression: Expression | undefined;
  readonly sources: readonly ColumnSource[] | undefined;
  /** What a projection policy says of what it comes from. */
  readonly projection: Projection | undefined;
}

/** Compiles a select list: stars are spread, and aliases become names for the other clauses. */
export function compileItems(items: readonly SelectItem[], place: Place): readonly CompiledItem[] {
  for (const item of items) {
    if (item.alias !== undefined) place.scope.aliases.set(item.alias, item.expression);
  }
  return items.flatMap((item, at): readonly CompiledItem[] => {
    const { expression } = item;
    const { usage } = place.compilation;
    if (expression.kind === 'star') {
      const [columns] = usage.apart(() => expandStar(expression, place));
      for (const { sources } of columns) usage.useForItem(sources);
      return columns;
    }
    const expanding = item.alias === undefined ? [] : [item.alias];
    const { value: compiled, projection } = place.compilation.collect(() =>
      usage.item(() => compileExpression(expression, { ...place, expanding })),
    );
    const [value, sources] = compiled;
    const name = item.alias ?? nameOf(expression, at);
    return [{ name, value, expression, sources, projection }];
  });
}

/** The name that a column without an alias gets: its own, or the text of the call. */
export function nameOf(expression: Expression, at: number): string {
  if (expression.kind === 'column') return expression.path.at(-1) ?? '';
  if (expression.kind === 'call') {
    const args = expression.args.map((arg) => {
      if (arg.kind === 'star') return '*';
      return arg.kind === 'column' ? arg.path.join('.') : undefined;
    });
    const isPlain = args.every((arg) => arg !== undefined) && !expression.over;
    if (isPlain && !expression.distinct) return `${expression.name}(${args.join(', ')})`;
  }
  if (expression.kind === 'literal' && expression.literal.type === 'number') {
    return expression.literal.value;
  }
  if (expression.kind === 'literal' && expression.literal.type === 'string') {
    return `'${expression.literal.value}'`;
  }
  return `EXPRESSION_${at + 1}`;
}

/** The columns that a star stands for. */
export function expandStar(
  star: Extract<Expression, { kind: 'star' }>,
  place: Place,
): readonly CompiledItem[] {
  const columns =
    star.table === undefined ? place.scope.visible : place.scope.columnsOf(star.table);
  const names = new Set(columns.map((column) => column.name));
  for (const name of [...star.exclude, ...star.rename.keys()]) {
    if (!names.has(name)) throw invalidStatement(`invalid identifier ${name}`, name, 904);
  }
  if (columns.length === 0) throw invalidStatement('SELECT * without a table');
  if (columns.some((column) => /^\$\d+$/.test(column.name))) {
    throw unsupported('* of a stage: name the fields $1, $2, …');
  }
  return columns
    .filter((column) => !star.exclude.includes(column.name))
    .map((column) => {
      place.compilation.usage.use(column.sources);
      return {
        name: star.rename.get(column.name) ?? column.name,
        value: typed(column.sql, column.type),
        expression: undefined,
        sources: column.sources,
        projection: column.projection,
      };
    });
}

/** GROUP BY, with ordinals, aliases and ALL written out. */
export function expandGroupBy(
  query: SelectQuery,
  items: readonly CompiledItem[],
  place: Place,
): string {
  if (query.groupBy !== 'ALL' && query.groupBy.length === 0) return '';
  const keys =
    query.groupBy === 'ALL'
      ? items
          .filter((item) => item.expression === undefined || !hasAggregate(item.expression))
          .map((item) => sortKey(item.value))
      : query.groupBy.map((expression) => {
          const ordinal = ordinalOf(expression, items.length);
          const item = ordinal === undefined ? undefined : items[Number(ordinal) - 1];
          return sortKey(item?.value ?? compileExpression(expression, place));
        });
  return keys.length === 0 ? '' : ` GROUP BY ${keys.join(', ')}`;
}

/** Whether an aggregate stands in an expression, outside sub-queries and windows. */
export function hasAggregate(expression: Expression): boolean {
  switch (expression.kind) {
    case 'call':
      if (expression.over !== undefined) return false;
      return isAggregate(expression.name) || expression.args.some(hasAggregate);
    case 'unary':
    case 'is':
    case 'cast':
      return hasAggregate(expression.operand);
    case 'binary':
      return hasAggregate(expression.left) || hasAggregate(expression.right);
    case 'between':
      return [expression.operand, expression.low, expression.high].some(hasAggregate);
    case 'in':
      return (
        hasAggregate(expression.operand) ||
        (Array.isArray(expression.list) && expression.list.some(hasAggregate))
      );
    case 'like':
      return [expression.operand, ...expression.patterns].some(hasAggregate);
    case 'case':
      return [
        ...(expression.operand ? [expression.operand] : []),
        ...expression.whens.flatMap(({ condition, result }) => [condition, result]),
        ...(expression.otherwise ? [expression.otherwise] : []),
      ].some(hasAggregate);
    case 'element':
      return hasAggregate(expression.base);
    case 'quantified':
      return hasAggregate(expression.operand);
    case 'tuple':
      return expression.items.some(hasAggregate);
    case 'literal':
    case 'bind':
    case 'column':
    case 'star':
    case 'subquery':
    case 'exists':
    case 'metric':
      return false;
  }
}
