import { codeAt, isDigit, isLetter } from '../reading/characters.js';
import type { Reading } from '../reading/reading.js';

const colon = 0x3a;
const dot = 0x2e;

/** `ffff:ffff:ffff:ffff:ffff:ffff:255.255.255.255` */
const longestAddress = 45;

function isTokenCharacter(code: number): boolean {
  return isDigit(code) || isLetter(code) || code === colon || code === dot || code === 0x5f;
}

function isDottedQuad(text: string): boolean {
  const octets = text.split('.');
  return (
    octets.length === 4 &&
    octets.every((each) => /^(0|[1-9][0-9]{0,2})$/.test(each) && Number(each) < 256)
  );
}

/** How many 16-bit groups the colon-separated text has, or -1 when one of them is none. */
function groupCount(text: string, mayEndInQuad: boolean): number {
  if (text === '') return 0;
  const parts = text.split(':');
  let count = 0;
  for (const [index, part] of parts.entries()) {
    if (/^[0-9a-fA-F]{1,4}$/.test(part)) count += 1;
    else if (mayEndInQuad && index === parts.length - 1 && isDottedQuad(part)) count += 2;
    else return -1;
  }
  return count;
}

/** Whether the token is an IPv6 address in a form of RFC 4291 section 2.2 that is not more likely something else. */
function isAddress(token: string): boolean {
  const compression = token.indexOf('::');
  if (compression === -1) {
    // Eight groups of two digits each are an EUI-64 or a key, not an address.
    return groupCount(token, true) === 8 && !/^[^:]{2}(:[^:]{2}){7}$/.test(token);
  }
  const left = groupCount(token.slice(0, compression), false);
  const right = groupCount(token.slice(compression + 2), true);
  if (left === -1 || right === -1 || left + right > 7) return false;
  // `a::b` is also how programs write a name in a namespace, and `12::30` is nothing.
  return /[0-9]/.test(token) && (left + right >= 4 || /[0-9a-fA-F]{3}/.test(token));
}

/** How much of the token is a label in front, such as `ip:`: words up to a colon that are no hexadecimal group. */
function lengthOfLabel(text: string, start: number, end: number): number {
  const head = text.slice(start, Math.min(end, start + longestAddress));
  const length = head.indexOf(':');
  return length > 0 && !/^[0-9a-fA-F]{1,4}$/.test(head.slice(0, length)) ? length + 1 : 0;
}

/** Finds IPv6 addresses. Every token with a colon is read once. */
export function findIpv6Addresses(reading: Reading): void {
  const { text } = reading;
  let from = 0;
  for (let index = text.indexOf(':'); index !== -1; index = text.indexOf(':', from)) {
    let start = index;
    while (start > from && isTokenCharacter(codeAt(text, start - 1))) start -= 1;
    let end = index;
    let colons = 0;
    let isCompressed = false;
    for (let code = codeAt(text, end); isTokenCharacter(code); code = codeAt(text, end)) {
      if (code === colon) {
        colons += 1;
        if (codeAt(text, end + 1) === colon) isCompressed = true;
      }
      end += 1;
    }
    from = end;
    // A time of day has two colons; an address has two in a row, or six and more.
    if (!isCompressed && colons < 6) continue;
    // A sentence or a label may end in the dot or colon that follows the address.
    while (
      codeAt(text, end - 1) === dot ||
      (codeAt(text, end - 1) === colon && codeAt(text, end - 2) !== colon)
    ) {
      end -= 1;
    }
    start += lengthOfLabel(text, start, end);
    if (end - start > longestAddress || !isAddress(text.slice(start, end))) continue;
    reading.add('ip_address', start, end, 0.9, ['shape', 'range']);
  }
}
