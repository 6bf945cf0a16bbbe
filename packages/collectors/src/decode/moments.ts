const units = { 3: 1_000n, 6: 1_000_000n, 9: 1_000_000_000n } as const;

/** How many digits a second has after the point. */
export type SecondDigits = keyof typeof units;

/** A moment in ISO 8601 without a zone, out of a count since 1970. @throws RangeError beyond JavaScript's dates */
export function momentText(count: bigint, digits: SecondDigits): string {
  const perSecond = units[digits];
  // Division rounds towards zero, which is the wrong way before 1970.
  const fraction = ((count % perSecond) + perSecond) % perSecond;
  const seconds = (count - fraction) / perSecond;
  const text = new Date(Number(seconds) * 1000).toISOString().slice(0, -5);
  return `${text}.${fraction.toString().padStart(digits, '0')}`;
}

/** A time of day in ISO 8601, out of a count since midnight. */
export function timeText(count: bigint, digits: SecondDigits): string {
  if (count < 0n || count >= 86_400n * units[digits]) throw new RangeError('no time of a day');
  return momentText(count, digits).slice(11);
}

/** A day in ISO 8601, out of a count since 1970. */
export function dayText(days: number): string {
  return new Date(days * 86_400_000).toISOString().slice(0, -14);
}

/** A decimal number as text, with all the digits of its scale. */
export function decimalText(unscaled: bigint, scale: number): string {
  const digits = (unscaled < 0n ? -unscaled : unscaled).toString().padStart(scale + 1, '0');
  const sign = unscaled < 0n ? '-' : '';
  if (scale === 0) return `${sign}${digits}`;
  return `${sign}${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
}

/** A signed integer of any length, its highest byte first. */
export function bigEndian(bytes: Uint8Array): bigint {
  if (bytes.length === 0) return 0n;
  return BigInt.asIntN(8 * bytes.length, BigInt(`0x${Buffer.from(bytes).toString('hex')}`));
}

/** An integer as a number where a double holds it, else as a bigint. */
export function exactInteger(value: bigint): number | bigint {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
}
