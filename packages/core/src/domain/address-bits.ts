import { isIP } from 'node:net';

/** The width of an address, by the number of its version. */
const widths: Readonly<Record<number, number>> = { 4: 32, 6: 128 };

/** An IP address as a number. */
export interface AddressBits {
  readonly bits: bigint;
  /** How many bits an address of its family has. */
  readonly width: number;
}

/**
 * Reads an IPv4 or IPv6 address; `undefined` for what is none, or is one of a zone.
 *
 * @example
 * ```ts
 * import { addressBits } from '@das/core';
 *
 * console.log(addressBits('::ffff')?.bits, addressBits('10.0.0.300'));
 * // => 65535n undefined
 * ```
 */
export function addressBits(address: string): AddressBits | undefined {
  const width = address.includes('%') ? undefined : widths[isIP(address)];
  if (width === undefined) return undefined;
  return { bits: width === 32 ? bitsOfV4(address) : bitsOfV6(address), width };
}

function bitsOfV4(address: string): bigint {
  return address.split('.').reduce((bits, part) => (bits << 8n) | BigInt(part), 0n);
}

function bitsOfV6(address: string): bigint {
  const groups = address.replace(/(?:[0-9]+\.){3}[0-9]+$/, (v4) => {
    const bits = bitsOfV4(v4);
    return `${(bits >> 16n).toString(16)}:${(bits & 0xffffn).toString(16)}`;
  });
  const [head = '', tail] = groups.split('::');
  const before = head === '' ? [] : head.split(':');
  const after = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros = Array.from({ length: 8 - before.length - after.length }, () => '0');
  return [...before, ...zeros, ...after].reduce(
    (bits, group) => (bits << 16n) | BigInt(`0x${group}`),
    0n,
  );
}
