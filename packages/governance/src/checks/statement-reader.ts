import { literalText } from './literal-text.js';
import type { StatementToken } from './statement-tokens.js';

/** What a statement says cannot be read: it counts as one that may do anything. */
export class UnreadStatement extends Error {}

/** Reads a statement from its first word to its last. Whatever is not expected is {@link UnreadStatement}. */
export interface StatementReader {
  /** Whether the next words are these; they are passed. */
  readonly takes: (words: string) => boolean;
  /** Passes these words, or a symbol. */
  readonly expects: (words: string) => void;
  /** Passes a symbol, where it is the next. */
  readonly takesSymbol: (symbol: string) => boolean;
  /** A dotted name, as it is stored. */
  readonly name: () => readonly string[];
  readonly identifier: () => string;
  /** The value of a text or number. */
  readonly literal: () => string;
  /** A type with its size. */
  readonly type: () => string;
  /** A keyword, in upper case. */
  readonly word: () => string;
  /** What is read again and again, with commas between. */
  readonly list: <T>(read: () => T) => readonly T[];
  /** The same in brackets; nothing in them is an empty list. */
  readonly bracketed: <T>(read: () => T) => readonly T[];
  /** All that is left. */
  readonly rest: () => readonly StatementToken[];
  readonly isAtEnd: () => boolean;
}

/** A reader of tokens. */
export function statementReader(tokens: readonly StatementToken[]): StatementReader {
  let at = 0;
  const fail = (): never => {
    throw new UnreadStatement();
  };
  const next = (): StatementToken => {
    const token = tokens[at] ?? fail();
    at += 1;
    return token;
  };
  const takes = (words: string): boolean => {
    const all = words.split(' ');
    if (!all.every((word, index) => tokens[at + index]?.isWord(word) === true)) return false;
    at += all.length;
    return true;
  };
  const takesSymbol = (symbol: string): boolean => {
    const token = tokens[at];
    if (token?.kind !== 'symbol' || token.text !== symbol) return false;
    at += 1;
    return true;
  };
  const expects = (words: string): void => {
    if (!(/^[A-Z]/.test(words) ? takes(words) : takesSymbol(words))) fail();
  };
  const identifier = (): string => {
    const { kind, text } = next();
    if (kind === 'word') return text.toUpperCase();
    return kind === 'quoted' ? text : fail();
  };
  const name = (): readonly string[] => {
    const parts = [identifier()];
    while (takesSymbol('.')) parts.push(identifier());
    return parts;
  };
  const literal = (): string => {
    const token = next();
    return token.kind === 'literal' ? literalText(token.text) : fail();
  };
  const word = (): string => {
    const token = next();
    return token.kind === 'word' ? token.text.toUpperCase() : fail();
  };
  const list = <T>(read: () => T): readonly T[] => {
    const found = [read()];
    while (takesSymbol(',')) found.push(read());
    return found;
  };
  const bracketed = <T>(read: () => T): readonly T[] => {
    expects('(');
    if (takesSymbol(')')) return [];
    const found = list(read);
    expects(')');
    return found;
  };
  const type = (): string => {
    const base = word();
    if (tokens[at]?.text !== '(' || tokens[at]?.kind !== 'symbol') return base;
    return `${base}(${bracketed(literal).join(',')})`;
  };
  const rest = (): readonly StatementToken[] => {
    const left = tokens.slice(at);
    at = tokens.length;
    return left;
  };
  return {
    takes,
    expects,
    takesSymbol,
    name,
    identifier,
    literal,
    type,
    word,
    list,
    bracketed,
    rest,
    isAtEnd: () => at >= tokens.length,
  };
}
