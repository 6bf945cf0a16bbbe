import { type SqlToken, sqlTokens } from '@das/core';

/** A token of a statement, without comments. */
export interface StatementToken extends SqlToken {
  /** Whether it is this keyword, in whatever case, and no quoted name. */
  isWord(word: string): boolean;
}

/** Cuts a statement, and leaves its comments out: they would part words that belong together. */
export function statementTokens(text: string): readonly StatementToken[] {
  return sqlTokens(withoutComments(text)).map((token) => {
    const upper = token.kind === 'word' ? token.text.toUpperCase() : undefined;
    return { ...token, isWord: (word) => upper === word };
  });
}

/** Literals and quoted names stay as they are: what looks like a comment in them is none. */
const literalsAndComments =
  /('(?:[^'\\]|''|\\.)*'|"(?:[^"]|"")*"|\$\$.*?\$\$)|--[^\n]*|\/\/[^\n]*|\/\*.*?\*\//gsu;

function withoutComments(text: string): string {
  return text.replaceAll(literalsAndComments, (_, kept: string | undefined) => kept ?? ' ');
}

/** The index at which these keywords stand one after another, or -1. */
export function indexOfWords(tokens: readonly StatementToken[], words: string, from = 0): number {
  const wanted = words.split(' ');
  for (let index = from; index + wanted.length <= tokens.length; index += 1) {
    if (wanted.every((word, at) => tokens[index + at]?.isWord(word) === true)) return index;
  }
  return -1;
}

/** Whether a statement starts with these keywords. */
export function startsWithWords(tokens: readonly StatementToken[], words: string): boolean {
  return words.split(' ').every((word, at) => tokens[at]?.isWord(word) === true);
}

/** The dotted name that starts at an index, as it is stored: `A."b".C` is `A.b.C`. */
export function nameAt(tokens: readonly StatementToken[], start: number): string {
  const parts: string[] = [];
  for (let index = start; index < tokens.length; index += 2) {
    const token = tokens[index];
    if (token?.kind !== 'word' && token?.kind !== 'quoted') break;
    parts.push(token.kind === 'word' ? token.text.toUpperCase() : token.text);
    if (tokens[index + 1]?.text !== '.') break;
  }
  return parts.join('.');
}
