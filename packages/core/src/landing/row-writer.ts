import type { LineBuffer } from './line-buffer.js';

/**
 * Adds a row as members of a JSON object, each with a comma before it, since something always precedes.
 * What JSON leaves out is left out.
 */
export type RowWriter = (row: Readonly<Record<string, unknown>>, lines: LineBuffer) => void;

/**
 * A writer of rows that mostly have these fields. It writes what `JSON.stringify` does, but a bigint as
 * a text of digits: JSON has no bigint, and Snowflake reads such a text into NUMBER(38,0) without loss.
 *
 * @param keyOf - under which key a field is written; default: its own name
 */
export function rowWriterOf(
  names: readonly string[],
  keyOf: (name: string) => string = (name) => name,
): RowWriter {
  const written = (name: string): Uint8Array => memberStart(keyOf(name));
  const keys = new Map(names.map((name) => [name, written(name)]));
  return (row, lines) => {
    for (const name in row) writeMember(keys.get(name) ?? written(name), row[name], lines);
  };
}

/** The start of a member that is not the first: a comma, its key and a colon. */
export function memberStart(key: string): Uint8Array {
  return Buffer.from(`,${JSON.stringify(key)}:`);
}

const isFalse: Uint8Array = Buffer.from('false');
const isTrue: Uint8Array = Buffer.from('true');
const isNull: Uint8Array = Buffer.from('null');

/** Adds a member; nothing for a value that JSON leaves out. */
export function writeMember(start: Uint8Array, value: unknown, lines: LineBuffer): void {
  switch (typeof value) {
    case 'string':
      lines.bytes(start);
      lines.json(value);
      break;
    case 'number':
      lines.bytes(start);
      lines.number(value);
      break;
    case 'boolean':
      lines.bytes(start);
      lines.bytes(value ? isTrue : isFalse);
      break;
    case 'bigint':
      lines.bytes(start);
      lines.json(value.toString());
      break;
    case 'object': {
      if (value === null) {
        lines.bytes(start);
        lines.bytes(isNull);
      } else if (isMoment(value)) {
        lines.bytes(start);
        lines.moment(value.getTime());
      } else {
        const text = anyJson(value);
        if (text === undefined) return;
        lines.bytes(start);
        lines.text(text);
      }
      break;
    }
    default:
      break;
  }
}

/** Whether it is a moment, and not a date that writes itself in its own way. */
function isMoment(value: object): value is Date {
  return Object.getPrototypeOf(value) === Date.prototype && !Object.hasOwn(value, 'toJSON');
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
