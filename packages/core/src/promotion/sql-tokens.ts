/** A token of an SQL expression. White space is none. */
export interface SqlToken {
  /** `variable` is `$1` and `$name`: which column or value it stands for cannot be seen. */
  readonly kind: 'literal' | 'word' | 'quoted' | 'variable' | 'symbol';
  /** As written; of a quoted identifier, its name. */
  readonly text: string;
}

/** What opens a literal, an identifier or a comment comes before any single character. */
const tokenPattern =
  /\s+|('(?:[^'\\]|''|\\.)*'|\$\$.*?\$\$|\d+)|"((?:[^"]|"")*)"|([\p{L}_][\p{L}\p{N}_$]*)|(\$[\p{L}\p{N}_]+)|(--|\/\/|\/\*|.)/gsu;

/**
 * Cuts an SQL expression as Snowflake does, so that nothing hides in a literal or a comment. What
 * does not end, such as a quote, is a symbol.
 *
 * @see https://docs.snowflake.com/en/sql-reference/identifiers-syntax
 * @see https://docs.snowflake.com/en/sql-reference/data-types-text
 */
export function sqlTokens(expression: string): readonly SqlToken[] {
  const tokens: SqlToken[] = [];
  for (const [, literal, quoted, word, variable, symbol] of expression.matchAll(tokenPattern)) {
    if (literal !== undefined) tokens.push({ kind: 'literal', text: literal });
    if (quoted !== undefined) tokens.push({ kind: 'quoted', text: quoted.replaceAll('""', '"') });
    if (word !== undefined) tokens.push({ kind: 'word', text: word });
    if (variable !== undefined) tokens.push({ kind: 'variable', text: variable });
    if (symbol !== undefined) tokens.push({ kind: 'symbol', text: symbol });
  }
  return tokens;
}

/** Symbols that no expression holds, with what they mean in one. */
const refused: ReadonlyMap<string, string> = new Map([
  ["'", 'a text literal does not end'],
  ['"', 'a quoted identifier does not end'],
  ['$', 'a dollar sign stands alone'],
  [';', 'it holds more than one statement'],
  ['--', 'it holds a comment'],
  ['//', 'it holds a comment'],
  ['/*', 'it holds a comment'],
]);

/** Words that begin or join queries: what another query reads, nobody has classified here. */
const queryWords: ReadonlySet<string> = new Set([
  'SELECT',
  'VALUES',
  'UNION',
  'INTERSECT',
  'EXCEPT',
  'MINUS',
]);

const closing: ReadonlyMap<string, string> = new Map([
  ['(', ')'],
  ['[', ']'],
  ['{', '}'],
]);

/** Why a text is not one SQL expression over the columns of one table, or `undefined` when it is. */
export function expressionFault(expression: string): string | undefined {
  const open: string[] = [];
  for (const { kind, text } of sqlTokens(expression)) {
    if (kind === 'word' && queryWords.has(text.toUpperCase())) return 'it holds another query';
    if (kind !== 'symbol') continue;
    const fault = refused.get(text);
    if (fault !== undefined) return fault;
    const end = closing.get(text);
    if (end !== undefined) open.push(end);
    else if (/^[)\]}]$/.test(text) && open.pop() !== text) return 'its brackets do not match';
  }
  return open.length === 0 ? undefined : 'its brackets do not match';
}
