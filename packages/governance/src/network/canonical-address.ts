import { BlockList, isIP } from 'node:net';
import { addressBits } from '@das/core';
import type { Refuse } from '../declaring/refuse.js';

/** An address or a block of addresses, as a rule names it. */
export interface NetworkBlock {
  /** The first address of the block, in canonical form. */
  readonly address: string;
  readonly prefix: number;
  readonly family: 'ipv4' | 'ipv6';
}

const widthOf = { ipv4: 32, ipv6: 128 } as const;

/**
 * Reads an address or a CIDR block. The address of a block has to be its first one: with another one
 * the writer meant another block, or one address.
 */
export function readBlock(text: unknown, family: 'ipv4' | 'ipv6', refuse: Refuse): NetworkBlock {
  const width = widthOf[family];
  const [, address = '', digits] = /^([0-9a-f.:]+)(?:\/([0-9]{1,3}))?$/i.exec(String(text)) ?? [];
  const prefix = digits === undefined ? width : Number(digits);
  const isWritten = digits === undefined || String(prefix) === digits;
  const read = addressBits(address);
  if (read?.width !== width || prefix > width || !isWritten) {
    throw refuse(
      `a value is no ${family === 'ipv4' ? 'IPv4' : 'IPv6'} address or CIDR block`,
      family === 'ipv4' ? 'write 203.0.113.0/24 or 203.0.113.7' : 'write 2001:db8::/32',
    );
  }
  const { bits } = read;
  const host = BigInt(width - prefix);
  const first = (bits >> host) << host;
  const canonical = textOf(first, family);
  if (first !== bits) {
    throw refuse(
      'a CIDR block does not begin with its first address',
      `write ${canonical}/${prefix}`,
    );
  }
  return { address: canonical, prefix, family };
}

/** A block as Snowflake takes it: an address alone when it is one. */
export function blockText({ address, prefix, family }: NetworkBlock): string {
  return prefix === widthOf[family] ? address : `${address}/${prefix}`;
}

/** All addresses of some blocks, for asking whether one is among them. */
export function blockList(blocks: readonly NetworkBlock[]): BlockList {
  const list = new BlockList();
  for (const { address, prefix, family } of blocks) list.addSubnet(address, prefix, family);
  return list;
}

/** The family of an address, refusing what is none. */
export function familyOf(address: unknown, refuse: Refuse): 'ipv4' | 'ipv6' {
  const version = typeof address === 'string' ? isIP(address) : 0;
  if (version === 4) return 'ipv4';
  if (version === 6 && !String(address).includes('%')) return 'ipv6';
  throw refuse('an address is no IP address', 'write 203.0.113.7 or 2001:db8::7');
}

function textOf(bits: bigint, family: 'ipv4' | 'ipv6'): string {
  if (family === 'ipv4') {
    return [24n, 16n, 8n, 0n].map((shift) => (bits >> shift) & 0xffn).join('.');
  }
  const groups = Array.from({ length: 8 }, (_, at) =>
    ((bits >> BigInt((7 - at) * 16)) & 0xffffn).toString(16),
  );
  // The longest run of zeros, from two on, becomes `::` (RFC 5952).
  const runs = [...`:${groups.join(':')}:`.matchAll(/(?<=:)(?:0:){2,}/g)];
  const longest = runs.sort((a, b) => b[0].length - a[0].length || a.index - b.index)[0];
  if (longest === undefined) return groups.join(':');
  const start = `:${groups.join(':')}:`.slice(1, longest.index).replace(/:$/, '');
  const end = `:${groups.join(':')}:`.slice(longest.index + longest[0].length).replace(/:$/, '');
  return `${start}::${end}`;
}
