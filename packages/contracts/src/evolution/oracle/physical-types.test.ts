import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { PhysicalType } from '../../model/column.js';
import { compareContracts } from '../compare-contracts.js';
import type { ContractChange } from '../contract-change.js';
import { column, contract, id } from '../fixtures/contract-documents.js';

/** A decimal as its digits without the point, and how many of them are behind it. */
interface Decimal {
  readonly units: bigint;
  readonly scale: number;
}

/** A value as Snowflake stores it. Of a text, only how many characters it has. */
type Stored =
  | { readonly kind: 'decimal'; readonly value: Decimal }
  | { readonly kind: 'text'; readonly length: number }
  | { readonly kind: 'other'; readonly type: PhysicalType };

/** The characters of a VARCHAR without a length, as Snowflake documents it. */
const longestText = 16_777_216;

function decimalType(type: PhysicalType): readonly [number, number] | undefined {
  const match = /^NUMBER\((\d+),(\d+)\)$/.exec(type);
  return match === null ? undefined : [Number(match[1]), Number(match[2])];
}

function textLength(type: PhysicalType): number | undefined {
  const match = /^VARCHAR(?:\((\d+)\))?$/.exec(type);
  return match === null ? undefined : Number(match[1] ?? longestText);
}

/** Values at the edges of a type: the largest, with each last digit on either side, and the smallest. */
function edgesOf(type: PhysicalType): readonly Stored[] {
  const decimal = decimalType(type);
  if (decimal !== undefined) {
    const [precision, scale] = decimal;
    const steps = Array.from({ length: 20 }, (_, index) => BigInt(index) + 1n);
    const last = [...steps, ...steps.slice(0, 4).map((step) => step * 10n ** BigInt(scale) + 1n)]
      .map((step) => 10n ** BigInt(precision) - step)
      .filter((units) => units >= 0n);
    return [...last, ...last.map((units) => -units), 0n, 1n].map((units) => ({
      kind: 'decimal',
      value: { units, scale },
    }));
  }
  const length = textLength(type);
  if (length !== undefined) return [0, 1, length].map((each) => ({ kind: 'text', length: each }));
  return [{ kind: 'other', type }];
}

function writtenOut({ units, scale }: Decimal): string {
  const digits = String(units < 0n ? -units : units).padStart(scale + 1, '0');
  const whole = digits.slice(0, digits.length - scale);
  const behind = digits.slice(digits.length - scale).replace(/0+$/, '');
  const sign = units < 0n ? '-' : '';
  return behind === '' || scale === 0 ? `${sign}${whole}` : `${sign}${whole}.${behind}`;
}

/** Whether a JavaScript number tells the decimal from all others of that many digits. */
function isExact(value: Decimal): boolean {
  const text = writtenOut(value);
  // Small numbers are written with an exponent, which is the same number.
  const back = Number(text).toFixed(Math.min(value.scale, 100));
  const plain = back.includes('.') ? back.replace(/0+$/, '').replace(/\.$/, '') : back;
  return plain === text || (Number(text) === 0 && value.units === 0n);
}

/** Whether a JavaScript number is less than a half from the decimal, so that its whole part is right. */
function isNear(value: Decimal): boolean {
  const read = Number(writtenOut(value));
  if (Math.abs(read) <= Number.MAX_SAFE_INTEGER) return true;
  const error = BigInt(read) * 10n ** BigInt(value.scale) - value.units;
  return 2n * (error < 0n ? -error : error) < 10n ** BigInt(value.scale);
}

/**
 * A reader of the old type. It takes up to 15 digits as a number, exactly, and with more digits behind
 * the point as a number near to it; more digits before the point it takes as a text.
 */
function isReadable(value: Stored, old: PhysicalType): boolean {
  const decimal = decimalType(old);
  if (decimal !== undefined) {
    if (value.kind !== 'decimal') return false;
    const [precision, scale] = decimal;
    const isWhole = !writtenOut(value.value).includes('.');
    if (scale === 0 && !isWhole) return false;
    if (precision <= 15) return isExact(value.value);
    return precision - scale > 15 || isNear(value.value);
  }
  if (textLength(old) !== undefined) return value.kind === 'text';
  return value.kind === 'other' && value.type === old;
}

/** Whether a column of a type keeps a value as it is. */
function isKept(value: Stored, type: PhysicalType): boolean {
  const decimal = decimalType(type);
  if (decimal !== undefined) {
    if (value.kind !== 'decimal') return false;
    const [precision, scale] = decimal;
    const { units } = value.value;
    const shift = 10n ** BigInt(Math.abs(scale - value.value.scale));
    const isFiner = scale >= value.value.scale;
    const shifted = isFiner ? units * shift : units / shift;
    const isWhole = isFiner || shifted * shift === units;
    return isWhole && shifted < 10n ** BigInt(precision) && -shifted < 10n ** BigInt(precision);
  }
  const length = textLength(type);
  if (length !== undefined) return value.kind === 'text' && value.length <= length;
  return value.kind === 'other' && value.type === type;
}

const numberType = fc
  .tuple(fc.integer({ min: 1, max: 38 }), fc.nat(37))
  .map(([precision, scale]): PhysicalType => `NUMBER(${precision},${Math.min(precision, scale)})`);
/** Around the digits that a JavaScript number holds. */
const nearType = fc
  .tuple(fc.integer({ min: 13, max: 17 }), fc.integer({ min: 0, max: 3 }))
  .map(([precision, scale]): PhysicalType => `NUMBER(${precision},${scale})`);
const textType = fc.oneof(
  fc.constant<PhysicalType>('VARCHAR'),
  fc.integer({ min: 1, max: 300 }).map((length): PhysicalType => `VARCHAR(${length})`),
);
const otherType = fc.constantFrom<PhysicalType>(
  'FLOAT',
  'BOOLEAN',
  'DATE',
  'TIME',
  'TIMESTAMP_NTZ',
  'TIMESTAMP_TZ',
  'VARIANT',
  'ARRAY',
  'OBJECT',
);
const anyType = fc.oneof(numberType, textType, otherType);
const pairs = fc.oneof(
  { weight: 4, arbitrary: fc.tuple(numberType, numberType) },
  { weight: 4, arbitrary: fc.tuple(nearType, nearType) },
  { weight: 2, arbitrary: fc.tuple(textType, textType) },
  { weight: 1, arbitrary: fc.tuple(otherType, otherType) },
  { weight: 1, arbitrary: fc.tuple(anyType, anyType) },
);

type Matrix = (changes: readonly ContractChange[]) => readonly ContractChange[];

interface Tally {
  fineForReaders: number;
  fineForWriters: number;
  brokenForReadersAlone: number;
}

function familyOf(type: PhysicalType): string {
  return type.replace(/\(.*/, '');
}

function property(matrix: Matrix, tally: Tally): fc.IProperty<[[PhysicalType, PhysicalType]]> {
  return fc.property(pairs, ([was, is]) => {
    const typed = (type: PhysicalType, version: string) =>
      contract({ version, columns: [id, column('x', { type })] });
    const changes = matrix(
      compareContracts(typed(was, '1.0.0'), typed(is, '2.0.0'), { at: new Date(0) }).changes,
    );
    const breaks = (side: 'reader' | 'writer') => changes.some((each) => each[side] === 'breaking');
    const unread = edgesOf(is).filter((value) => !isReadable(value, was));
    const unkept = edgesOf(was).filter((value) => !isKept(value, is));
    if (!breaks('reader')) {
      if (was !== is) tally.fineForReaders += 1;
      expect(unread).toEqual([]);
    }
    if (!breaks('writer')) {
      if (was !== is) tally.fineForWriters += 1;
      expect(unkept).toEqual([]);
    }
    // Nothing is refused without a value that shows why.
    if (breaks('writer') && familyOf(was) === familyOf(is)) expect(unkept).not.toEqual([]);
    if (breaks('reader') && !breaks('writer')) {
      tally.brokenForReadersAlone += 1;
      expect(unread).not.toEqual([]);
    }
    if (changes.every(({ reader, writer }) => reader === 'safe' && writer === 'safe')) {
      expect(is).toBe(was);
    }
  });
}

const runs = Number(process.env.DAS_ORACLE_RUNS ?? 2000);

describe('the oracle of physical types', () => {
  test('no change that passes makes a stored value unreadable, or has no room for one, and no other is refused', () => {
    const tally: Tally = { fineForReaders: 0, fineForWriters: 0, brokenForReadersAlone: 0 };
    fc.assert(
      property((changes) => changes, tally),
      { numRuns: runs },
    );
    expect(tally.fineForReaders).toBeGreaterThan(runs * 0.05);
    expect(tally.fineForWriters).toBeGreaterThan(runs * 0.05);
    expect(tally.brokenForReadersAlone).toBeGreaterThan(runs * 0.02);
  }, 60_000);

  test.each([
    ['narrowing', 'type-narrowed'],
    ['another family', 'type-changed'],
    ['another kind of timestamp', 'timezone-changed'],
    ['digits past 15', 'type-widened-past-safe-integer'],
    ['whole numbers that become fractions', 'type-widened'],
  ])(
    'a matrix that forgets %s is caught',
    (_, forgotten) => {
      const wrong: Matrix = (changes) =>
        changes.map((change) =>
          change.rule === forgotten ? { ...change, reader: 'warning', writer: 'safe' } : change,
        );
      const tally: Tally = { fineForReaders: 0, fineForWriters: 0, brokenForReadersAlone: 0 };
      const result = fc.check(property(wrong, tally), { numRuns: 5000, seed: 20_261_123 });
      expect(result.failed).toBe(true);
    },
    60_000,
  );
});
