import { codeAt, isDigit, isLetter } from '../reading/characters.js';
import type { Reading } from '../reading/reading.js';

/** No address that is reported is longer; the rest of it would be found as its own parts at most. */
const longest = 2048;

const schemes: ReadonlySet<string> = new Set(
  'http https ftp ftps sftp ws wss s3 gs hdfs postgres postgresql mysql mongodb redis amqp ldap ssh git rtsp'.split(
    ' ',
  ),
);

const topLevels: ReadonlySet<string> = new Set(
  'com org net edu gov mil io co uk us ca de fr info biz me app dev health care clinic eu au in ai tv nl es it ch jp br se no dk fi pl be at ie nz za mx'.split(
    ' ',
  ),
);

/** Whether it may stand in an address; quotes, brackets and spaces end it. */
function isUrlCharacter(code: number): boolean {
  if (code <= 0x20 || code === 0x7f) return false;
  return !(
    code === 0x22 ||
    code === 0x27 ||
    code === 0x3c ||
    code === 0x3e ||
    code === 0x5c ||
    code === 0x60 ||
    code === 0x7b ||
    code === 0x7c ||
    code === 0x7d
  );
}

function endOfUrl(text: string, start: number): number {
  const limit = Math.min(text.length, start + longest);
  let end = start;
  let open = 0;
  while (end < limit) {
    const code = text.charCodeAt(end);
    if (!isUrlCharacter(code)) break;
    if (code === 0x28 || code === 0x5b) open += 1;
    if (code === 0x29 || code === 0x5d) {
      if (open === 0) break;
      open -= 1;
    }
    end += 1;
  }
  // A sentence goes on or ends after it.
  while (end > start && '.,;:!?*_'.includes(text.charAt(end - 1))) end -= 1;
  return end;
}

const shape = ['shape'] as const;

function findSchemes(reading: Reading): void {
  const { text } = reading;
  let floor = 0;
  for (let index = text.indexOf('://'); index !== -1; index = text.indexOf('://', index + 3)) {
    if (index < floor) continue;
    let start = index;
    while (start > floor && index - start < 12 && isSchemeCharacter(codeAt(text, start - 1)))
      start -= 1;
    if (!schemes.has(text.slice(start, index).toLowerCase())) continue;
    const end = endOfUrl(text, index + 3);
    if (end - index < 5) continue;
    reading.add('url', start, end, 0.95, shape);
    floor = end;
  }
}

function isSchemeCharacter(code: number): boolean {
  return isLetter(code) || isDigit(code);
}

/** `www.example.org` and `example.org/path`, without a scheme. */
function findBareHosts(reading: Reading): void {
  const { text } = reading;
  let floor = 0;
  for (let index = text.indexOf('.'); index !== -1; index = text.indexOf('.', index + 1)) {
    if (index < floor) continue;
    let start = index;
    while (start > floor && index - start < 64 && isHostCharacter(codeAt(text, start - 1)))
      start -= 1;
    floor = index + 1;
    const before = codeAt(text, start - 1);
    if (start === index || before === 0x40 || before === 0x2f || before === 0x2e || before === 0x5f)
      continue;
    const host = hostAt(text, start);
    if (host === undefined || codeAt(text, host.end) === 0x40) continue;
    floor = Math.max(floor, host.end);
    const isWorldWide = /^www[0-9]?\./i.test(text.slice(start, start + 5));
    const hasPath = codeAt(text, host.end) === 0x2f && host.isKnown;
    if (!isWorldWide && !host.isKnown) continue;
    const end = hasPath || isWorldWide ? endOfUrl(text, start) : host.end;
    floor = Math.max(floor, end);
    const isNamed = reading.claimAt(start, end).concept === 'url';
    const sure = isWorldWide ? 0.92 : hasPath ? 0.75 : 0.45;
    reading.add('url', start, end, isNamed ? 0.95 : sure, shape);
  }
}

function isHostCharacter(code: number): boolean {
  return isSchemeCharacter(code) || code === 0x2d;
}

/** The labels with dots between that start here, and whether the last is a usual top-level domain. */
function hostAt(text: string, start: number): { end: number; isKnown: boolean } | undefined {
  let end = start;
  let labelStart = start;
  let labels = 0;
  let hasLetter = false;
  for (;;) {
    while (end - labelStart < 64 && isHostCharacter(codeAt(text, end))) {
      if (labels === 0 && isLetter(codeAt(text, end))) hasLetter = true;
      end += 1;
    }
    labels += 1;
    if (codeAt(text, end) !== 0x2e || !isHostCharacter(codeAt(text, end + 1)) || labels > 8) break;
    end += 1;
    labelStart = end;
  }
  const last = text.slice(labelStart, end).toLowerCase();
  const isUpper = /^[A-Z]/.test(text.charAt(labelStart)) && /^[a-z]/.test(text.charAt(start));
  return labels > 1 && hasLetter ? { end, isKnown: topLevels.has(last) && !isUpper } : undefined;
}

/** Finds web addresses. */
export function findUrls(reading: Reading): void {
  if (reading.text.includes('://')) findSchemes(reading);
  findBareHosts(reading);
}
