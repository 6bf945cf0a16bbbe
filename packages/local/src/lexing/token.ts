/** The kinds of token that Snowflake SQL is cut into. */
export type TokenKind =
  | 'word'
  | 'quoted'
  | 'string'
  | 'number'
  | 'operator'
  | 'bind'
  | 'stage'
  | 'variable'
  | 'end';

/** One token. `value` is what it means: an upper-cased word, an unescaped identifier, decoded text. */
export interface Token {
  readonly kind: TokenKind;
  readonly value: string;
  /** Where it starts and ends in the text. */
  readonly start: number;
  readonly end: number;
  /** A word as it was written; the keys of a path keep their case. */
  readonly raw?: string;
  /** The position of a `?` among the statement's binds. */
  readonly bind?: number;
}

/** A token that the engine puts between slices of a statement. */
export function keyword(value: string): Token {
  return { kind: 'word', value, start: 0, end: 0 };
}

/** An operator that the engine puts between slices of a statement. */
export function operator(value: string): Token {
  return { kind: 'operator', value, start: 0, end: 0 };
}

export function isWord(token: Token, ...words: readonly string[]): boolean {
  return token.kind === 'word' && words.includes(token.value);
}

export function isOperator(token: Token, ...operators: readonly string[]): boolean {
  return token.kind === 'operator' && operators.includes(token.value);
}

export function isIdentifier(token: Token): boolean {
  return token.kind === 'word' || token.kind === 'quoted';
}
