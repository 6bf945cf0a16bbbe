import { createHash } from 'node:crypto';
import { randomNumbers } from '../choices/random-numbers.js';
import type { Cell, CellType } from './cell.js';

const alphabet = 'abcdefghijklmnopqrstuvwxyz0123456789';
const partLength = 8;
const longPartLength = 16;

/**
 * Values that cannot appear by chance, and the search for them in whatever a role was shown: any
 * part of a text, and each value in the forms that functions could give it.
 */
export class Canaries {
  readonly #numbers: () => number;
  /** Parts of eight characters: of texts, forwards and backwards. */
  readonly #parts = new Map<string, string>();
  /** Parts of sixteen characters: of digests and encodings. */
  readonly #longParts = new Map<string, string>();
  /** Whole renderings of numbers, dates and times. */
  readonly #whole = new Map<string, string>();
  readonly #made = new Map<CellType, Cell[]>();

  constructor(seed: number) {
    this.#numbers = randomNumbers(seed);
  }

  /** The canaries of a type that were made so far: for guesses. */
  made(type: CellType): readonly Cell[] {
    return this.#made.get(type) ?? [];
  }

  /** A text of 20 characters; some are digits alone, so that they convert where others fail. */
  text(suffix = ''): string {
    const token = this.#token(20);
    this.#remember('text', `${token}${suffix}`);
    this.#watchText(token);
    return `${token}${suffix}`;
  }

  digits(): string {
    const token = this.#number();
    this.#remember('text', token);
    this.#watchWhole(token);
    this.#watchEncodings(token);
    return token;
  }

  number(): string {
    const whole = this.#number();
    const value = `${whole}.${String(this.#numbers() % 100).padStart(2, '0')}`;
    this.#remember('number', value);
    this.#watchWhole(whole);
    this.#watchWhole(BigInt(whole).toString(16));
    this.#watchEncodings(value);
    return value;
  }

  float(): number {
    const whole = this.#number();
    this.#remember('float', Number(whole) + 0.25);
    this.#watchWhole(whole);
    return Number(whole) + 0.25;
  }

  /** A day between 2300 and 2899. */
  date(): string {
    const day = this.#day();
    this.#remember('date', day);
    this.#watchDay(day);
    return day;
  }

  timestamp(): string {
    const two = (limit: number): string => String(this.#numbers() % limit).padStart(2, '0');
    const day = this.#day();
    const value = `${day} ${two(24)}:${two(60)}:${two(60)}.${String(this.#numbers() % 1000).padStart(3, '0')}`;
    this.#remember('timestamp', value);
    this.#watchDay(day);
    return value;
  }

  variant(): Cell {
    const value = {
      kind: this.#token(20),
      n: Number(this.#number()),
      tags: [this.#token(20), this.#token(20)],
    };
    for (const token of [value.kind, ...value.tags]) this.#watchText(token);
    this.#watchWhole(String(value.n));
    return value;
  }

  binary(): string {
    const bytes = Buffer.from(Array.from({ length: 16 }, () => this.#numbers() % 256));
    this.#remember('binary', bytes.toString('hex').toUpperCase());
    this.#watchLong(bytes.toString('hex'), 'a binary');
    this.#watchLong(bytes.toString('base64'), 'a binary in Base64');
    return bytes.toString('hex').toUpperCase();
  }

  /** The canaries that stand in a text, except those that stand in what was asked. */
  seenIn(shown: string, asked = ''): readonly string[] {
    const found = new Set<string>();
    const [text, question] = [shown.toLowerCase(), asked.toLowerCase()];
    const look = (index: ReadonlyMap<string, string>, length: number): void => {
      for (let at = 0; at + length <= text.length; at += 1) {
        const part = text.slice(at, at + length);
        const what = index.get(part);
        if (what !== undefined && !question.includes(part)) found.add(`${what} (${part})`);
      }
    };
    look(this.#parts, partLength);
    look(this.#longParts, longPartLength);
    for (const length of new Set([...this.#whole.keys()].map((key) => key.length))) {
      look(this.#whole, length);
    }
    return [...found];
  }

  #remember(type: CellType, value: Cell): void {
    this.#made.set(type, [...this.made(type), value]);
  }

  #token(length: number): string {
    const letters = Array.from({ length }, () => alphabet[this.#numbers() % alphabet.length]);
    return `z${letters.join('').slice(1)}`;
  }

  #number(): string {
    const digits = Array.from({ length: 11 }, () => String(this.#numbers() % 10));
    return `${1 + (this.#numbers() % 9)}${digits.join('')}`;
  }

  #day(): string {
    const start = Date.UTC(2300, 0, 1) / 86_400_000;
    const day = start + (this.#numbers() % 219_000);
    return new Date(day * 86_400_000).toISOString().slice(0, 10);
  }

  #watchText(token: string): void {
    const reversed = [...token].reverse().join('');
    for (const [text, what] of [
      [token, 'a text'],
      [reversed, 'a text backwards'],
    ] as const) {
      for (let at = 0; at + partLength <= text.length; at += 1) {
        this.#parts.set(text.slice(at, at + partLength), what);
      }
    }
    this.#watchEncodings(token);
    this.#watchEncodings(token.toUpperCase());
  }

  #watchEncodings(value: string): void {
    this.#watchLong(Buffer.from(value).toString('hex'), 'hexadecimal text');
    this.#watchLong(Buffer.from(value).toString('base64'), 'Base64');
    for (const name of ['md5', 'sha1', 'sha256', 'sha512']) {
      this.#watchLong(createHash(name).update(value).digest('hex'), `${name} of a value`);
    }
  }

  #watchLong(text: string, what: string): void {
    const lower = text.toLowerCase();
    for (let at = 0; at + longPartLength <= lower.length; at += 1) {
      this.#longParts.set(lower.slice(at, at + longPartLength), what);
    }
  }

  #watchDay(day: string): void {
    const [year = '', month = '', date = ''] = day.split('-');
    for (const text of [day, `${year}${month}${date}`, `${date}/${month}/${year}`]) {
      this.#whole.set(text, 'a date');
    }
    this.#whole.set(String(Date.parse(day) / 1000), 'a date in seconds');
  }

  #watchWhole(text: string): void {
    this.#whole.set(text, 'a number');
  }
}
