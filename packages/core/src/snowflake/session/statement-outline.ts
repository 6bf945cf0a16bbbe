/** What is known of a statement without parsing it: its first words, and where its binds stand. */
export interface StatementOutline {
  /** The first words, in upper case, up to the first token that is none; at most six. */
  readonly words: readonly string[];
  /** Where each `?` stands in the text. */
  readonly binds: readonly number[];
  /** Whether something follows a `;`. */
  readonly isMany: boolean;
}

/** Literals, quoted names and comments come before any single character. */
const tokenPattern =
  /\s+|--[^\n]*|\/\/[^\n]*|\/\*[\s\S]*?\*\/|'(?:[^'\\]|''|\\[\s\S])*'|\$\$[\s\S]*?\$\$|"(?:[^"]|"")*"|[\p{L}_][\p{L}\p{N}_$]*|[\s\S]/gu;

/**
 * Reads the outline of a statement as Snowflake cuts it into tokens.
 *
 * @see https://docs.snowflake.com/en/sql-reference/data-types-text
 */
export function outlineOf(text: string): StatementOutline {
  const words: string[] = [];
  const binds: number[] = [];
  let isLeading = true;
  let isMany = false;
  let isOver = false;
  for (const match of text.matchAll(tokenPattern)) {
    const [token] = match;
    if (/^(?:\s|--|\/\/|\/\*)/u.test(token)) continue;
    if (isOver && token !== ';') isMany = true;
    if (token === ';') isOver = true;
    if (token === '?') binds.push(match.index);
    const isWord = /^[\p{L}_]/u.test(token);
    if (isLeading && isWord) words.push(token.toUpperCase());
    // A query may stand in parentheses.
    else if (token !== '(' || words.length > 0) isLeading = false;
    if (words.length === 6) isLeading = false;
  }
  return { words, binds, isMany };
}

/** What running a statement does to the session and to the data. */
export type StatementEffect =
  /** Reads, and leaves the session as it was. */
  | 'read'
  /** Changes rows or stages, and leaves the session as it was. */
  | 'write'
  /** May change the session or the catalogue: the connection is not given to another session. */
  | 'definition'
  /** Begins or ends a transaction. */
  | 'transaction'
  /** Reads or writes local files through the driver. */
  | 'file';

const effects: ReadonlyMap<string, StatementEffect> = new Map([
  ...['SELECT', 'WITH', 'VALUES', 'SHOW', 'DESCRIBE', 'DESC', 'LIST', 'LS', 'EXPLAIN'].map(
    (word): [string, StatementEffect] => [word, 'read'],
  ),
  ...['INSERT', 'UPDATE', 'DELETE', 'MERGE', 'COPY', 'REMOVE', 'RM'].map(
    (word): [string, StatementEffect] => [word, 'write'],
  ),
  ...['BEGIN', 'START', 'COMMIT', 'ROLLBACK'].map((word): [string, StatementEffect] => [
    word,
    'transaction',
  ]),
  ['PUT', 'file'],
  ['GET', 'file'],
]);

/** What a statement does, by its first word; what is not known may change anything. */
export function effectOf({ words, isMany }: StatementOutline): StatementEffect {
  if (isMany) return 'definition';
  return effects.get(words[0] ?? '') ?? 'definition';
}

/** Whether a statement changes the primary role of the session. */
export function isRoleChange({ words }: StatementOutline): boolean {
  return words[0] === 'USE' && words[1] === 'ROLE';
}
