import { isoMoment } from './iso-moment.js';

/** A row as the members of a JSON object. */
export interface WrittenRow {
  /** Each with a comma behind it, since something always follows: to cut one off copies the text. */
  readonly members: string;
  /** Whether it is nothing but ASCII, which is several times as fast to turn into bytes. */
  readonly isAscii: boolean;
}

/** Writes a row as members of a JSON object. */
export type RowJson = (row: Readonly<Record<string, unknown>>) => WrittenRow;

/**
 * A writer of rows that mostly have these fields. It writes what `JSON.stringify` does, but a bigint as
 * a text of digits: JSON has no bigint, and Snowflake reads such a text into NUMBER(38,0) without loss.
 *
 * @param keyOf - under which key a field is written; default: its own name
 */
export function rowJsonOf(
  names: readonly string[],
  keyOf: (name: string) => string = (name) => name,
): RowJson {
  const written = (name: string): string => `${JSON.stringify(keyOf(name))}:`;
  const keys = new Map(names.map((name) => [name, written(name)]));
  const hasAsciiKeys = [...keys.values()].every(isAsciiText);
  return (row) => {
    let members = '';
    let isAscii = hasAsciiKeys;
    for (const name in row) {
      const value = row[name];
      let text: string | undefined;
      if (typeof value === 'string') {
        const isPlain = !special.test(value);
        text = isPlain ? `"${value}"` : textJson(value);
        if (!isPlain) isAscii &&= isAsciiText(text);
      } else if (typeof value !== 'object' || value === null) {
        text = valueJson(value);
      } else {
        text = momentJson(value);
        if (text === undefined) {
          text = anyJson(value);
          if (text !== undefined) isAscii &&= isAsciiText(text);
        }
      }
      if (text === undefined) continue;
      let key = keys.get(name);
      if (key === undefined) {
        key = written(name);
        isAscii &&= isAsciiText(key);
      }
      members += `${key}${text},`;
    }
    return { members, isAscii };
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

/** Whether a text is nothing but ASCII. */
export function isAsciiText(text: string): boolean {
  return !beyondAscii.test(text);
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are ASCII
const beyondAscii = /[^\u0000-\u007f]/;

/** What is not written as it is, or is no ASCII. */
const special = /[^ !#-[\]-~]/;

/** What JSON does not hold as it is: quotes, control characters, and halves of a surrogate pair. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: JSON escapes them
const escaped = /["\\\u0000-\u001f\ud800-\udfff]/;

function textJson(text: string): string {
  return escaped.test(text) ? JSON.stringify(text) : `"${text}"`;
}

function objectJson(value: object): string | undefined {
  return momentJson(value) ?? anyJson(value);
}

/** A moment as JSON; `undefined` for anything else, and for a date that writes itself in its own way. */
function momentJson(value: object): string | undefined {
  if (Object.getPrototypeOf(value) !== Date.prototype || Object.hasOwn(value, 'toJSON')) {
    return undefined;
  }
  const iso = isoMoment(value as Date);
  return iso === undefined ? undefined : `"${iso}"`;
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
