import { type SqlToken, sqlTokens } from './sql-tokens.js';

/**
 * The columns among `columns` that an SQL expression may read. It errs on the side of too many: a
 * function or alias of a column's name counts as that column, and `*`, `$1` and `IDENTIFIER(…)` as
 * all of them.
 */
export function referencedColumns(
  expression: string,
  columns: readonly string[],
): readonly string[] {
  const tokens = sqlTokens(expression);
  if (tokens.some((token, at) => mayBeAny(token, at, tokens))) return columns;
  const byName = new Map(columns.map((column) => [column.toUpperCase(), column]));
  const found = new Set<string>();
  for (const { kind, text } of tokens) {
    if (kind !== 'word' && kind !== 'quoted') continue;
    const column = byName.get(text.toUpperCase());
    if (column !== undefined) found.add(column);
  }
  return [...found];
}

/** Whether a token stands for columns that it does not name. */
function mayBeAny({ kind, text }: SqlToken, at: number, tokens: readonly SqlToken[]): boolean {
  if (kind === 'variable') return true;
  if (kind === 'word') return text.toUpperCase() === 'IDENTIFIER';
  if (kind !== 'symbol' || text !== '*') return false;
  const [function_, open, close] = [tokens[at - 2], tokens[at - 1], tokens[at + 1]];
  if (function_?.text.toUpperCase() === 'COUNT' && open?.text === '(' && close?.text === ')') {
    return false;
  }
  // A product has a factor on its left; whatever else a star follows, it stands for all columns.
  if (open?.kind === 'word') return /^(?:ALL|DISTINCT)$/i.test(open.text);
  return open === undefined || (open.kind === 'symbol' && !/^[)\]]$/.test(open.text));
}
