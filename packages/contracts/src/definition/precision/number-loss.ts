import type { NumberShape, ValueShape } from '../../model/value-shape.js';
import type { PrecisionLoss } from './precision-loss.js';

/** A NUMBER of Snowflake: so many digits, so many of them behind the point. */
interface Digits {
  readonly precision: number;
  readonly scale: number;
}

/** Any decimal number of so many digits survives the way through a JavaScript number and back. */
const exactDigits = 15;

/** Bounds that a format of zod brings along, which nobody wrote to say how large a value may be. */
const boundsOfFormats: ReadonlySet<number> = new Set([
  Number.MIN_SAFE_INTEGER,
  Number.MAX_SAFE_INTEGER,
  -3.4028234663852886e38,
  3.4028234663852886e38,
]);

function digitsOf(type: string): Digits | undefined {
  const match = /^NUMBER\((\d+),(\d+)\)$/.exec(type);
  return match === null ? undefined : { precision: Number(match[1]), scale: Number(match[2]) };
}

/** The digits behind the point of a number in decimals. */
function scaleOf(value: number): number {
  const [mantissa = '', exponent = '0'] = String(value).split('e');
  return Math.max(0, (mantissa.split('.')[1] ?? '').length - Number(exponent));
}

/** A closed set of numbers, as the number that it bounds. */
function numberOf(shape: ValueShape): NumberShape | undefined {
  if (shape.kind === 'number') return shape;
  if (shape.kind !== 'enum') return undefined;
  const values = shape.values.filter((value) => typeof value === 'number');
  if (values.length === 0) return undefined;
  return {
    kind: 'number',
    isInteger: values.every(Number.isInteger),
    minimum: Math.min(...values),
    maximum: Math.max(...values),
    multiplesOf: [10 ** -Math.max(...values.map(scaleOf))],
  };
}

function tooWide(bound: string, type: string): PrecisionLoss {
  return {
    message: `the schema lets ${bound} through, which has more digits before the point than ${type} holds`,
    next: 'narrow the bounds of the schema, or declare a NUMBER of more digits',
  };
}

/** A bound within the digits that is rounded out of them: 999.999 of two digits behind the point. */
function roundedUp(shape: NumberShape, { precision, scale }: Digits): number | undefined {
  const limit = 10 ** (precision - scale);
  return [shape.minimum, shape.maximum].find((bound) => {
    const size = Math.abs(bound ?? 0);
    return size < limit && scaleOf(size) > scale && Number(size.toFixed(scale)) >= limit;
  });
}

function fractionsDropped(type: string): PrecisionLoss {
  return {
    message: `the schema lets fractions through, which ${type} rounds to whole numbers`,
    next: 'use z.int(), or declare a NUMBER with digits behind the point',
  };
}

function numberLoss(shape: NumberShape, type: string, digits: Digits): PrecisionLoss | undefined {
  const limit = 10 ** (digits.precision - digits.scale);
  const bounds = [
    [shape.minimum, shape.isMinimumExclusive],
    [shape.maximum, shape.isMaximumExclusive],
  ] as const;
  for (const [bound, isExclusive] of bounds) {
    if (bound === undefined || boundsOfFormats.has(bound)) continue;
    const size = Math.abs(bound);
    if (size > limit || (size === limit && isExclusive !== true))
      return tooWide(String(bound), type);
  }
  const steps = shape.multiplesOf ?? [];
  const isWhole = shape.isInteger || steps.some(Number.isInteger);
  const rounded = steps.length > 0 || isWhole ? undefined : roundedUp(shape, digits);
  if (rounded !== undefined) return tooWide(`${rounded}, which is rounded,`, type);
  if (steps.length > 0 && steps.every((step) => scaleOf(step) > digits.scale)) {
    return {
      message: `the schema lets more digits behind the point through than ${type} keeps`,
      next: 'declare a NUMBER of a larger scale, or coarsen multipleOf in the schema',
    };
  }
  if (digits.precision <= exactDigits) {
    return digits.scale > 0 || isWhole ? undefined : fractionsDropped(type);
  }
  const largest = Math.max(
    Math.abs(shape.minimum ?? Number.NEGATIVE_INFINITY),
    Math.abs(shape.maximum ?? Number.POSITIVE_INFINITY),
  );
  if (largest * (isWhole ? 1 : 10 ** digits.scale) <= Number.MAX_SAFE_INTEGER) {
    return digits.scale > 0 || isWhole ? undefined : fractionsDropped(type);
  }
  return {
    message: `${type} holds more digits than a JavaScript number, which is exact up to 2^53`,
    next: `use z.bigint() for whole numbers, bound the schema on both sides, or declare a NUMBER of at most ${exactDigits} digits`,
  };
}

/** What a numeric column loses of a number or a bigint. */
export function lossOfNumber(shape: ValueShape, type: string): PrecisionLoss | undefined {
  const digits = digitsOf(type);
  if (shape.kind === 'bigint') {
    const bounds = [shape.minimum, shape.maximum].map((bound) =>
      bound === undefined ? undefined : BigInt(bound),
    );
    if (type === 'FLOAT') {
      const largest = BigInt(Number.MAX_SAFE_INTEGER);
      const isSafe = bounds.every(
        (bound) => bound !== undefined && bound <= largest && bound >= -largest,
      );
      if (isSafe) return undefined;
      return {
        message: 'a bigint has more digits than FLOAT keeps',
        next: 'declare NUMBER(38,0), or bound the schema within 2^53 on both sides',
      };
    }
    if (digits === undefined) return undefined;
    const limit = 10n ** BigInt(digits.precision - digits.scale);
    const wide = bounds.find((bound) => bound !== undefined && (bound >= limit || bound <= -limit));
    return wide === undefined ? undefined : tooWide(String(wide), type);
  }
  const number = numberOf(shape);
  if (number === undefined) return undefined;
  if (digits !== undefined) return numberLoss(number, type, digits);
  const values = shape.kind === 'enum' ? [number.minimum, number.maximum] : [];
  const isUnsafe = values.some((value) => Math.abs(value ?? 0) > Number.MAX_SAFE_INTEGER);
  if (!number.isInteger || !isUnsafe) return undefined;
  return {
    message:
      'the schema names whole numbers past 2^53, which a JavaScript number cannot tell apart',
    next: 'write them as bigints, with an n behind',
  };
}
