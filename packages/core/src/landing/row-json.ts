import { isoMoment } from './iso-moment.js';

/** Writes a row as JSON. */
export type RowJson = (row: Readonly<Record<string, unknown>>) => string;

/**
 * A writer of rows that mostly have these fields. It writes what `JSON.stringify` does, but a bigint as
 * a text of digits: JSON has no bigint, and Snowflake reads such a text into NUMBER(38,0) without loss.
 */
export function rowJsonOf(names: readonly string[]): RowJson {
  const keys = new Map(names.map((name) => [name, `${JSON.stringify(name)}:`]));
  return (row) => {
    let json = '';
    for (const name in row) {
      const value = valueJson(row[name]);
      if (value === undefined) continue;
      const key = keys.get(name) ?? `${JSON.stringify(name)}:`;
      json += json === '' ? `{${key}${value}` : `,${key}${value}`;
    }
    return json === '' ? '{}' : `${json}}`;
  };
}

/** A value as JSON; `undefined` for what JSON leaves out. */
export function valueJson(value: unknown): string | undefined {
  switch (typeof value) {
    case 'string':
      return textJson(value);
    case 'number':
      return Number.isFinite(value) ? String(value) : 'null';
    case 'boolean':
      return value ? 'true' : 'false';
    case 'bigint':
      return `"${value}"`;
    case 'object':
      return value === null ? 'null' : objectJson(value);
    default:
      return undefined;
  }
}

/** What JSON does not hold as it is: quotes, control characters, and halves of a surrogate pair. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: JSON escapes them
const escaped = /["\\\u0000-\u001f\ud800-\udfff]/;

function textJson(text: string): string {
  return escaped.test(text) ? JSON.stringify(text) : `"${text}"`;
}

function objectJson(value: object): string | undefined {
  if (Object.getPrototypeOf(value) === Date.prototype && !Object.hasOwn(value, 'toJSON')) {
    const iso = isoMoment(value as Date);
    if (iso !== undefined) return `"${iso}"`;
  }
  return anyJson(value);
}

/** A replacer costs more than all the rest, so it is used only where there is a bigint. */
function anyJson(value: object): string | undefined {
  try {
    return JSON.stringify(value);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    return JSON.stringify(value, bigintAsText);
  }
}

function bigintAsText(_key: string, value: unknown): unknown {
  return typeof value === 'bigint' ? value.toString() : value;
}
