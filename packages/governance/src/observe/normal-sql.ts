import { sqlTokens } from '@das/core';

/**
 * SQL in the one form in which two texts of the same meaning are equal: tokens, without white space
 * and comments, with words in upper case. Snowflake may give a text back in another layout.
 */
export function normalSql(text: string): string {
  return JSON.stringify(
    sqlTokens(withoutComments(text)).map(({ kind, text: token }) => {
      if (kind === 'word') return token.toUpperCase();
      // "NAME" and NAME are the same name.
      if (kind === 'quoted') return /^[A-Z_][A-Z0-9_$]*$/.test(token) ? token : `"${token}"`;
      return token;
    }),
  );
}

const commentPattern =
  /('(?:[^'\\]|''|\\.)*'|"(?:[^"]|"")*"|\$\$.*?\$\$)|--[^\n]*|\/\/[^\n]*|\/\*.*?\*\//gs;

function withoutComments(text: string): string {
  return text.replaceAll(commentPattern, (_, kept: string | undefined) => kept ?? ' ');
}

/** A type in the one form in which Snowflake's names for it are equal: `TEXT` is `VARCHAR`. */
export function normalType(text: string): string {
  const [, name = '', size] = /^\s*([A-Z_]+)\s*(?:\(([^)]*)\))?\s*$/i.exec(text) ?? [];
  const plain = name.toUpperCase();
  const numbers = size?.replaceAll(/\s/g, '');
  switch (plain) {
    case 'TEXT':
    case 'STRING':
    case 'VARCHAR':
      return numbers === undefined || numbers === '16777216' ? 'VARCHAR' : `VARCHAR(${numbers})`;
    case 'NUMBER':
    case 'DECIMAL':
    case 'NUMERIC':
      return `NUMBER(${numbers === undefined ? '38,0' : numbers.includes(',') ? numbers : `${numbers},0`})`;
    case 'DOUBLE':
    case 'REAL':
      return 'FLOAT';
    default:
      return plain === '' ? text.trim().toUpperCase() : plain;
  }
}
