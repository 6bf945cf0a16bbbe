/** One regular expression in both dialects, matching the same texts, always from end to end. */
export interface PortablePattern {
  readonly javascript: RegExp;
  /** For `REGEXP_LIKE`, which anchors a pattern at both ends by itself. */
  readonly snowflake: string;
}

/** A piece of a pattern: an escape, a class, the start of a group, a quantifier, or a character. */
const tokenPattern =
  /(\\[\s\S])|(\[\^?(?:\\[\s\S]|[^\]\\])*\])|(\((?:\?(?::|[^)]*))?)|([*+?]|\{\d+(?:,\d*)?\})|([\s\S])/gu;

/** Letters after a backslash that both dialects know; `\s` alone is written out, as they differ in it. */
const sameEscapes = /^\\[dDwWbBntr]$/;
const spaces = '\\t\\n\\f\\r ';
const punctuation = /^\\[!-/:-@[-`{-~]$/;

class Unportable extends Error {}

function escapeSequence(token: string): readonly [javascript: string, snowflake: string] {
  if (token === '\\s') return [`[${spaces}]`, token];
  if (token === '\\S') return [`[^${spaces}]`, token];
  if (sameEscapes.test(token)) return [token, token];
  const character = escapedCharacter(token, /[.*+?()[\]{}^$|\\]/);
  return [character, character];
}

/** An escaped character, without its backslash where it needs none: not every dialect takes that. */
function escapedCharacter(token: string, special: RegExp): string {
  if (!punctuation.test(token)) throw new Unportable(`${token} is not the same in both`);
  const character = token.slice(1);
  return special.test(character) ? token : character;
}

/** A character that stands for itself. */
function literal(character: string): string {
  if (/[{}\]]/.test(character)) throw new Unportable(`${character} must be escaped`);
  return character;
}

function characterClass(token: string): readonly [javascript: string, snowflake: string] {
  const open = token.startsWith('[^') ? '[^' : '[';
  const inner = token.slice(open.length, -1);
  if (inner === '') throw new Unportable('a class is empty');
  let [javascript, snowflake] = ['', ''];
  for (const [part] of inner.matchAll(/\\[\s\S]|[\s\S]/gu)) {
    if (part === '[') throw new Unportable('[ must be escaped in a class');
    if (/^\\[SDWbB]$/.test(part)) throw new Unportable(`${part} in a class`);
    const isPlain = part === '\\s' || sameEscapes.test(part) || !part.startsWith('\\');
    const both = isPlain ? part : escapedCharacter(part, /[()[\]{}^$|\\-]/);
    javascript += part === '\\s' ? spaces : both;
    snowflake += both;
  }
  return [`${open}${javascript}]`, `${open}${snowflake}]`];
}

function translate(pattern: string): PortablePattern {
  let [javascript, snowflake] = ['', ''];
  let mayRepeat = false;
  for (const match of pattern.matchAll(tokenPattern)) {
    const [token, escaped, bracketed, group, quantifier] = match;
    let pair: readonly [string, string];
    if (escaped !== undefined) pair = escapeSequence(escaped);
    else if (bracketed !== undefined) pair = characterClass(bracketed);
    else if (group !== undefined) {
      if (group !== '(' && group !== '(?:') throw new Unportable('a group begins with (?');
      // POSIX has no other groups; what a group captures does not matter here.
      pair = [group, '('];
    } else if (quantifier !== undefined) {
      if (!mayRepeat) throw new Unportable(`${quantifier} has nothing to repeat`);
      if (/\d{4}/.test(quantifier)) throw new Unportable('something is repeated over 999 times');
      pair = [quantifier, quantifier];
    } else if (token === '.') pair = ['[^\\n]', '.'];
    else if (token === '[' || token === '\\') throw new Unportable(`${token} has no end`);
    else pair = [literal(token), literal(token)];
    javascript += pair[0];
    snowflake += pair[1];
    const isAssertion = escaped === '\\b' || escaped === '\\B';
    mayRepeat =
      quantifier === undefined &&
      group === undefined &&
      !isAssertion &&
      (escaped !== undefined || !/^[|^$]$/.test(token));
  }
  return { javascript: new RegExp(`^(?:${javascript})$`, 'u'), snowflake };
}

/**
 * Reads a regular expression that JavaScript and Snowflake must agree on, and gives it in both
 * dialects, or says why it cannot be one. Left out are look-around, back-references, lazy
 * quantifiers, flags and Unicode classes, none of which Snowflake has.
 *
 * @see https://docs.snowflake.com/en/sql-reference/functions-regexp
 */
export function portablePattern(pattern: string): PortablePattern | { readonly fault: string } {
  try {
    return translate(pattern);
  } catch (error) {
    if (error instanceof Unportable) return { fault: error.message };
    // Brackets that do not match, or a range that runs backwards.
    if (error instanceof SyntaxError) return { fault: 'it is no regular expression' };
    throw error;
  }
}
