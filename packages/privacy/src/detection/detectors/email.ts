import { codeAt, isDigit, isLetter } from '../reading/characters.js';
import type { Reading } from '../reading/reading.js';

const hyphen = 0x2d;
const dot = 0x2e;

/** Endings of file names that are no top-level domains, as in `logo@2x.png`. */
const fileEndings: ReadonlySet<string> = new Set([
  'png',
  'jpg',
  'jpeg',
  'gif',
  'svg',
  'webp',
  'js',
]);

/** Letters of any script, but not the punctuation that lies between them in Unicode. */
function isForeignLetter(code: number): boolean {
  if (code < 0xc0 || code === 0xd7 || code === 0xf7) return false;
  const isPunctuation =
    (code >= 0x2000 && code <= 0x2bff) ||
    (code >= 0x3000 && code <= 0x303f) ||
    (code >= 0xff00 && code <= 0xff0f);
  return !isPunctuation;
}

function isAlphanumeric(code: number): boolean {
  return isDigit(code) || isLetter(code) || isForeignLetter(code);
}

function isLocalCharacter(code: number): boolean {
  if (isAlphanumeric(code) || code === dot || code === 0x5f || code === 0x2d) return true;
  // % ' * + ! # $ ~ ^
  return (
    code === 0x25 ||
    code === 0x27 ||
    code === 0x2a ||
    code === 0x2b ||
    (code >= 0x21 && code <= 0x24 && code !== 0x22) ||
    code === 0x7e ||
    code === 0x5e
  );
}

/** Where the local part before the `@` starts, never before `floor`; the index of the `@` if there is none. */
function startOfLocal(text: string, atIndex: number, floor: number): number {
  let start = atIndex;
  while (start > floor && isLocalCharacter(codeAt(text, start - 1))) start -= 1;
  // Quotes and other marks around an address are not a part of it.
  while (start < atIndex && !isAlphanumeric(codeAt(text, start)) && codeAt(text, start) !== 0x5f) {
    start += 1;
  }
  return codeAt(text, atIndex - 1) === dot ? atIndex : start;
}

/** Where a label of the domain ends. */
function endOfLabel(text: string, start: number): number {
  let end = start;
  for (let code = codeAt(text, end); isAlphanumeric(code) || code === hyphen; ) {
    end += 1;
    code = codeAt(text, end);
  }
  return end;
}

/**
 * Where the top-level domain ends that the label starts with, or -1 when it is none: letters only,
 * or an internationalised one (RFC 5890). What follows a hyphen is no longer the address.
 */
function endOfTopLevelDomain(text: string, start: number, end: number): number {
  if (end - start > 63) return -1;
  const label = text.slice(start, end).toLowerCase();
  if (label.startsWith('xn--')) return end;
  let length = 0;
  while (isLetter(codeAt(label, length)) || isForeignLetter(codeAt(label, length))) length += 1;
  const isWhole = length === label.length || codeAt(label, length) === hyphen;
  return isWhole && length >= 2 && !fileEndings.has(label) ? start + length : -1;
}

/** Where the domain after the `@` ends, or -1 when there is none: at its last possible top-level domain. */
function endOfDomain(text: string, start: number): number {
  let domainEnd = -1;
  let labelStart = start;
  for (;;) {
    const end = endOfLabel(text, labelStart);
    if (end === labelStart || codeAt(text, labelStart) === hyphen) return domainEnd;
    if (labelStart > start) {
      const topEnd = endOfTopLevelDomain(text, labelStart, end);
      if (topEnd !== -1) domainEnd = topEnd;
    } else if (
      end - start === 2 &&
      isDigit(codeAt(text, start)) &&
      codeAt(text, end - 1) === 0x78
    ) {
      return -1; // `icon@2x.min.js` is an image or a script for a screen
    }
    if (codeAt(text, end) !== dot) return domainEnd;
    labelStart = end + 1;
  }
}

/** `user:password@host` in a URL and `git@host:path` are not addresses of people. */
function isUserInformation(text: string, start: number, atIndex: number, end: number): boolean {
  const before = text.slice(Math.max(0, start - 64), start);
  if (before.endsWith('://') || (before.endsWith(':') && before.includes('://'))) return true;
  return codeAt(text, end) === 0x3a && text.slice(start, atIndex) === 'git';
}

const shape = ['shape'] as const;

/**
 * Finds email addresses by their shape (the practical part of RFC 5321, with letters of any script
 * as of RFC 6531). Each `@` is looked at once and no character belongs to two of them.
 */
export function findEmails(reading: Reading): void {
  const { text } = reading;
  let floor = 0;
  for (let index = text.indexOf('@'); index !== -1; index = text.indexOf('@', index + 1)) {
    const start = startOfLocal(text, index, floor);
    floor = index + 1;
    if (start === index) continue;
    const end = endOfDomain(text, index + 1);
    if (end === -1 || isUserInformation(text, start, index, end)) continue;
    reading.add('email', start, end, 0.97, shape);
    floor = end;
  }
}
