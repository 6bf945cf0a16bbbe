import type { Expression } from '../query/expression.js';
import type { SelectItem, SelectQuery } from '../query/query.js';
import { unsupported } from '../warehouse/errors.js';
import type { Place } from './compile-expression.js';
import { expandStar } from './compile-items.js';
import type { Scope } from './scope.js';

/** The query with the columns in place of each star, as groups of rows need them. */
export function spreadStars(query: SelectQuery, place: Place): SelectQuery {
  if (!query.items.some(({ expression }) => expression.kind === 'star')) return query;
  return { ...query, items: query.items.flatMap((item) => spread(item, place)) };
}

function spread(item: SelectItem, place: Place): readonly SelectItem[] {
  const star = item.expression;
  if (star.kind !== 'star') return [item];
  const { scope } = place;
  // Refuses a star that names what is not there; what it reads is noted with the columns.
  place.compilation.usage.apart(() => expandStar(star, place));
  const columns = star.table === undefined ? scope.visible : scope.columnsOf(star.table);
  return columns
    .filter(({ name }) => !star.exclude.includes(name))
    .map(({ name, sql }): SelectItem => {
      const expression: Expression = { kind: 'column', path: pathOf(name, sql, star.table, scope) };
      return { expression, alias: star.rename.get(name) };
    });
}

/** How a column is named so that it is this one: by its name alone, or with that of its table. */
function pathOf(
  name: string,
  sql: string,
  table: string | undefined,
  { visible, relations }: Scope,
): readonly string[] {
  if (table !== undefined) return [table, name];
  if (visible.filter((column) => column.name === name).length === 1) return [name];
  const owner = relations.find(({ columns }) => columns.some((column) => column.sql === sql));
  if (owner?.name !== undefined) return [owner.name, name];
  throw unsupported('* beside groups of rows, where two tables have a column of the same name');
}
