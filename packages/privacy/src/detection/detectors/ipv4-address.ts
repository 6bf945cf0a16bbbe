import { codeAt, endsToken, isDigit } from '../reading/characters.js';
import { type DigitGroups, groupLength } from '../reading/digit-groups.js';
import { isClaimed, isDenied, type Reading } from '../reading/reading.js';

/** An octet of an address, or -1: 0 to 255, without leading zeros. */
function octet(text: string, start: number, length: number): number {
  if (length < 1 || length > 3) return -1;
  const value = Number(text.slice(start, start + length));
  const hasLeadingZero = length > 1 && codeAt(text, start) === 0x30;
  return hasLeadingZero || value > 255 ? -1 : value;
}

/** An address may be followed by a port, a prefix length, or a dash and another address. */
function endsAddress(text: string, end: number): boolean {
  if (endsToken(text, end)) return true;
  return codeAt(text, end) === 0x2d && isDigit(codeAt(text, end + 1));
}

/** `::ffff:192.0.2.1`: the end of an address of version 6, which is found as a whole. */
function isInIpv6(text: string, start: number): boolean {
  if (codeAt(text, start - 1) !== 0x3a) return false;
  const before = /[0-9a-fA-F:]{2,32}$/.exec(text.slice(Math.max(0, start - 32), start))?.[0] ?? '';
  return before.includes('::') || before.split(':').length > 6;
}

/** Finds an IPv4 address in dotted form. */
export function findIpv4Address(reading: Reading, groups: DigitGroups): void {
  const { text } = reading;
  const octets: number[] = [];
  for (let index = 0; index < 4; index += 1) {
    if (index > 0 && groups.gaps[index - 1] !== '.') return;
    const value = octet(text, groups.starts[index] ?? 0, groupLength(groups, index));
    if (value === -1) return;
    octets.push(value);
  }
  if (groups.gaps[3] === '.') return;
  const start = groups.starts[0] ?? 0;
  const end = groups.ends[3] ?? start;
  if (!endsAddress(text, end) || isInIpv6(text, start)) return;
  const claim = reading.claimAt(start, end);
  if (isClaimed(claim, 'ip_address')) {
    reading.add('ip_address', start, end, 0.97, ['shape', 'range', claim.by]);
    return;
  }
  if (isDenied(claim)) return;
  // Four small numbers are as often a version; loopback and the ends of the range are nobody's.
  const isWeak = octets.every((value) => value < 10) || octets[0] === 127 || octets[0] === 0;
  reading.add('ip_address', start, end, isWeak ? 0.4 : 0.85, ['shape', 'range']);
}
