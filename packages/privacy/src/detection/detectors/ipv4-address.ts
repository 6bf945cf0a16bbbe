import { codeAt, endsToken, isDash, isDigit } from '../characters.js';
import { isLabelled } from '../context.js';
import { type DigitGroups, groupLength } from '../digit-groups.js';
import { type Finding, finding } from '../finding.js';

/** Words after which four numbers with dots are a version or a place in a book. */
const otherLabels: ReadonlySet<string> = new Set(
  'version versions ver v release build firmware driver section chapter clause paragraph'.split(
    ' ',
  ),
);

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
  return isDash(codeAt(text, end)) && isDigit(codeAt(text, end + 1));
}

/** Sees an IPv4 address in dotted form. */
export function matchIpv4Address(text: string, groups: DigitGroups): Finding | undefined {
  const octets: number[] = [];
  for (let index = 0; index < 4; index += 1) {
    if (index > 0 && groups.gaps[index - 1] !== 'dot') return undefined;
    const value = octet(text, groups.starts[index] ?? 0, groupLength(groups, index));
    if (value === -1) return undefined;
    octets.push(value);
  }
  const start = groups.starts[0] ?? 0;
  const end = groups.ends[3] ?? start;
  if (!endsAddress(text, end) || isLabelled(text, start, otherLabels)) return undefined;
  // Four small numbers are as often a version; loopback and the ends of the range are nobody's.
  const isWeak = octets.every((value) => value < 10) || octets[0] === 127 || octets[0] === 0;
  return finding('ip_address', start, end, isWeak ? 0.4 : 0.9, ['shape', 'range']);
}
