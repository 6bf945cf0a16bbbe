import { byteText, newlines } from './byte-text.js';
import type { CsvFormat } from './file-format.js';

/** Why a record cannot be read; `codes` of the loader's messages. */
export type RecordFault = 'quote' | 'utf8' | 'size' | 'count';

/** One record: its fields, or what is wrong with it. A field is `null` where the format says so. */
export interface CsvRecord {
  readonly fields: readonly (string | null)[];
  /** The line that it begins on, from 1. */
  readonly line: number;
  readonly fault: RecordFault | undefined;
  /** How many characters of the line come before the fault. */
  readonly faultAt: number;
}

/** The longest text that a column of Snowflake holds, in bytes. */
const longestField = 16_777_216;

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * Cuts the bytes of a CSV file, each as one character, into records as Snowflake does: the text of a
 * field is decoded last, so that one with broken UTF-8 spoils its record alone.
 *
 * @see https://docs.snowflake.com/en/sql-reference/sql/create-file-format
 */
export class CsvReader {
  readonly #format: CsvFormat;
  readonly #delimiter: string;
  readonly #end: string;
  readonly #nulls: ReadonlySet<string>;
  #text = '';
  #at = 0;
  #line = 1;
  #toSkip: number;
  #isStarted = false;

  constructor(format: CsvFormat) {
    this.#format = format;
    this.#delimiter = byteText(format.fieldDelimiter);
    this.#end = byteText(format.recordDelimiter);
    this.#nulls = new Set(format.nullIf);
    this.#toSkip = format.skipHeader;
  }

  /** Takes more of the file and gives the records that are complete. */
  *read(more: string, isLast: boolean): Generator<CsvRecord> {
    this.#text = this.#at === 0 ? this.#text + more : this.#text.slice(this.#at) + more;
    this.#at = 0;
    if (!this.#isStarted && (isLast || this.#text.length >= 3)) this.#start();
    while (this.#toSkip > 0) {
      const end = this.#text.indexOf('\n', this.#at);
      if (end < 0) {
        if (isLast) this.#at = this.#text.length;
        return;
      }
      this.#at = end + 1;
      this.#line += 1;
      this.#toSkip -= 1;
    }
    while (this.#at < this.#text.length) {
      const record = this.#simple() ?? this.#record(isLast);
      if (record === undefined) return;
      if (record !== 'blank') yield record;
    }
  }

  #start(): void {
    this.#isStarted = true;
    if (this.#format.skipByteOrderMark && this.#text.startsWith('\u00ef\u00bb\u00bf')) this.#at = 3;
  }

  /** The next record where nothing in it is enclosed, escaped or outside ASCII: most are such. */
  #simple(): CsvRecord | 'blank' | undefined {
    const { emptyIsNull, trimSpace, enclosedBy, skipBlankLines, isLatin } = this.#format;
    const end = this.#end === '' || trimSpace ? -1 : this.#text.indexOf(this.#end, this.#at);
    if (end < 0 || end - this.#at > longestField) return undefined;
    let line = this.#text.slice(this.#at, end);
    if (this.#end === '\n' && line.endsWith('\r')) line = line.slice(0, -1);
    const mark = this.#mark;
    const isPlain =
      (enclosedBy === '' || !line.includes(enclosedBy)) &&
      (mark === '' || !line.includes(mark)) &&
      (isLatin || !/[\x80-\xff]/.test(line));
    if (!isPlain) return undefined;
    this.#at = end + this.#end.length;
    const number = this.#line;
    this.#line += this.#end === '\n' ? 1 : 1 + newlines(line, 0, line.length);
    if (line === '' && skipBlankLines) return 'blank';
    const fields: (string | null)[] = this.#delimiter === '' ? [line] : line.split(this.#delimiter);
    for (let at = 0; at < fields.length; at += 1) {
      const field = fields[at] ?? '';
      if ((field === '' && emptyIsNull) || this.#nulls.has(field)) fields[at] = null;
    }
    return { fields, line: number, fault: undefined, faultAt: 0 };
  }

  /** What escapes a character outside of enclosed fields. */
  get #mark(): string {
    const { escapeCharacter, escapeUnenclosed } = this.#format;
    return escapeCharacter === '' ? escapeUnenclosed : escapeCharacter;
  }

  /** The next record; nothing when its end has not come yet. */
  #record(isLast: boolean): CsvRecord | 'blank' | undefined {
    const { enclosedBy, trimSpace, skipBlankLines } = this.#format;
    const text = this.#text;
    const begin = this.#at;
    const line = this.#line;
    const fields: (string | null)[] = [];
    let fault: RecordFault | undefined;
    let faultAt = 0;
    let at = begin;
    for (;;) {
      let from = at;
      if (trimSpace) while (text[from] === ' ' || text[from] === '\t') from += 1;
      const isEnclosed = enclosedBy !== '' && text[from] === enclosedBy;
      const field = isEnclosed ? this.#enclosed(from, isLast) : this.#plain(at, isLast);
      if (field === undefined) {
        const isEndless = text.length - begin > longestField * 4;
        return isEndless ? this.#endless() : undefined;
      }
      if (fault === undefined && field.fault !== undefined) {
        fault = field.fault;
        faultAt = at - begin;
      }
      fields.push(field.value);
      at = field.next;
      if (field.ends) break;
    }
    this.#at = at;
    this.#line += 1 + newlines(text, begin, at - 1);
    const isBlank =
      fields.length === 1 &&
      at - begin <= this.#end.length + 1 &&
      /^[\r\n]*$/.test(text.slice(begin, at));
    if (isBlank && skipBlankLines) return 'blank';
    return { fields, line, fault, faultAt };
  }

  /** A record that never ends is one of a damaged file: the rest of it is given up. */
  #endless(): CsvRecord {
    const line = this.#line;
    this.#at = this.#text.length;
    return { fields: [], line, fault: 'size', faultAt: 0 };
  }

  #plain(from: number, isLast: boolean): Field | undefined {
    const text = this.#text;
    const { trimSpace, emptyIsNull } = this.#format;
    const mark = this.#mark;
    let stop = this.#borders(from, isLast);
    if (stop === undefined) return undefined;
    let raw = text.slice(from, stop.at);
    let value = raw;
    if (mark !== '' && raw.includes(mark)) {
      const walked = this.#unescape(from, mark, isLast);
      if (walked === undefined) return undefined;
      ({ stop, value } = walked);
      raw = text.slice(from, stop.at);
    }
    if (stop.ends && this.#end === '\n' && raw.endsWith('\r')) {
      raw = raw.slice(0, -1);
      value = value.slice(0, -1);
    }
    if (trimSpace) {
      raw = raw.trim();
      value = value.trim();
    }
    if (value === '' && emptyIsNull) return field(null, stop);
    return this.#decoded(value, raw, stop);
  }

  /** Where the field that begins at `from` ends. */
  #borders(from: number, isLast: boolean): Stop | undefined {
    const text = this.#text;
    const field = this.#delimiter === '' ? -1 : text.indexOf(this.#delimiter, from);
    const record = this.#end === '' ? -1 : text.indexOf(this.#end, from);
    if (field >= 0 && (record < 0 || field < record)) {
      return { at: field, next: field + this.#delimiter.length, ends: false };
    }
    if (record >= 0) return { at: record, next: record + this.#end.length, ends: true };
    return isLast ? { at: text.length, next: text.length, ends: true } : undefined;
  }

  /** A field with escapes: what follows one stands for itself, a delimiter too. */
  #unescape(
    from: number,
    mark: string,
    isLast: boolean,
  ): { stop: Stop; value: string } | undefined {
    const text = this.#text;
    let value = '';
    let at = from;
    for (;;) {
      const stop = this.#borders(at, isLast);
      if (stop === undefined) return undefined;
      const marked = text.indexOf(mark, at);
      if (marked < 0 || marked >= stop.at) {
        return { stop, value: value + text.slice(at, stop.at) };
      }
      if (marked + 1 >= text.length && !isLast) return undefined;
      value += text.slice(at, marked) + (text[marked + 1] ?? '');
      at = marked + 2;
    }
  }

  #enclosed(from: number, isLast: boolean): Field | undefined {
    const text = this.#text;
    const { enclosedBy, escapeCharacter } = this.#format;
    let value = '';
    let at = from + 1;
    for (;;) {
      const quote = text.indexOf(enclosedBy, at);
      const isMarked = escapeCharacter !== '' && escapeCharacter !== enclosedBy;
      const mark = isMarked ? text.indexOf(escapeCharacter, at) : -1;
      if (mark >= 0 && (quote < 0 || mark < quote)) {
        if (mark + 1 >= text.length && !isLast) return undefined;
        value += text.slice(at, mark) + (text[mark + 1] ?? '');
        at = mark + 2;
        continue;
      }
      if (quote < 0) {
        if (!isLast) return undefined;
        return { value: null, next: text.length, ends: true, fault: 'quote' };
      }
      // Whether a second one follows, or a delimiter, may be known only with more of the file.
      if (quote + this.#lookAhead >= text.length && !isLast) return undefined;
      value += text.slice(at, quote);
      at = quote + 1;
      if (text[at] !== enclosedBy) break;
      value += enclosedBy;
      at += 1;
    }
    return this.#afterQuote(at, value, isLast);
  }

  get #lookAhead(): number {
    return Math.max(this.#delimiter.length, this.#end.length, 2) + 1;
  }

  /** After a closing quote only a delimiter may stand. */
  #afterQuote(closed: number, value: string, isLast: boolean): Field | undefined {
    const text = this.#text;
    let at = closed;
    if (this.#format.trimSpace) while (text[at] === ' ' || text[at] === '\t') at += 1;
    if (this.#end === '\n' && text[at] === '\r' && (text[at + 1] ?? '\n') === '\n') at += 1;
    const stop = this.#borders(at, isLast);
    if (stop === undefined) return undefined;
    if (stop.at === at) return this.#decoded(value, value, stop);
    const record = this.#end === '' ? -1 : text.indexOf(this.#end, at);
    if (record < 0 && !isLast) return undefined;
    const next = record < 0 ? text.length : record + this.#end.length;
    return { value: null, next, ends: true, fault: 'quote' };
  }

  #decoded(value: string, raw: string, stop: Stop): Field {
    if (value.length > longestField) return field(null, stop, 'size');
    try {
      const text = this.#decode(value);
      // An escape in front of it keeps a text from standing for NULL.
      const isNull = this.#nulls.has(raw === value ? text : this.#decode(raw));
      return field(isNull ? null : text, stop);
    } catch {
      return field(null, stop, 'utf8');
    }
  }

  #decode(value: string): string {
    // Most texts are ASCII, which stands for itself.
    if (this.#format.isLatin || !/[\x80-\xff]/.test(value)) return value;
    const buffer = Buffer.from(value, 'latin1');
    return this.#format.replaceInvalid ? buffer.toString('utf8') : decoder.decode(buffer);
  }
}

interface Stop {
  readonly at: number;
  readonly next: number;
  readonly ends: boolean;
}

interface Field {
  readonly value: string | null;
  readonly next: number;
  readonly ends: boolean;
  readonly fault: RecordFault | undefined;
}

function field(value: string | null, { next, ends }: Stop, fault?: RecordFault): Field {
  return { value, next, ends, fault };
}
