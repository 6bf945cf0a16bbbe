import type { ContractColumn, PhysicalType } from '@das/contracts';

/** Says why a value cannot be stored in a column, as a code; `undefined` when it can. */
export type StorageFault = (value: unknown) => string | undefined;

/** The length of Snowflake's VARCHAR in characters, and the size of any text in bytes. */
const longestText = 16_777_216;

/**
 * The check of what a column's type can hold. A schema may accept more than that, such as a number
 * of too many digits; the warehouse would refuse the whole flush for it, and every one after it.
 *
 * Values of semi-structured columns are expected as `plainJson` gives them.
 *
 * @see https://docs.snowflake.com/en/sql-reference/intro-summary-data-types
 */
export function storageFaultOf({ type, isNullable }: ContractColumn): StorageFault {
  const check = checkOf(type);
  return (value) => {
    if (value !== null && value !== undefined) return check(value);
    return isNullable ? undefined : 'null_value';
  };
}

function checkOf(type: PhysicalType): StorageFault {
  const number = /^NUMBER\((\d+),(\d+)\)$/.exec(type);
  if (number !== null) return numberFault(Number(number[1]), Number(number[2]));
  const text = /^VARCHAR(?:\((\d+)\))?$/.exec(type);
  if (text !== null) return textFault(Number(text[1] ?? longestText));
  switch (type) {
    case 'FLOAT':
      return (value) => (Number.isFinite(numberOf(value)) ? undefined : 'not_a_number');
    case 'BOOLEAN':
      return (value) => (/^(?:true|false)$/i.test(String(value)) ? undefined : 'not_a_boolean');
    case 'DATE':
    case 'TIMESTAMP_NTZ':
    case 'TIMESTAMP_TZ':
      return momentFault;
    case 'TIME':
      return (value) => (timePattern.test(String(value)) ? undefined : 'not_a_time');
    case 'ARRAY':
      return (value) => (Array.isArray(value) ? undefined : 'not_an_array');
    case 'OBJECT':
      return (value) =>
        typeof value === 'object' && !Array.isArray(value) ? undefined : 'not_an_object';
    default:
      return () => undefined;
  }
}

/** A number, or a text that is one; else NaN. */
function numberOf(value: unknown): number {
  if (typeof value === 'number') return value;
  if (typeof value === 'bigint') return Number(value);
  const isNumeric = typeof value === 'string' && /^[+-]?\d+(?:\.\d+)?(?:e[+-]?\d+)?$/i.test(value);
  return isNumeric ? Number(value) : Number.NaN;
}

function numberFault(precision: number, scale: number): StorageFault {
  const bound = 10n ** BigInt(precision - scale);
  const half = 0.5 * 10 ** -scale;
  return (value) => {
    if (typeof value === 'bigint' || (typeof value === 'string' && /^-?\d+$/.test(value))) {
      const whole = BigInt(value);
      return whole < bound && whole > -bound ? undefined : 'number_out_of_range';
    }
    const number = numberOf(value);
    if (!Number.isFinite(number)) return 'not_a_number';
    // What is beyond the scale is rounded, which may carry into one digit more.
    return Math.abs(number) + half < Number(bound) ? undefined : 'number_out_of_range';
  };
}

function textFault(longest: number): StorageFault {
  return (value) => {
    if (typeof value !== 'string') return isScalar(value) ? undefined : 'not_text';
    if (!value.isWellFormed()) return 'invalid_unicode';
    const isLong = value.length > longest && [...value].length > longest;
    const isLarge = value.length * 3 > longestText && Buffer.byteLength(value) > longestText;
    return isLong || isLarge ? 'text_too_long' : undefined;
  };
}

/** What the warehouse writes as text by itself. */
function isScalar(value: unknown): boolean {
  if (value instanceof Date) return Number.isFinite(value.getTime());
  return typeof value === 'boolean' || typeof value === 'bigint' || Number.isFinite(value);
}

const timePattern = /^\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?$/;

/** ISO 8601, as far as Snowflake reads it: nine digits of a second at the most. */
const momentPattern =
  /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?) ?(Z|[+-]\d\d:?\d\d)?)?$/;

function momentFault(value: unknown): string | undefined {
  const time = value instanceof Date ? value : timeOf(String(value));
  const year = time?.getUTCFullYear();
  if (year === undefined || Number.isNaN(year)) return 'not_a_moment';
  return year >= 1 && year <= 9999 ? undefined : 'moment_out_of_range';
}

function timeOf(text: string): Date | undefined {
  const match = momentPattern.exec(text);
  if (match === null) return undefined;
  const [, day, time = '00:00', zone = 'Z'] = match;
  const hour = time.length === 5 ? `${time}:00` : time.slice(0, 12);
  return new Date(`${day}T${hour}${zone}`);
}
