import { findCell } from './cell/find-cell.js';
import { type ColumnContext, columnContextOf } from './context/column-context.js';
import type { DetectOptions } from './detect-options.js';
import type { DetectorId } from './detector-id.js';
import { findAges } from './detectors/age.js';
import { findCodes } from './detectors/code.js';
import { findDates } from './detectors/date.js';
import { findEmails } from './detectors/email.js';
import { findGeoCoordinates } from './detectors/geo-coordinates.js';
import { findHl7Fields } from './detectors/hl7.js';
import { findIpv6Addresses } from './detectors/ipv6-address.js';
import { findMacAddresses } from './detectors/mac-address.js';
import { findNumbers } from './detectors/number.js';
import { findPersonNames } from './detectors/person-name.js';
import { findPictures, isPictureBytes } from './detectors/picture.js';
import { findPlaces, findStreetAddresses } from './detectors/place.js';
import { findSpacedCodes } from './detectors/spaced-code.js';
import { findDeviceIdentifiers } from './detectors/udi.js';
import { findUrls } from './detectors/url.js';
import type { Finding } from './finding.js';
import { normalise } from './reading/normalise.js';
import {
  hasAgeNumber,
  hasAt,
  hasColon,
  hasDash,
  hasDigit,
  hasDot,
  hasForeign,
  hasLower,
  hasPlus,
  hasSlash,
  hasSpace,
  hasUpper,
  profileOf,
} from './reading/profile.js';
import { Reading } from './reading/reading.js';
import { resolveOverlaps } from './resolve-overlaps.js';

/** Looks for sensitive values, with everything that does not change from value to value looked up before. */
export interface ValueDetector {
  /**
   * What is in a value: a text as it is, a number, bigint or date as it is written, anything nested as
   * JSON, bytes by what file they are. Where there is nothing, it is always the same empty list.
   */
  scan(value: unknown): readonly Finding[];
}

const nothing: readonly Finding[] = Object.freeze([]);
const letters = hasUpper | hasLower;

/** `2024-01-15T10:20:30Z` and the like, as programs write them. */
function isTimestamp(text: string): boolean {
  return (
    text.length >= 16 &&
    text.length <= 35 &&
    text.charCodeAt(4) === 0x2d &&
    text.charCodeAt(7) === 0x2d &&
    text.charCodeAt(13) === 0x3a &&
    !/[^0-9T:.+Z -]/.test(text)
  );
}

function isUuid(text: string): boolean {
  return (
    text.length === 36 &&
    text.charCodeAt(8) === 0x2d &&
    text.charCodeAt(13) === 0x2d &&
    text.charCodeAt(18) === 0x2d &&
    text.charCodeAt(23) === 0x2d
  );
}

/** How many words of a text are parted by spaces, counted no further than eight. */
function wordsFrom(text: string): number {
  let count = 1;
  for (let at = text.indexOf(' '); at !== -1 && count < 8; at = text.indexOf(' ', at + 1))
    count += 1;
  return count;
}

/** Runs the finders that the characters of the text leave possible. */
function find(reading: Reading, seen: number): void {
  const { text, column } = reading;
  const isElse = column.primary === 'other';
  const isText = (seen & letters) !== 0;
  const isSpaced = (seen & hasSpace) !== 0;
  if ((seen & hasAt) !== 0 && (seen & hasDot) !== 0) findEmails(reading);
  if (isText && (seen & hasDot) !== 0) findUrls(reading);
  if ((seen & hasColon) !== 0) findIpv6Addresses(reading);
  if ((seen & hasDigit) !== 0) findWithDigits(reading, seen);
  else if ((seen & hasPlus) !== 0 || (seen & hasSlash) !== 0) findDeviceIdentifiers(reading, seen);
  if (isText && isSpaced && !isElse) {
    findPersonNames(reading, (seen & hasUpper) !== 0);
    if ((seen & hasAgeNumber) !== 0 || text.includes('inety') || text.includes('undred'))
      findAges(reading);
  }
  if ((seen & hasUpper) !== 0 && !isElse && text.length > 3) findPlaces(reading);
  const mayBePicture = (seen & (hasDot | hasColon)) !== 0 || text.length > 64;
  if (text.length > 10 && mayBePicture) findPictures(reading);
}

function findWithDigits(reading: Reading, seen: number): void {
  const { text, column } = reading;
  const isElse = column.primary === 'other';
  const isText = (seen & letters) !== 0;
  const isSpaced = (seen & hasSpace) !== 0;
  if ((seen & hasUpper) !== 0 && text.length > 12 && text.includes('PID|')) findHl7Fields(reading);
  if (text.length > 13 && (seen & (hasColon | hasDash | hasDot)) !== 0) findMacAddresses(reading);
  if (text.length > 4) findNumbers(reading);
  if (isText || column.primary !== undefined) findCodes(reading);
  if (!isElse) {
    if (text.length > 5) findDates(reading);
    if ((seen & (hasDot | hasForeign)) !== 0 && text.length > 6) findGeoCoordinates(reading);
    if (isSpaced && isText) findStreetAddresses(reading);
    if (!isSpaced && (seen & hasAgeNumber) !== 0 && isText) findAges(reading);
  }
  if ((seen & hasUpper) !== 0 && (isSpaced || (seen & hasDash) !== 0)) findSpacedCodes(reading);
  if (text.length > 9) findDeviceIdentifiers(reading, seen);
}

function valueAsText(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'bigint') return String(value);
  if (value === null || typeof value !== 'object') return undefined;
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? undefined : value.toISOString();
  try {
    return JSON.stringify(value);
  } catch {
    // What cannot be written as JSON (a cycle, a bigint inside) cannot land as such either.
    return undefined;
  }
}

class ColumnDetector implements ValueDetector {
  readonly #column: ColumnContext;
  readonly #reading: Reading;
  /** For prose in a column that is named for something harmless. */
  readonly #proseReading: Reading;
  readonly #minimum: number;
  readonly #kinds: ReadonlySet<DetectorId> | undefined;

  constructor(options: DetectOptions) {
    this.#column = columnContextOf(options.context);
    this.#reading = new Reading(this.#column);
    this.#proseReading =
      this.#column.primary === 'other'
        ? new Reading({ ...this.#column, primary: undefined, isProse: true })
        : this.#reading;
    this.#minimum = options.minimumConfidence ?? 0.5;
    this.#kinds = options.kinds === undefined ? undefined : new Set(options.kinds);
  }

  scan(value: unknown): readonly Finding[] {
    if (typeof value === 'string') return this.#scanText(value);
    // A number in a column that promises nothing can at most be a card.
    const { primary } = this.#column;
    if (typeof value === 'number') {
      const promisesNothing = primary === undefined || primary === 'other';
      if (promisesNothing && !(value >= 1e12 && value < 1e19)) return nothing;
    }
    if (value instanceof Uint8Array) return this.#scanBytes(value);
    const text = valueAsText(value);
    return text === undefined ? nothing : this.#scanText(text);
  }

  #scanText(original: string): readonly Finding[] {
    if (original.length < 2) return nothing;
    const column = this.#column;
    const promisesNothing = column.primary === undefined || column.primary === 'other';
    let seen = profileOf(original);
    if (promisesNothing && !column.isAmbiguousName) {
      // One word without a digit or a mark, or a short number, is nothing by itself.
      if ((seen & ~(letters | hasDash)) === 0) return nothing;
      if ((seen & ~(hasDigit | hasDot | hasDash)) === 0 && original.length < 7) return nothing;
      if (isTimestamp(original) || isUuid(original)) return nothing;
    }
    const plain = (seen & hasForeign) === 0 ? undefined : normalise(original);
    const text = plain?.text ?? original;
    if (plain !== undefined) seen = profileOf(text);
    // No name of a column keeps people from writing sentences into it.
    const isProse = text.length > 60 && promisesNothing && wordsFrom(text) > 7;
    const reading = isProse ? this.#proseReading : this.#reading;
    reading.begin(text);
    if (!findCell(reading)) find(reading, seen);
    if (reading.findings.length === 0) return nothing;
    const kept = this.#keep(reading.findings, text.length);
    if (plain?.starts === undefined || plain.ends === undefined) return kept;
    const { starts, ends } = plain;
    return kept.map((each) => ({
      ...each,
      start: starts[each.start] ?? 0,
      end: ends[each.end - 1] ?? original.length,
    }));
  }

  #keep(findings: readonly Finding[], length: number): readonly Finding[] {
    const sure = findings.filter(({ confidence }) => confidence >= this.#minimum);
    if (sure.length === 0) return nothing;
    const kept = resolveOverlaps(sure, length);
    const kinds = this.#kinds;
    if (kinds === undefined) return kept;
    const wanted = kept.filter(({ kind }) => kinds.has(kind));
    return wanted.length === 0 ? nothing : wanted;
  }

  #scanBytes(bytes: Uint8Array): readonly Finding[] {
    const { primary } = this.#column;
    const isPhoto = isPictureBytes(bytes) || primary === 'photo';
    if (!isPhoto && primary !== 'biometric') return nothing;
    const kind = isPhoto ? 'photo' : 'biometric';
    const named = primary === kind;
    return this.#keep(
      [
        {
          kind,
          start: 0,
          end: bytes.length,
          confidence: named ? 0.95 : 0.7,
          reasons: named ? ['shape', 'name'] : ['shape'],
        },
      ],
      bytes.length,
    );
  }
}

/**
 * Prepares a detector for the values of one column: the name of the column and its neighbours are
 * read once, and then each value costs one look at its characters unless these leave something
 * possible.
 *
 * @example
 * ```ts
 * import { createDetector } from '@das/privacy';
 *
 * const detector = createDetector({ context: { columnName: 'patient_ssn' } });
 * console.log(detector.scan('219-09-4321')[0]?.reasons.includes('name'), detector.scan('n/a'));
 * // => true []
 * ```
 */
export function createDetector(options: DetectOptions = {}): ValueDetector {
  return new ColumnDetector(options);
}
