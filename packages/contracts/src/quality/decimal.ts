/** A number exactly as it is written: `digits` divided by ten to the power of `scale`. */
export interface Decimal {
  readonly digits: bigint;
  readonly scale: number;
}

const numberPattern = /^([+-]?)(\d+)(?:\.(\d+))?(?:e([+-]?\d+))?$/i;

/** Further than any double reaches; a longer exponent would only cost time. */
const farthestExponent = 400;

/** The number that a value is or that a text writes; `undefined` for anything else. */
export function decimalOf(value: unknown): Decimal | undefined {
  if (typeof value === 'bigint') return { digits: value, scale: 0 };
  if (typeof value !== 'string' && typeof value !== 'number') return undefined;
  const match = numberPattern.exec(String(value));
  if (match === null) return undefined;
  const [, sign, whole = '', fraction = '', exponent = '0'] = match;
  if (Math.abs(Number(exponent)) > farthestExponent) return undefined;
  const digits = BigInt(whole + fraction) * (sign === '-' ? -1n : 1n);
  const scale = fraction.length - Number(exponent);
  return scale < 0 ? { digits: digits * 10n ** BigInt(-scale), scale: 0 } : { digits, scale };
}

/** What becomes of digits beyond the scale; `nearest` takes a half away from zero, as Snowflake stores it. */
export type Rounding = 'down' | 'up' | 'nearest';

/** The digits of a number at another scale: 1.25 at scale 1 is 12 or 13. */
export function digitsAt({ digits, scale }: Decimal, target: number, rounding: Rounding): bigint {
  if (scale <= target) return digits * 10n ** BigInt(target - scale);
  const unit = 10n ** BigInt(scale - target);
  const [quotient, rest] = [digits / unit, digits % unit];
  if (rest === 0n) return quotient;
  switch (rounding) {
    case 'down':
      return rest < 0n ? quotient - 1n : quotient;
    case 'up':
      return rest > 0n ? quotient + 1n : quotient;
    case 'nearest': {
      const isHalf = 2n * (rest < 0n ? -rest : rest) >= unit;
      return isHalf ? quotient + (digits < 0n ? -1n : 1n) : quotient;
    }
  }
}

/** Writes digits of a scale as SQL reads them: `-0.05`. */
export function decimalText(digits: bigint, scale: number): string {
  const text = String(digits < 0n ? -digits : digits).padStart(scale + 1, '0');
  const whole = text.slice(0, text.length - scale);
  const fraction = text.slice(text.length - scale).replace(/0+$/, '');
  return `${digits < 0n ? '-' : ''}${whole}${fraction === '' ? '' : `.${fraction}`}`;
}
