import type { CellType } from '../world/cell.js';
import type { Grammar } from './grammar.js';
import type { Scope } from './scope.js';
import { writeExpression } from './write-expression.js';
import { writeRelation } from './write-relation.js';

const orderable: readonly CellType[] = ['text', 'number', 'date'];

/** `FROM t [WHERE …]`, which may refer to the query around it. */
function writeSource(
  grammar: Grammar,
  outer: Scope,
  depth: number,
): { readonly scope: Scope; readonly clause: string } {
  const relation = writeRelation(grammar, 0);
  const scope: Scope = { entries: [relation.entry], outer };
  const parts = [`FROM ${relation.text}`];
  if (grammar.choices.chance(80)) {
    const link = grammar.choices.chance(60) ? writeLink(grammar, scope) : undefined;
    const condition =
      link ?? writeExpression(grammar, 'boolean', scope, { depth: Math.max(1, depth) });
    parts.push(`WHERE ${condition}`);
  }
  return { scope, clause: parts.join(' ') };
}

/** A comparison of the row with one of the query around it. */
function writeLink(grammar: Grammar, scope: Scope): string {
  const type = grammar.choices.pick(['number', 'text'] as const);
  const inner = writeExpression(grammar, type, { entries: scope.entries }, { depth: 0 });
  const outer = scope.outer ?? { entries: [] };
  return `${inner} ${grammar.choices.pick(['=', '=', '<', '<>'])} ${writeExpression(grammar, type, outer, { depth: 0 })}`;
}

/** A subquery that gives one row, since it aggregates. */
export function writeScalarSubquery(
  grammar: Grammar,
  type: CellType,
  outer: Scope,
  depth: number,
): string {
  const { scope, clause } = writeSource(grammar, outer, depth);
  const inner: Scope = { entries: scope.entries };
  const value = (of: CellType): string =>
    writeExpression(grammar, of, inner, { depth: Math.max(0, depth), isInner: true });
  switch (type) {
    case 'number':
      return `(SELECT ${grammar.choices.pick(['MAX', 'MIN', 'SUM', 'COUNT'])}(${value('number')}) ${clause})`;
    case 'variant':
      return `(SELECT TO_VARIANT(MAX(${value('text')})) ${clause})`;
    case 'array': {
      const item = value('text');
      return `(SELECT ARRAY_AGG(${item}) WITHIN GROUP (ORDER BY ${item}) ${clause})`;
    }
    default:
      return `(SELECT ${grammar.choices.pick(['MAX', 'MIN'])}(${value(type)}) ${clause})`;
  }
}

const metrics = {
  number: ['MAX', 'MIN', 'AVG', 'NULL_COUNT', 'UNIQUE_COUNT', 'DUPLICATE_COUNT', 'NULL_PERCENT'],
  text: ['BLANK_COUNT', 'NULL_COUNT', 'UNIQUE_COUNT', 'DUPLICATE_COUNT', 'BLANK_PERCENT'],
} as const;

/** A data metric function that is called by hand: it takes no query that looks out of it. */
export function writeMeasurement(grammar: Grammar, depth: number): string {
  const { choices } = grammar;
  const type = choices.pick(['number', 'text'] as const);
  const { scope, clause } = writeSource(grammar, { entries: [] }, depth);
  const inner: Scope = { entries: scope.entries };
  const value = writeExpression(grammar, type, inner, { depth: Math.max(0, depth), isInner: true });
  const own = type === 'number' && choices.chance(20);
  const metric = own ? 'D.S.LARGE' : `SNOWFLAKE.CORE.${choices.pick(metrics[type])}`;
  return `${metric}(SELECT ${value} ${clause})`;
}

/** EXISTS, IN, ANY and ALL. */
export function writeTest(grammar: Grammar, outer: Scope, depth: number): string {
  const { choices } = grammar;
  const { scope, clause } = writeSource(grammar, outer, depth);
  const form = choices.pick(['EXISTS', 'IN', 'NOT EXISTS', 'NOT IN', 'ANY', 'ALL'] as const);
  if (form === 'EXISTS' || form === 'NOT EXISTS') return `(${form} (SELECT 1 ${clause}))`;
  const type = choices.pick(orderable);
  const left = writeExpression(grammar, type, outer, { depth: Math.max(0, depth) });
  const right = writeExpression(grammar, type, { entries: scope.entries }, { depth: 0 });
  const query = `(SELECT ${right} ${clause})`;
  if (form === 'IN' || form === 'NOT IN') return `(${left} ${form} ${query})`;
  return `(${left} ${choices.pick(['=', '<', '>='])} ${form} ${query})`;
}
