import type { CellType } from '../world/cell.js';
import { templates } from './expression-templates.js';
import type { Grammar } from './grammar.js';
import { columnsOf, type Scope } from './scope.js';
import { traps } from './trap-templates.js';
import { writeScalarSubquery, writeTest } from './write-subquery.js';

/** How an expression may be made. */
export interface ExpressionOptions {
  /** How deep functions may stand in each other. */
  readonly depth: number;
  readonly hasSubqueries?: boolean;
  /** Rows of one group or window are looked at, so a value of the query around is out of place. */
  readonly isInner?: boolean;
}

/** An expression of a type over what a scope names. */
export function writeExpression(
  grammar: Grammar,
  type: CellType,
  scope: Scope,
  options: ExpressionOptions,
): string {
  const { choices } = grammar;
  const { depth } = options;
  const own = columnsOf(scope, type);
  const outer = scope.outer === undefined || options.isInner ? [] : columnsOf(scope.outer, type);
  const isDeep = depth > 0;
  const ways: (readonly [number, string])[] = [];
  if (own.length > 0) ways.push([isDeep ? 8 : 30, 'column']);
  if (outer.length > 0) ways.push([4, 'outer']);
  ways.push([own.length > 0 ? 3 : 10, 'literal']);
  if (isDeep) ways.push([10, 'template']);
  if (isDeep && grammar.hasTraps && traps[type] !== undefined) ways.push([8, 'trap']);
  if (depth > 1 && options.hasSubqueries) ways.push([2, 'subquery']);
  const way = choices.weighted(ways);
  switch (way) {
    case 'column':
      return choices.pick(own);
    case 'outer':
      return choices.pick(outer);
    case 'template':
      return fill(grammar, choices.pick(templates[type]), scope, { ...options, depth: depth - 1 });
    case 'trap':
      return fill(grammar, choices.pick(traps[type] ?? []), scope, {
        ...options,
        depth: depth - 1,
      });
    case 'subquery':
      return type === 'boolean'
        ? writeTest(grammar, scope, depth - 2)
        : writeScalarSubquery(grammar, type, scope, depth - 2);
    default:
      return grammar.literal(type);
  }
}

/** Fills the holes of a template. */
export function fill(
  grammar: Grammar,
  template: string,
  scope: Scope,
  options: ExpressionOptions,
  more: Readonly<Record<string, () => string>> = {},
): string {
  const same = new Map<string, string>();
  return template.replaceAll(/\{([^{}]+)\}/g, (_, hole: string) => {
    const known = same.get(hole);
    if (known !== undefined) return known;
    const written = more[hole]?.() ?? fillHole(grammar, hole, scope, options);
    if (hole.includes('#')) same.set(hole, written);
    return written;
  });
}

function fillHole(
  grammar: Grammar,
  hole: string,
  scope: Scope,
  options: ExpressionOptions,
): string {
  switch (hole) {
    case 'small':
      return String(grammar.choices.below(6));
    case 'positive':
      return String(1 + grammar.choices.below(4));
    case 'like':
      return grammar.likePattern();
    case 'pattern':
      return grammar.regularExpression();
  }
  const [kind = '', argument] = hole.split(/[:#]/);
  if (kind === 'guess') return grammar.guess(argument as CellType);
  return writeExpression(grammar, kind as CellType, scope, options);
}
