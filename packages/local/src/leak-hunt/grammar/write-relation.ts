import type { Grammar } from './grammar.js';
import { allColumns, type Scope, type ScopeEntry } from './scope.js';
import { writeExpression } from './write-expression.js';
import { writeSelect } from './write-select.js';

export interface WrittenRelation {
  readonly text: string;
  readonly entry: ScopeEntry;
  readonly isLateral?: boolean;
}

/** A relation for FROM: one of the world, a named query, or a query. */
export function writeRelation(grammar: Grammar, depth: number): WrittenRelation {
  const { choices } = grammar;
  const alias = grammar.alias('t');
  if (depth > 0 && choices.chance(15)) {
    const inner = writeSelect(grammar, { outer: undefined, depth: depth - 1 });
    const columns = inner.columns;
    return {
      text: `(${inner.text}) ${alias}`,
      entry: { alias, columns, keys: allColumns(alias, columns) },
    };
  }
  const isNamed = grammar.queries.length > 0 && choices.chance(60);
  const relation = isNamed
    ? choices.pick(grammar.queries)
    : choices.weighted(grammar.relations.map((each) => [each.weight ?? 4, each] as const));
  if (relation.isOpaque) grammar.isComparable = false;
  const isShort = isNamed || relation.name.includes('.');
  const name = choices.chance(10) && !isShort ? `D.S.${relation.name}` : relation.name;
  const columns = relation.columns;
  const keys =
    relation.keys.length === 0
      ? allColumns(alias, columns)
      : relation.keys.map((key) => `${alias}.${key}`);
  return {
    text: `${name}${isNamed ? '' : writeMoment(grammar)} ${alias}`,
    entry: { alias, columns, keys },
  };
}

/** Time Travel, now and then: to before the later changes, or to where nothing had changed since. */
function writeMoment(grammar: Grammar): string {
  if (grammar.choices.below(300) < 299) return '';
  return grammar.choices.pick([
    ' AT(OFFSET => -60)',
    ' AT(OFFSET => -5400)',
    " BEFORE(TIMESTAMP => '2026-01-15 12:30:00'::TIMESTAMP_LTZ)",
  ]);
}

/** The elements of an array or an object of what stands before it in FROM. */
export function writeFlatten(grammar: Grammar, scope: Scope): WrittenRelation {
  const alias = grammar.alias('f');
  const type = grammar.choices.pick(['variant', 'array'] as const);
  const input = writeExpression(grammar, type, scope, { depth: 1 });
  const isOuter = grammar.choices.chance(20) ? ', OUTER => TRUE' : '';
  return {
    text: `LATERAL FLATTEN(INPUT => ${input}${isOuter}) ${alias}`,
    isLateral: true,
    entry: {
      alias,
      columns: [
        { name: 'VALUE', type: 'variant' },
        { name: 'INDEX', type: 'number' },
        { name: 'KEY', type: 'text' },
      ],
      keys: [`${alias}.INDEX`, `${alias}.KEY`],
    },
  };
}
