import type { DriftRule } from '../model/rule.js';
import { comparisonOf, floatText } from './comparison.js';
import { invalidRule } from './invalid-rule.js';
import { quoteIdentifier } from './quoting.js';
import { boundsOf } from './range-bounds.js';
import type { RuleColumn } from './row-rule.js';

/**
 * The share that stands in for an empty bin, in the baseline and in the data: the logarithm of
 * nothing is infinite. Shares are not made to add up to 1 again afterwards.
 */
export const emptyBinShare = 0.0001;

/**
 * The population stability index as one query: the sum over all bins of
 * `(share - baseline) * LN(share / baseline)`. NULLs are in no bin; without any value it is NULL.
 */
export function driftQuery(rule: DriftRule, column: RuleColumn, table: string): string {
  const { conditions, shares } = binsOf(rule, column);
  const counts = conditions.map((condition, bin) => `COUNT_IF(${condition}) AS "_N${bin}"`);
  const parts = shares.map((_, bin) => `GREATEST("_N${bin}"::FLOAT / "_N", ${eps}) AS "_S${bin}"`);
  const terms = shares.map((share, bin) => {
    const baseline = floatText(Math.max(share, emptyBinShare));
    return `("_S${bin}" - ${baseline}) * LN("_S${bin}" / ${baseline})`;
  });
  const counted = `SELECT COUNT(${quoteIdentifier(column.name)}) AS "_N", ${counts.join(', ')} FROM ${table}`;
  const shared = `SELECT ${parts.join(', ')} FROM (${counted}) AS C WHERE "_N" > 0`;
  // An aggregate gives its one row, with NULL, also when nothing was counted.
  return `SELECT MAX(${terms.join(' + ')}) AS "VALUE" FROM (${shared}) AS S`;
}

const eps = floatText(emptyBinShare);

interface Bins {
  /** Of a value, for each bin. */
  readonly conditions: readonly string[];
  readonly shares: readonly number[];
}

function binsOf(rule: DriftRule, column: RuleColumn): Bins {
  const { baseline } = rule;
  const bins = 'bounds' in baseline ? binsByBounds(rule, baseline, column) : undefined;
  if (bins !== undefined) return bins;
  if ('values' in baseline) return binsByValue(rule, baseline.values, column);
  throw invalidRule(
    rule,
    'the bounds of its baseline do not fit',
    'give ascending bounds of a column of numbers, and one share more than bounds',
  );
}

function binsByBounds(
  rule: DriftRule,
  { bounds, shares }: { readonly bounds: readonly number[]; readonly shares: readonly number[] },
  column: RuleColumn,
): Bins | undefined {
  checkShares(rule, shares);
  const isAscending = bounds.every((bound, at) => at === 0 || bound > (bounds[at - 1] ?? bound));
  if (shares.length !== bounds.length + 1 || !isAscending) return undefined;
  const upTo = bounds.map((max) => boundsOf({ max }, column)?.condition);
  const conditions = shares.map((_, bin) => {
    const isNotBelow = bin === 0 ? [] : [`NOT ${upTo[bin - 1]}`];
    const isNotAbove = bin === bounds.length ? [] : [`${upTo[bin]}`];
    return [`${quoteIdentifier(column.name)} IS NOT NULL`, ...isNotBelow, ...isNotAbove].join(
      ' AND ',
    );
  });
  const isComparable = !upTo.includes(undefined) && column.type !== 'VARIANT';
  return isComparable ? { conditions, shares } : undefined;
}

function binsByValue(
  rule: DriftRule,
  values: Readonly<Record<string, number>>,
  column: RuleColumn,
): Bins {
  const shares = Object.values(values);
  checkShares(rule, shares);
  const comparison = comparisonOf(column.type);
  const name = quoteIdentifier(column.name);
  const literals = Object.keys(values).map((value) => comparison?.constant(value));
  const known = literals.flatMap((constant) =>
    typeof constant === 'object' ? [constant.sql] : [],
  );
  if (known.length === 0 || known.length !== literals.length || comparison?.kind === 'variant') {
    throw invalidRule(
      rule,
      `the values of its baseline are none of type ${column.type}`,
      'name values that the column can hold',
    );
  }
  const others = Math.max(0, 1 - shares.reduce((sum, share) => sum + share, 0));
  return {
    conditions: [
      ...known.map((literal) => `${name} = ${literal}`),
      `${name} NOT IN (${known.join(', ')})`,
    ],
    shares: [...shares, others],
  };
}

/** By rounding, shares may add up to a little more or less than 1. */
const tolerance = 1e-6;

function checkShares(rule: DriftRule, shares: readonly number[]): void {
  const sum = shares.reduce((total, share) => total + share, 0);
  if (shares.every((share) => share >= 0) && sum <= 1 + tolerance) return;
  throw invalidRule(
    rule,
    'the shares of its baseline are no shares',
    'give numbers from 0 to 1 that add up to 1',
  );
}
