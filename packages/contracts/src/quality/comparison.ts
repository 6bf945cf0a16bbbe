import type { PhysicalType } from '../model/column.js';
import { type Decimal, decimalOf, decimalText, digitsAt } from './decimal.js';
import { quoteLiteral } from './quoting.js';
import { type ValueKind, valueKindOf } from './value-kind.js';

/** How values of one column are compared, in SQL and in JavaScript alike. */
export interface Comparison {
  readonly kind: ValueKind['kind'];
  /**
   * A value written by a person as the column holds it; `undefined` when the column can never hold
   * it, such as three decimals where there are two, and `invalid` when it is of another kind.
   */
  constant(value: string | number): Constant | 'invalid' | undefined;
  /** A value of a record as the column will hold it, comparable with a {@link Constant}; `undefined` when it is none. */
  stored(value: unknown): StoredValue | undefined;
}

/** What values of a column are compared by. Digits of a NUMBER are a bigint, or a number where that is exact. */
export type StoredValue = string | number | bigint;

/** One value in both languages. */
export interface Constant {
  readonly value: StoredValue;
  readonly sql: string;
}

const texts: Comparison = {
  kind: 'text',
  constant: (value) => ({ value: String(value), sql: quoteLiteral(String(value)) }),
  stored: textOf,
};

/** A value as the text that is stored for it. */
export function textOf(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  if (value instanceof Date) return value.toISOString();
  return typeof value === 'object' || value === undefined ? undefined : String(value);
}

const floats: Comparison = {
  kind: 'float',
  constant: (value) => {
    const number = decimalOf(value) === undefined ? Number.NaN : Number(value);
    return Number.isFinite(number) ? { value: number, sql: floatText(number) } : 'invalid';
  },
  stored: (value) => (decimalOf(value) === undefined ? undefined : Number(value)),
};

/** A double as SQL. As a decimal literal it would be rounded twice; read from text it is exact. */
export function floatText(value: number): string {
  return Number.isSafeInteger(value) ? String(value) : `'${value}'::FLOAT`;
}

const booleans: Comparison = {
  kind: 'boolean',
  constant: (value) => {
    const text = String(value).toLowerCase();
    const isTrue = text === 'true' || text === '1';
    if (!isTrue && text !== 'false' && text !== '0') return 'invalid';
    return { value: String(isTrue), sql: isTrue ? 'TRUE' : 'FALSE' };
  },
  stored: (value) => textOf(value)?.toLowerCase(),
};

/** Up to here a double times a power of ten finds every decimal again. */
const exactDigits = 1e15;

function numbers(precision: number, scale: number): Comparison {
  const factor = 10 ** scale;
  const limit = 10n ** BigInt(precision);
  return {
    kind: 'number',
    constant: (value) => {
      const decimal = decimalOf(value);
      if (decimal === undefined) return 'invalid';
      const digits = digitsAt(decimal, scale, 'down');
      const isExact = digits === digitsAt(decimal, scale, 'up');
      const isFit = digits < limit && digits > -limit;
      return isExact && isFit ? { value: digits, sql: decimalText(digits, scale) } : undefined;
    },
    stored: (value) => {
      if (typeof value === 'number') {
        const digits = Math.round(value * factor);
        if (Math.abs(digits) < exactDigits && digits / factor === value) return digits;
      }
      const decimal: Decimal | undefined = decimalOf(value);
      return decimal === undefined ? undefined : digitsAt(decimal, scale, 'nearest');
    },
  };
}

/** How values of a column of a type are compared; `undefined` where nothing is sure to be the same in both. */
export function comparisonOf(type: PhysicalType): Comparison | undefined {
  const kind = valueKindOf(type);
  switch (kind.kind) {
    case 'number':
      return numbers(kind.precision, kind.scale);
    case 'text':
      return texts;
    case 'float':
      return floats;
    case 'boolean':
      return booleans;
    case 'variant':
      return { ...texts, kind: 'variant' };
    case 'temporal':
    case 'nested':
      return undefined;
  }
}
