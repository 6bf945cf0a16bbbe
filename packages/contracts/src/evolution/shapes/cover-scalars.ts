import type {
  BigintShape,
  DateShape,
  EnumValue,
  NumberShape,
  StringShape,
  ValueShape,
} from '../../model/value-shape.js';
import { describeLength, describePattern, describeRange } from './describe-shape.js';
import { type Gap, possibleGap, provenGap } from './gap.js';

type Path = readonly string[];

/** Formats under which the empty text is possible; every other one has at least one character. */
const formatsOfEmptyText: ReadonlySet<string> = new Set(['base64', 'base64url']);

interface Interval<Value> {
  readonly minimum: Value | undefined;
  readonly isMinimumExclusive: boolean;
  readonly maximum: Value | undefined;
  readonly isMaximumExclusive: boolean;
}

function isWithin<Value extends number | bigint>(
  wide: Interval<Value>,
  narrow: Interval<Value>,
): boolean {
  const { minimum, maximum } = wide;
  const isLowFine =
    minimum === undefined ||
    (narrow.minimum !== undefined &&
      (narrow.minimum > minimum ||
        (narrow.minimum === minimum && (!wide.isMinimumExclusive || narrow.isMinimumExclusive))));
  const isHighFine =
    maximum === undefined ||
    (narrow.maximum !== undefined &&
      (narrow.maximum < maximum ||
        (narrow.maximum === maximum && (!wide.isMaximumExclusive || narrow.isMaximumExclusive))));
  return isLowFine && isHighFine;
}

function intervalOf<Raw, Value>(
  shape: {
    readonly minimum?: Raw;
    readonly isMinimumExclusive?: true;
    readonly maximum?: Raw;
    readonly isMaximumExclusive?: true;
  },
  read: (value: Raw) => Value,
): Interval<Value> {
  return {
    minimum: shape.minimum === undefined ? undefined : read(shape.minimum),
    isMinimumExclusive: shape.isMinimumExclusive === true,
    maximum: shape.maximum === undefined ? undefined : read(shape.maximum),
    isMaximumExclusive: shape.isMaximumExclusive === true,
  };
}

/** Of whole numbers, "above 0" is "from 1". Beyond the safe integers there is no next one to name. */
function wholeInterval(interval: Interval<number>): Interval<number> {
  const { minimum, isMinimumExclusive, maximum, isMaximumExclusive } = interval;
  const low =
    minimum === undefined
      ? undefined
      : isMinimumExclusive
        ? Math.floor(minimum) + 1
        : Math.ceil(minimum);
  const high =
    maximum === undefined
      ? undefined
      : isMaximumExclusive
        ? Math.ceil(maximum) - 1
        : Math.floor(maximum);
  const isSafe = [low, high].every((bound) => bound === undefined || Number.isSafeInteger(bound));
  if (!isSafe) return interval;
  return { minimum: low, isMinimumExclusive: false, maximum: high, isMaximumExclusive: false };
}

function holdsMultiples(wide: NumberShape, narrow: NumberShape): boolean {
  return (wide.multiplesOf ?? []).every(
    (step) =>
      (step === 1 && narrow.isInteger) ||
      (narrow.multiplesOf ?? []).some(
        (other) =>
          other === step ||
          (step !== 0 &&
            Number.isSafeInteger(step) &&
            Number.isSafeInteger(other) &&
            other % step === 0),
      ),
  );
}

/** Why numbers of one shape may not be numbers of another. */
export function coverNumber(wide: NumberShape, narrow: NumberShape, path: Path): readonly Gap[] {
  const plain = intervalOf(narrow, (value) => value);
  const isHeld =
    (!wide.isInteger || narrow.isInteger) &&
    isWithin(
      intervalOf(wide, (value) => value),
      narrow.isInteger ? wholeInterval(plain) : plain,
    ) &&
    holdsMultiples(wide, narrow);
  return isHeld ? [] : [provenGap(path, 'range', describeRange(wide), describeRange(narrow))];
}

/** Why bigints of one shape may not be bigints of another. */
export function coverBigint(wide: BigintShape, narrow: BigintShape, path: Path): readonly Gap[] {
  const holdsSteps = (wide.multiplesOf ?? []).every((step) =>
    (narrow.multiplesOf ?? []).some(
      (other) => other === step || (BigInt(step) !== 0n && BigInt(other) % BigInt(step) === 0n),
    ),
  );
  const isHeld = holdsSteps && isWithin(intervalOf(wide, BigInt), intervalOf(narrow, BigInt));
  return isHeld ? [] : [provenGap(path, 'range', describeRange(wide), describeRange(narrow))];
}

/** Why instants of one shape may not be instants of another. */
export function coverDate(wide: DateShape, narrow: DateShape, path: Path): readonly Gap[] {
  const isHeld = isWithin(intervalOf(wide, Date.parse), intervalOf(narrow, Date.parse));
  return isHeld ? [] : [provenGap(path, 'range', describeRange(wide), describeRange(narrow))];
}

/** Why texts of one shape may not be texts of another. */
export function coverString(wide: StringShape, narrow: StringShape, path: Path): readonly Gap[] {
  const gaps: Gap[] = [];
  const isNeverEmpty = narrow.format !== undefined && !formatsOfEmptyText.has(narrow.format);
  const least = Math.max(narrow.minLength ?? 0, isNeverEmpty ? 1 : 0);
  const most = narrow.maxLength ?? Number.POSITIVE_INFINITY;
  if (least < (wide.minLength ?? 0) || most > (wide.maxLength ?? Number.POSITIVE_INFINITY)) {
    const wanted = describeLength(wide.minLength, wide.maxLength);
    const given = describeLength(narrow.minLength, narrow.maxLength);
    gaps.push(provenGap(path, 'length', wanted, given));
  }
  const isFormatHeld = wide.format === undefined || wide.format === narrow.format;
  const patterns = narrow.patterns ?? [];
  if (!isFormatHeld || !(wide.patterns ?? []).every((pattern) => patterns.includes(pattern))) {
    gaps.push(possibleGap(path, 'pattern', describePattern(wide), describePattern(narrow)));
  }
  return gaps;
}

/** Why values of a closed set may not fit a shape that is none. */
export function isValueHeld(wide: ValueShape, value: EnumValue): boolean {
  if (wide.refinements !== undefined) return false;
  switch (wide.kind) {
    case 'enum':
      return wide.values.includes(value);
    case 'boolean':
      return typeof value === 'boolean';
    case 'unknown':
      return true;
    case 'string': {
      if (typeof value !== 'string') return false;
      // zod counts characters, not units of UTF-16.
      const { length } = [...value];
      const literal: StringShape = { kind: 'string', minLength: length, maxLength: length };
      return coverString(wide, literal, []).length === 0;
    }
    case 'number': {
      if (typeof value !== 'number') return false;
      const literal: NumberShape = {
        kind: 'number',
        isInteger: Number.isSafeInteger(value),
        minimum: value,
        maximum: value,
        multiplesOf: [value],
      };
      return coverNumber(wide, literal, []).length === 0;
    }
    default:
      return false;
  }
}
