import { invalidStatement } from '../warehouse/errors.js';
import { isIdentifier, isOperator, isWord, type Token } from './token.js';

const end: Token = { kind: 'end', value: 'the end of the statement', start: 0, end: 0 };

/** Reads tokens one after the other; what a recursive-descent parser stands on. */
export class TokenReader {
  readonly #tokens: readonly Token[];
  #at = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  get position(): number {
    return this.#at;
  }

  get isAtEnd(): boolean {
    return this.#at >= this.#tokens.length;
  }

  peek(ahead = 0): Token {
    return this.#tokens[this.#at + ahead] ?? end;
  }

  next(): Token {
    const token = this.peek();
    this.#at += 1;
    return token;
  }

  back(position: number): void {
    this.#at = position;
  }

  /** Whether the next tokens are these words. */
  sees(...words: readonly string[]): boolean {
    return words.every((word, index) => isWord(this.peek(index), word));
  }

  /** Takes these words if they come next. */
  accept(...words: readonly string[]): boolean {
    if (!this.sees(...words)) return false;
    this.#at += words.length;
    return true;
  }

  expect(...words: readonly string[]): void {
    if (!this.accept(...words)) throw this.unexpected(words.join(' '));
  }

  /** Takes one of these words. */
  expectOneOf(words: readonly string[]): string {
    const token = this.peek();
    if (!isWord(token, ...words)) throw this.unexpected(words.join(' or '));
    this.#at += 1;
    return token.value;
  }

  seesOperator(...operators: readonly string[]): boolean {
    return isOperator(this.peek(), ...operators);
  }

  acceptOperator(operator: string): boolean {
    if (!this.seesOperator(operator)) return false;
    this.#at += 1;
    return true;
  }

  expectOperator(operator: string): void {
    if (!this.acceptOperator(operator)) throw this.unexpected(operator);
  }

  identifier(): string {
    const token = this.peek();
    if (!isIdentifier(token) || (token.kind === 'word' && token.value.startsWith('$'))) {
      throw this.unexpected('an identifier');
    }
    this.#at += 1;
    return token.value;
  }

  /** `a`, `a.b` or `a.b.c`. */
  name(): readonly string[] {
    const parts = [this.identifier()];
    while (this.acceptOperator('.')) parts.push(this.identifier());
    if (parts.length > 3) throw invalidStatement('a name has more than three parts');
    return parts;
  }

  string(): string {
    const token = this.next();
    if (token.kind !== 'string') throw this.unexpectedToken(token, 'a string');
    return token.value;
  }

  integer(): number {
    const token = this.next();
    if (token.kind !== 'number' || !/^\d+$/.test(token.value)) {
      throw this.unexpectedToken(token, 'a whole number');
    }
    return Number(token.value);
  }

  boolean(): boolean {
    return this.expectOneOf(['TRUE', 'FALSE']) === 'TRUE';
  }

  /** `(a, b, c)`, each read by `read`. */
  list<T>(read: () => T): readonly T[] {
    this.expectOperator('(');
    const items: T[] = [];
    if (this.acceptOperator(')')) return items;
    do items.push(read());
    while (this.acceptOperator(','));
    this.expectOperator(')');
    return items;
  }

  /** The tokens up to the first one, outside brackets and CASE, for which `stop` holds. */
  until(stop: (token: Token) => boolean): readonly Token[] {
    const from = this.#at;
    let depth = 0;
    while (!this.isAtEnd) {
      const token = this.peek();
      if (depth === 0 && stop(token)) break;
      if (isOperator(token, '(', '[', '{') || isWord(token, 'CASE')) depth += 1;
      else if (isOperator(token, ')', ']', '}') || isWord(token, 'END')) {
        if (depth === 0) break;
        depth -= 1;
      }
      this.#at += 1;
    }
    return this.#tokens.slice(from, this.#at);
  }

  /** The tokens inside a pair of parentheses. */
  parenthesised(): readonly Token[] {
    this.expectOperator('(');
    const inside = this.until(() => false);
    this.expectOperator(')');
    return inside;
  }

  rest(): readonly Token[] {
    const tokens = this.#tokens.slice(this.#at);
    this.#at = this.#tokens.length;
    return tokens;
  }

  expectEnd(): void {
    if (!this.isAtEnd) throw this.unexpected('the end of the statement');
  }

  unexpected(expected: string): Error {
    return this.unexpectedToken(this.peek(), expected);
  }

  unexpectedToken(token: Token, expected: string): Error {
    const seen =
      token.kind === 'string' || token.kind === 'number' ? `a ${token.kind}` : token.value;
    return invalidStatement(
      `syntax error: expected ${expected}, found ${seen}`,
      token.kind === 'end' ? 'the end of the statement' : `character ${token.start + 1}`,
    );
  }
}
