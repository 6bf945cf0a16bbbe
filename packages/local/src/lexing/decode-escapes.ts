const simple: Readonly<Record<string, string>> = {
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  '0': '\0',
};

/**
 * Decodes the inside of a single-quoted string as Snowflake reads it: `''`, `\n`, `\x41`, `\u26c4`,
 * octal `\101`; any other escaped character stands for itself.
 *
 * @see https://docs.snowflake.com/en/sql-reference/data-types-text
 */
export function decodeEscapes(inner: string): string {
  if (!inner.includes('\\')) return inner.replaceAll("''", "'");
  return inner.replace(
    /''|\\u([0-9A-Fa-f]{4})|\\x([0-9A-Fa-f]{2})|\\([0-7]{3})|\\([\s\S])/g,
    (found, unicode?: string, hex?: string, octal?: string, other?: string) => {
      if (found === "''") return "'";
      if (unicode !== undefined) return String.fromCharCode(Number.parseInt(unicode, 16));
      if (hex !== undefined) return String.fromCharCode(Number.parseInt(hex, 16));
      if (octal !== undefined) return String.fromCharCode(Number.parseInt(octal, 8));
      return other === undefined ? '' : (simple[other] ?? other);
    },
  );
}
