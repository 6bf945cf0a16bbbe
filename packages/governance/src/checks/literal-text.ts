/** The text that a literal of SQL stands for. */
export function literalText(literal: string): string {
  if (literal.startsWith('$$')) return literal.slice(2, -2);
  if (!literal.startsWith("'")) return literal;
  return literal.slice(1, -1).replaceAll("''", "'").replaceAll(/\\(.)/gsu, '$1');
}
