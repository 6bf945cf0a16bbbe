import type { SqlToken } from '@das/core';

/** Walks over tokens. */
export class TokenCursor {
  position = 0;
  readonly tokens: readonly SqlToken[];

  constructor(tokens: readonly SqlToken[]) {
    this.tokens = tokens;
  }

  get isAtEnd(): boolean {
    return this.position >= this.tokens.length;
  }

  peek(offset = 0): SqlToken | undefined {
    return this.tokens[this.position + offset];
  }

  take(): SqlToken | undefined {
    const token = this.tokens[this.position];
    this.position += 1;
    return token;
  }

  isWord(word: string, offset = 0): boolean {
    const token = this.peek(offset);
    return token?.kind === 'word' && token.text.toUpperCase() === word;
  }

  isSymbol(symbols: string, offset = 0): boolean {
    return [...symbols].every((each, index) => {
      const token = this.peek(offset + index);
      return token?.kind === 'symbol' && token.text === each;
    });
  }

  takeWord(...words: readonly string[]): boolean {
    if (!words.every((word, index) => this.isWord(word, index))) return false;
    this.position += words.length;
    return true;
  }

  takeSymbol(symbols: string): boolean {
    if (!this.isSymbol(symbols)) return false;
    this.position += symbols.length;
    return true;
  }

  isQueryNext(offset = 0): boolean {
    return this.isWord('SELECT', offset) || this.isWord('WITH', offset);
  }

  /** Passes brackets with all that is between them; `undefined` when they do not end. */
  takeBrackets(): readonly SqlToken[] | undefined {
    const start = this.position;
    let depth = 0;
    while (!this.isAtEnd) {
      const token = this.take();
      if (token?.kind !== 'symbol') continue;
      if (token.text === '(') depth += 1;
      if (token.text === ')') depth -= 1;
      if (depth === 0) return this.tokens.slice(start + 1, this.position - 1);
    }
    return undefined;
  }

  /** What stands from a place on, as a text that depends neither on white space nor on case. */
  keyFrom(start: number): string {
    return tokensKey(this.tokens.slice(start, this.position));
  }
}

/** Tokens as one text that does not depend on white space and, outside of quotes, on case. */
function tokensKey(tokens: readonly SqlToken[]): string {
  return JSON.stringify(
    tokens.map(({ kind, text }) => [kind, kind === 'word' ? text.toUpperCase() : text]),
  );
}
