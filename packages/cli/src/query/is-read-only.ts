const readers = ['SELECT', 'WITH', 'SHOW', 'DESCRIBE', 'DESC', 'VALUES', 'EXPLAIN', 'LIST', 'LS'];
const leading = /^(?:\s|\(|--[^\n]*(?:\n|$)|\/\/[^\n]*(?:\n|$)|\/\*[\s\S]*?\*\/)+/;

/**
 * Whether a statement only reads, by its first word: what is not known to read is refused. The
 * warehouse runs one statement at a time, so nothing can follow it.
 */
export function isReadOnly(statement: string): boolean {
  const [, word = ''] = /^([A-Za-z]+)\b/.exec(statement.replace(leading, '')) ?? [];
  return readers.includes(word.toUpperCase());
}
