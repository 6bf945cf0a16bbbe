import { comparisonOf, floatText } from './comparison.js';
import { decimalOf, decimalText, digitsAt } from './decimal.js';
import { quoteIdentifier } from './quoting.js';
import type { RuleColumn } from './row-rule.js';
import { valueKindOf } from './value-kind.js';

/** Bounds on a column of numbers, both inclusive. */
export interface Bounds {
  /** SQL over the column; not NULL unless the column is. */
  readonly condition: string;
  /** The same of a value that is not null. */
  readonly holds: (value: unknown) => boolean;
}

/** The two bounds of a range; one may be missing. */
export interface Range {
  readonly min?: number;
  readonly max?: number;
}

/** Bounds as a condition in both languages; `undefined` where the column holds no numbers. */
export function boundsOf({ min, max }: Range, column: RuleColumn): Bounds | undefined {
  const name = quoteIdentifier(column.name);
  const kind = valueKindOf(column.type);
  const isWithin = (value: number) => value >= (min ?? -Infinity) && value <= (max ?? Infinity);
  switch (kind.kind) {
    case 'number':
      return numberBounds({ min, max }, column, kind.precision, kind.scale);
    case 'float':
      return {
        condition: `(${sidesOf(name, min, max)})`,
        holds: (value) => isWithin(decimalOf(value) === undefined ? Number.NaN : Number(value)),
      };
    case 'variant': {
      // A text that looks like a number is none.
      const isNumber = `TYPEOF(${name}) IN ('INTEGER', 'DECIMAL', 'DOUBLE')`;
      const number = `TRY_TO_DOUBLE(TO_VARCHAR(${name}))`;
      return {
        condition: `COALESCE(${isNumber} AND ${sidesOf(number, min, max)}, FALSE)`,
        holds: (value) => isWithin(typeof value === 'number' ? value : Number.NaN),
      };
    }
    default:
      return undefined;
  }
}

function sidesOf(subject: string, min: number | undefined, max: number | undefined): string {
  return [
    ...(min === undefined ? [] : [`${subject} >= ${floatText(min)}`]),
    ...(max === undefined ? [] : [`${subject} <= ${floatText(max)}`]),
  ].join(' AND ');
}

/**
 * Bounds at the column's own scale: a bound of 0.005 on two decimals is 0.01 from below and 0.00
 * from above, so that neither language has to compare numbers of two scales.
 */
function numberBounds(
  { min, max }: { readonly min: number | undefined; readonly max: number | undefined },
  column: RuleColumn,
  precision: number,
  scale: number,
): Bounds {
  const name = quoteIdentifier(column.name);
  const limit = 10n ** BigInt(precision);
  const digitsOf = (bound: number | undefined, rounding: 'up' | 'down') => {
    const decimal = bound === undefined ? undefined : decimalOf(bound);
    return decimal === undefined ? undefined : digitsAt(decimal, scale, rounding);
  };
  const [low, high] = [digitsOf(min, 'up'), digitsOf(max, 'down')];
  const sides: string[] = [];
  // What the column cannot reach anyway is not compared: its literal may be too long for a NUMBER.
  if (low !== undefined && low > -limit) {
    sides.push(low < limit ? `${name} >= ${decimalText(low, scale)}` : 'FALSE');
  }
  if (high !== undefined && high < limit) {
    sides.push(high > -limit ? `${name} <= ${decimalText(high, scale)}` : 'FALSE');
  }
  const comparison = comparisonOf(column.type);
  return {
    condition: `(${sides.length === 0 ? 'TRUE' : sides.join(' AND ')})`,
    holds: (value) => {
      const digits = comparison?.stored(value);
      if (digits === undefined || typeof digits === 'string') return false;
      return (low === undefined || digits >= low) && (high === undefined || digits <= high);
    },
  };
}
