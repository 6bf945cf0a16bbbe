import { BlockList, isIP } from 'node:net';

/** An address, or a range in CIDR notation: `192.168.1.0/24`, `2001:db8::/32`. */
const range = /^([0-9a-f.:]+)(?:\/(\d{1,3}))?$/i;

/** Whether a text is an address of a family, or a range of them. */
export function isAddressRange(text: string, family: 4 | 6): boolean {
  const [, address = '', prefix] = range.exec(text) ?? [];
  if (isIP(address) !== family) return false;
  return prefix === undefined || Number(prefix) <= (family === 4 ? 32 : 128);
}

/** Whether an address lies in one of some ranges; what is no address lies in none. */
export function holdsAddress(ranges: readonly string[], address: string): boolean {
  const family = isIP(address);
  if (family === 0) return false;
  const list = new BlockList();
  for (const text of ranges) {
    const [, start = '', prefix] = range.exec(text) ?? [];
    const kind = isIP(start);
    if (kind !== family) continue;
    list.addSubnet(start, Number(prefix ?? (kind === 4 ? 32 : 128)), kind === 4 ? 'ipv4' : 'ipv6');
  }
  return list.check(address, family === 4 ? 'ipv4' : 'ipv6');
}
