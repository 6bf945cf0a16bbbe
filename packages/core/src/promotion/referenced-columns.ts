/** String literals, quoted identifiers, words; anything else is skipped. */
const tokenPattern = /'(?:[^'\\]|''|\\.)*'|"((?:[^"]|"")*)"|([A-Za-z_][A-Za-z0-9_$]*)/g;

/**
 * The columns among `columns` that an SQL expression may read. It errs on the side of too many: a
 * function or alias of a column's name counts as that column.
 */
export function referencedColumns(
  expression: string,
  columns: readonly string[],
): readonly string[] {
  const byName = new Map(columns.map((column) => [column.toUpperCase(), column]));
  const found = new Set<string>();
  for (const match of expression.matchAll(tokenPattern)) {
    const name = match[1]?.replaceAll('""', '"') ?? match[2];
    const column = name === undefined ? undefined : byName.get(name.toUpperCase());
    if (column !== undefined) found.add(column);
  }
  return [...found];
}
