import type { BindValue } from '@das/core';
import type { Choices } from '../choices/choices.js';
import { type Cell, type CellType, declaredTypes, writeCell } from '../world/cell.js';
import type { HuntedRelation } from '../world/feature.js';

/** What every part of a program is written with. */
export interface GrammarOptions {
  readonly choices: Choices;
  readonly relations: readonly HuntedRelation[];
  /** What another account reads. */
  readonly shared: readonly HuntedRelation[];
  /** Clear values, to guess with. */
  readonly guesses: (type: CellType) => readonly Cell[];
}

const ordinary: Readonly<Record<CellType, readonly Cell[]>> = {
  text: [
    '***',
    'a',
    '12',
    '',
    'open',
    '***@example.com',
    'z',
    'xxxx',
    '2024-02-03',
    '{"kind": 1}',
    'true',
    '**',
    null,
  ],
  number: ['1', '0', '-1', '2', '7', '2.5', '-2', '100', null],
  float: [0.5, 0, 1.5, null],
  boolean: [true, false, null],
  date: ['1900-01-01', '2024-02-29', '2500-01-01', null],
  timestamp: ['2024-05-01 10:30:00', '2300-01-01 00:00:00', null],
  variant: [{ kind: 'hidden' }, 'a', null],
  array: [],
  binary: ['00FF', '0A', null],
};

/** Writes literals, binds, guesses and new names; the rest of the grammar is functions over it. */
export class Grammar {
  readonly choices: Choices;
  /** What FROM may name. */
  relations: readonly HuntedRelation[];
  readonly shared: readonly HuntedRelation[];
  readonly #guesses: GrammarOptions['guesses'];
  readonly #binds: BindValue[] = [];
  #names = 0;
  #usesBinds = false;
  /** Whether the rows of the program say something; else only canaries are looked for. */
  isComparable = true;
  /** Whether expressions that may fail are written. */
  hasTraps = false;
  /** Named queries of WITH that are in reach. */
  queries: readonly HuntedRelation[] = [];

  constructor({ choices, relations, shared, guesses }: GrammarOptions) {
    this.choices = choices;
    this.relations = relations;
    this.shared = shared;
    this.#guesses = guesses;
  }

  alias(prefix: string): string {
    this.#names += 1;
    return `${prefix}${this.#names}`;
  }

  useBinds(): void {
    this.#usesBinds = true;
  }

  literal(type: CellType): string {
    if (type === 'array') return "ARRAY_CONSTRUCT('a', 1)";
    return this.#write(this.choices.pick(ordinary[type]), type);
  }

  /** A literal that is a clear value, or was one once, as often as not. */
  guess(type: CellType): string {
    const clear = this.#guesses(type);
    if (clear.length === 0 || !this.choices.chance(60)) return this.literal(type);
    return this.#write(this.choices.pick(clear), type);
  }

  likePattern(): string {
    const [text] = this.#guesses('text');
    const clear = String(this.choices.pick(this.#guesses('text')) ?? text);
    const pattern = this.choices.pick([
      '%',
      '*%',
      `${clear.slice(0, 3)}%`,
      `%${clear.slice(-4)}`,
      '_%',
      '***',
      'z%',
      '\\\\_%',
    ]);
    return this.#write(pattern, 'text');
  }

  regularExpression(): string {
    return `'${this.choices.pick(['.*', '[a-z]+', 'z.*', '\\\\\\\\*+', '[0-9]{3,}', '.', '(a|b)', ''])}'`;
  }

  /** A text with its binds taken out, in the order in which they stand. */
  finish(text: string): { readonly text: string; readonly binds: readonly BindValue[] } {
    const binds: BindValue[] = [];
    const written = text.replaceAll(/\u00ab(\d+)\u00bb/g, (_, index: string) => {
      binds.push(this.#binds[Number(index)] ?? null);
      return '?';
    });
    return { text: written, binds };
  }

  #write(value: Cell, type: CellType): string {
    const isPlain = type === 'text' || type === 'number' || type === 'boolean' || type === 'float';
    if (!this.#usesBinds || !isPlain || value === null || typeof value === 'object') {
      return value === null ? `(NULL::${declaredTypes[type]})` : writeCell(value, type);
    }
    this.#binds.push(type === 'number' ? Number(value) : value);
    return `\u00ab${this.#binds.length - 1}\u00bb`;
  }
}
