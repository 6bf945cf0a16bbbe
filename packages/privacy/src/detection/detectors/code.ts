import { isIban } from '../../identifiers/iban.js';
import type { DetectorId } from '../detector-id.js';
import { codeAt, isDigit, isLetter, isWordCharacter } from '../reading/characters.js';
import { type Claim, isClaimed, isDenied, type Reading } from '../reading/reading.js';
import {
  type CodeChunk,
  chunkBetween,
  endOfChunk,
  isAlphanumeric,
  isPlainlyElse,
} from './code-chunk.js';
import { verdictOf } from './code-rules.js';
import { fitsLabel, isLabelledKind, type LabelledKind } from './labelled-rules.js';

/** Kinds whose numbers people write in groups with spaces. */
const spaced: ReadonlySet<DetectorId> = new Set<DetectorId>([
  'mrn',
  'health_plan_id',
  'bank_account',
  'us_driver_license',
  'license_plate',
  'passport',
]);

/** Letters right before the digits of a code that are its label, as in `MRN0012345`. */
const prefixes: ReadonlyMap<string, DetectorId> = new Map<string, DetectorId>([
  ['MRN', 'mrn'],
  ['PAT', 'mrn'],
  ['PT', 'mrn'],
  ['MED', 'mrn'],
  ['EMR', 'mrn'],
]);

/** Where an IBAN ends that starts here, with or without spaces between its groups; -1 for none. */
function endOfIban(text: string, start: number): number {
  let compact = '';
  let index = start;
  let found = -1;
  while (compact.length < 34) {
    const code = codeAt(text, index);
    if (isAlphanumeric(code)) compact += text.charAt(index).toUpperCase();
    else if ((code !== 0x20 && code !== 0x2d) || !isAlphanumeric(codeAt(text, index + 1))) break;
    index += 1;
    if (compact.length >= 15 && !isAlphanumeric(codeAt(text, index)) && isIban(compact))
      found = index;
  }
  return found;
}

function findIban(reading: Reading, start: number): boolean {
  const { text } = reading;
  const isShape =
    isLetter(codeAt(text, start)) &&
    isLetter(codeAt(text, start + 1)) &&
    isDigit(codeAt(text, start + 2)) &&
    isDigit(codeAt(text, start + 3));
  if (!isShape) return false;
  const end = endOfIban(text, start);
  if (end === -1) return false;
  const isNamed = isClaimed(reading.claimAt(start, end), 'iban');
  reading.add('iban', start, end, isNamed ? 0.99 : 0.95, ['shape', 'range', 'checksum']);
  return true;
}

/** The code with the groups of digits that follow it after single spaces, as in `1234 5678 9012`. */
function withGroups(text: string, chunk: CodeChunk): CodeChunk {
  let { end } = chunk;
  if (chunk.written.length > 6) return chunk;
  while (end - chunk.start < 24 && codeAt(text, end) === 0x20) {
    let next = end + 1;
    while (isDigit(codeAt(text, next))) next += 1;
    const length = next - end - 1;
    const after = text.charAt(next);
    if (length < 2 || length > 6 || /[A-Za-z/:]/.test(after)) break;
    end = next;
  }
  return end === chunk.end ? chunk : (chunkBetween(text, chunk.start, end) ?? chunk);
}

/** A plate may begin with a word of its own, as in `ABC 1234`. */
function startOfPlate(text: string, start: number): number {
  const before = /(?:^|[^A-Za-z0-9])([A-Z]{1,3})[ -]$/.exec(
    text.slice(Math.max(0, start - 5), start),
  );
  return before === null ? start : start - (before[1] ?? '').length - 1;
}

/** US states give licences a letter or three and digits, or digits alone. */
const licenceShape =
  /^(?:[A-Z]{0,3}[0-9]{6,14}|[0-9]{2}[A-Z]{3}[0-9]{5,6}|[A-Z][0-9]{3,13}[A-Z]?|[A-Z]{1,5}[A-Z0-9*]{7,9})$/;

function addLabelled(reading: Reading, kind: LabelledKind, chunk: CodeChunk, claim: Claim): void {
  const { text } = reading;
  const whole = spaced.has(kind) ? withGroups(text, chunk) : chunk;
  const start = kind === 'license_plate' ? startOfPlate(text, whole.start) : whole.start;
  const fitting = start < whole.start ? chunkBetween(text, start, whole.end) : whole;
  if (fitting === undefined || !fitsLabel(kind, fitting)) return;
  if (kind === 'license_plate' && !whole.isUpper && claim.by === 'context') return;
  const isShaped = kind === 'us_driver_license' && licenceShape.test(whole.compact);
  const near = claim.by === 'name' ? 0.92 : 0.88 - 0.1 * Math.max(0, claim.distance - 1);
  // A code of digits alone is a number of many other things too.
  const bare = claim.by === 'context' && claim.distance > 0 && whole.digits < 5 ? 0.15 : 0;
  const reasons = isShaped
    ? (['shape', 'range', claim.by] as const)
    : (['shape', claim.by] as const);
  reading.add(kind, start, whole.end, near - bare, reasons);
}

/** Kinds whose own form says enough in lower case as well. */
const lowerIssues: ReadonlySet<DetectorId> = new Set<DetectorId>([
  'vin',
  'us_mbi',
  'us_dea',
  'es_dni',
  'mx_curp',
  'it_fiscal_code',
  'gb_nino',
  'fr_nir',
]);

function isLowerIssue(kind: DetectorId, chunk: CodeChunk): boolean {
  return lowerIssues.has(kind) && chunk.written === chunk.written.toLowerCase();
}

/** `dispensed for I10`: three characters are a diagnosis where a text of care gives a reason. */
function isIntroducedDiagnosis(reading: Reading, kind: DetectorId, chunk: CodeChunk): boolean {
  return (
    kind === 'icd10' &&
    /\b(?:for|of|with|dx|diagnosis|code)[:(]? ?[(]?$/i.test(
      reading.text.slice(Math.max(0, chunk.start - 14), chunk.start),
    ) &&
    reading.speaksOfCare(chunk.start)
  );
}

function findCode(reading: Reading, chunk: CodeChunk): void {
  const { text } = reading;
  const claim = reading.claimAt(chunk.start, chunk.end);
  const known = chunk.digits === chunk.compact.length ? undefined : verdictOf(chunk);
  if (known !== undefined) {
    const isNamed = isClaimed(claim, known.kind);
    const isCare =
      known.kind === 'icd10' && chunk.written.includes('.') && reading.speaksOfCare(chunk.start);
    if (isNamed)
      reading.add(known.kind, chunk.start, chunk.end, known.claimed, [...known.reasons, claim.by]);
    else if (!isDenied(claim) && (chunk.isUpper || isLowerIssue(known.kind, chunk))) {
      // What is issued in capitals is often kept in lower case.
      const bare = isIntroducedDiagnosis(reading, known.kind, chunk) ? 0.6 : known.alone;
      const sure = isCare ? 0.72 : chunk.isUpper ? bare : known.alone - 0.05;
      if (sure > 0) reading.add(known.kind, chunk.start, chunk.end, sure, known.reasons);
    }
  }
  const { concept } = claim;
  const prefix = isLetter(text.charCodeAt(chunk.start)) ? prefixOf(chunk) : '';
  if (!isLabelledKind(concept) && prefix === '') return;
  // Record numbers are also filed as `12-34-56`.
  const isFiled =
    concept === 'mrn' && claim.distance === 0 && /^[0-9]{2}-[0-9]{2}-[0-9]{2}$/.test(chunk.written);
  if (!isFiled && isPlainlyElse(text, chunk)) return;
  if (isLabelledKind(concept) && (claim.by === 'name' || claim.distance <= 3)) {
    addLabelled(reading, concept, chunk, claim);
  }
  const prefixed = prefixes.get(prefix);
  if (prefixed !== undefined && !isDenied(claim)) {
    reading.add(prefixed, chunk.start, chunk.end, prefix === 'MRN' ? 0.88 : 0.55, [
      'shape',
      'context',
    ]);
  }
}

/** The letters before the digits of a code, where they are the label of one; empty otherwise. */
function prefixOf(chunk: CodeChunk): string {
  const { compact } = chunk;
  if (compact.length > 14 || chunk.digits < 5 || compact.length - chunk.digits > 3) return '';
  const prefix = compact.slice(0, compact.length - chunk.digits);
  return prefixes.has(prefix) ? prefix : '';
}

/** Finds codes of letters and digits, by their own shape or by the label beside them. */
export function findCodes(reading: Reading): void {
  const { text } = reading;
  let index = 0;
  while (index < text.length) {
    if (!isAlphanumeric(text.charCodeAt(index))) {
      index += 1;
      continue;
    }
    const start = index;
    index = endOfChunk(text, start);
    const before = codeAt(text, start - 1);
    if (isWordCharacter(before) || before === 0x40) continue;
    if (findIban(reading, start)) continue;
    // The middle of a base64 text, which goes on over pluses and slashes.
    const isEncoded =
      index - start > 16 &&
      (before === 0x2b || before === 0x2f) &&
      isAlphanumeric(codeAt(text, start - 2));
    if (isEncoded) continue;
    const chunk = chunkBetween(text, start, index);
    if (chunk === undefined || codeAt(text, index) === 0x40 || codeAt(text, index) === 0x5f)
      continue;
    // Without letters, only a label makes anything of it.
    const isBare = chunk.digits === chunk.compact.length;
    if (isBare && start < 2 && reading.column.primary === undefined && text.length - index < 4)
      continue;
    findCode(reading, chunk);
  }
}
