import { CoreError } from '../errors/core-error.js';

/** A number of bytes: a positive number and a unit, decimal as disks and networks count, such as `16 MB`. */
export type ByteSize = `${number} ${'B' | 'kB' | 'MB' | 'GB'}`;

const sizePattern = /^([0-9]{1,9}(?:\.[0-9]{1,3})?) (B|kB|MB|GB)$/;

const bytesPerUnit = { B: 1, kB: 1e3, MB: 1e6, GB: 1e9 } as const;

/**
 * The number of bytes of a size.
 *
 * @param place - what an error names as its place, such as `collector orders, rate`
 * @throws {@link CoreError} `DAS_COLLECT_INVALID_OPTION` for anything but a positive number, a space and a unit
 */
export function bytesIn(size: ByteSize, place: string): number {
  // Callers without types may pass anything.
  const match = typeof size === 'string' ? sizePattern.exec(size) : null;
  const bytes =
    match === null ? 0 : Number(match[1]) * bytesPerUnit[match[2] as keyof typeof bytesPerUnit];
  if (bytes >= 1) return Math.floor(bytes);
  throw new CoreError('DAS_COLLECT_INVALID_OPTION', 'this is not a size', {
    place,
    next: "write a positive number, a space and one of B, kB, MB, GB, such as '10 MB'",
  });
}
