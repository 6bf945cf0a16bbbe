import { invalidStatement, unsupported } from '../warehouse/errors.js';
import { decodeEscapes } from './decode-escapes.js';
import type { Token, TokenKind } from './token.js';

// Letters alone: to the parser of queries an invisible character would end a word.
const wordStart = /[\p{L}_]/u;
const word = /[\p{L}\p{M}\p{N}_$]+/uy;
const number = /(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?/y;
const stage = /@[A-Za-z0-9_$.~%/"=:-]*/y;
const operators = ['::', '=>', '->', '<>', '!=', '<=', '>=', '||'];
const single = '()[]{},.;:+-*/%<>=|&^~!';

/**
 * Cuts Snowflake SQL into tokens; comments and white space are dropped.
 *
 * @throws WarehouseError `DAS_WAREHOUSE_INVALID_STATEMENT` at a character or an unclosed quote that
 * Snowflake would not read.
 */
export function tokenize(text: string): readonly Token[] {
  const tokens: Token[] = [];
  let at = 0;
  let binds = 0;
  const push = (kind: TokenKind, value: string, end: number): void => {
    tokens.push({ kind, value, start: at, end });
    at = end;
  };
  const match = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = at;
    return pattern.exec(text)?.[0];
  };
  while (at < text.length) {
    const character = text[at] ?? '';
    const pair = text.slice(at, at + 2);
    if (/\s/u.test(character)) {
      at += 1;
    } else if (pair === '--' || pair === '//') {
      const end = text.indexOf('\n', at);
      at = end < 0 ? text.length : end;
    } else if (pair === '/*') {
      const end = text.indexOf('*/', at + 2);
      if (end < 0) throw unclosed('comment', at);
      at = end + 2;
    } else if (character === "'") {
      const end = endOfString(text, at);
      push('string', decodeEscapes(text.slice(at + 1, end - 1)), end);
    } else if (pair === '$$') {
      const end = text.indexOf('$$', at + 2);
      if (end < 0) throw unclosed('string', at);
      push('string', text.slice(at + 2, end), end + 2);
    } else if (character === '"') {
      const end = endOfIdentifier(text, at);
      const value = text.slice(at + 1, end - 1).replaceAll('""', '"');
      if (value === '') throw invalidStatement('an identifier is empty', `character ${at + 1}`);
      // The catalogue keeps NUL for the keys of what has no name of its own.
      if (value.includes('\u0000')) {
        throw invalidStatement('an identifier holds a NUL', `character ${at + 1}`);
      }
      push('quoted', value, end);
    } else if (wordStart.test(character)) {
      const value = match(word) ?? character;
      const end = at + value.length;
      tokens.push({ kind: 'word', value: value.toUpperCase(), raw: value, start: at, end });
      at = end;
    } else if (/[0-9]/.test(character) || (character === '.' && /[0-9]/.test(text[at + 1] ?? ''))) {
      const value = match(number) ?? character;
      push('number', value, at + value.length);
    } else if (character === '?') {
      tokens.push({ kind: 'bind', value: '?', start: at, end: at + 1, bind: binds });
      binds += 1;
      at += 1;
    } else if (character === '@') {
      const end = endOfStage(text, at, match(stage) ?? '@');
      push('stage', text.slice(at, end), end);
    } else if (operators.includes(pair)) {
      push('operator', pair, at + 2);
    } else if (single.includes(character)) {
      push('operator', character, at + 1);
    } else if (/^\$\d{1,5}(?![\p{L}\p{N}_$])/u.test(text.slice(at, at + 8))) {
      // A field of a staged file.
      const value = match(/\$\d+/y) ?? character;
      push('word', value, at + value.length);
    } else if (/^\$[A-Za-z_]/.test(text.slice(at, at + 2))) {
      const value = match(/\$[\p{L}\p{M}\p{N}_$]+/uy) ?? character;
      push('variable', value.slice(1).toUpperCase(), at + value.length);
    } else if (character === '$') {
      throw unsupported('a session variable or positional column ($)', `character ${at + 1}`);
    } else {
      throw invalidStatement('unexpected character', `character ${at + 1}`);
    }
  }
  return tokens;
}

function unclosed(what: string, at: number): Error {
  return invalidStatement(`a ${what} is not closed`, `character ${at + 1}`);
}

function endOfString(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at += 1) {
    if (text[at] === '\\') at += 1;
    else if (text[at] === "'") {
      if (text[at + 1] !== "'") return at + 1;
      at += 1;
    }
  }
  throw unclosed('string', start);
}

function endOfIdentifier(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at += 1) {
    if (text[at] !== '"') continue;
    if (text[at + 1] !== '"') return at + 1;
    at += 1;
  }
  throw unclosed('quoted identifier', start);
}

/** A stage path may hold quoted name parts with spaces: `@"DB"."S"."MY STAGE"/a.json`. */
function endOfStage(text: string, start: number, simple: string): number {
  const quoted = /^@(?:(?:"(?:[^"]|"")*"|[A-Za-z0-9_$~%]+)\.?)*(?:\/[A-Za-z0-9_$.~%/=:+-]*)?/u;
  const found = quoted.exec(text.slice(start))?.[0] ?? simple;
  return start + found.length;
}
