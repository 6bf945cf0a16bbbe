import type { BindValue, Statement } from '@das/core';
import { isIdentifier, isOperator, type Token } from '../../lexing/token.js';
import { tokenize } from '../../lexing/tokenize.js';
import { invalidStatement, unsupported } from '../../warehouse/errors.js';
import { asObject, asText, type JsonObject } from '../http/read-body.js';

/** One bind as a driver sends it. An array holds one value for each row of a bulk statement. */
interface WireBind {
  readonly type: string;
  readonly values: readonly (string | null)[];
  readonly isArray: boolean;
}

/** A statement whose binds were read: once, or once for each row. */
export interface BoundStatement {
  readonly text: string;
  readonly rows: readonly (readonly BindValue[])[];
  readonly isBulk: boolean;
}

/**
 * Reads the binds of a request and puts them where `?` and `:1` stand.
 *
 * @throws WarehouseError when they do not fit the statement, or are of a type that cannot be bound.
 */
export function readBinds(text: string, bindings: JsonObject): BoundStatement {
  const binds = new Map<number, WireBind>();
  for (const [position, bind] of Object.entries(bindings)) {
    binds.set(Number(position), wireBind(asObject(bind), position));
  }
  if (binds.size === 0) return { text, rows: [[]], isBulk: false };
  const { sql, order } = placeBinds(text, binds);
  const used = order.map((position) => {
    const bind = binds.get(position);
    if (bind === undefined) throw invalidStatement(`bind ${position} has no value`);
    return bind;
  });
  const isBulk = used.some((bind) => bind.isArray);
  const count = isBulk ? (used.find((bind) => bind.isArray)?.values.length ?? 0) : 1;
  if (used.some((bind) => bind.isArray !== isBulk || bind.values.length !== count)) {
    throw invalidStatement('the binds do not hold the same number of rows');
  }
  const rows = Array.from({ length: count }, (_, row) =>
    used.map((bind) => bindValue(bind.type, bind.values[row] ?? null)),
  );
  return { text: sql, rows, isBulk };
}

function wireBind(bind: JsonObject, position: string): WireBind {
  const type = asText(bind.type)?.toUpperCase() ?? 'TEXT';
  if (asText(bind.fmt) !== undefined) throw unsupported('a bind with a format');
  const isArray = Array.isArray(bind.value);
  const given: readonly unknown[] = Array.isArray(bind.value) ? bind.value : [bind.value];
  const values = given.map((value) => {
    if (value === null || value === undefined) return null;
    if (typeof value === 'string') return value;
    throw invalidStatement(`bind ${position} is of a kind that cannot be bound`);
  });
  return { type, values, isArray };
}

/** Where the binds stand: `?` in turn, or `:1` by number. Each becomes a `?` of its type. */
function placeBinds(
  text: string,
  binds: ReadonlyMap<number, WireBind>,
): { readonly sql: string; readonly order: readonly number[] } {
  const tokens = tokenize(text);
  const order: number[] = [];
  let sql = '';
  let at = 0;
  const put = (position: number, start: number, end: number): void => {
    order.push(position);
    sql += text.slice(at, start) + placeholder(binds.get(position));
    at = end;
  };
  for (const [index, token] of tokens.entries()) {
    if (token.kind === 'bind') put((token.bind ?? 0) + 1, token.start, token.end);
    const number = tokens[index + 1];
    if (number !== undefined && isNumbered(tokens[index - 1], token, number)) {
      put(Number(number.value), token.start, number.end);
    }
  }
  return { sql: sql + text.slice(at), order };
}

/** `:1` is a bind; `A:1` would be a path. */
function isNumbered(before: Token | undefined, colon: Token, number: Token): boolean {
  if (!isOperator(colon, ':') || number.kind !== 'number' || number.start !== colon.end) {
    return false;
  }
  if (!/^\d+$/.test(number.value)) return false;
  const isPath = before !== undefined && before.end === colon.start && isIdentifier(before);
  return !isPath;
}

/** Types that a value of the port cannot be: they are cast where they stand. */
const casts: Readonly<Record<string, string>> = {
  DATE: 'CAST(? AS DATE)',
  TIME: 'CAST(? AS TIME)',
  TIMESTAMP_LTZ: 'CAST(? AS TIMESTAMP_LTZ)',
  TIMESTAMP_TZ: 'CAST(? AS TIMESTAMP_TZ)',
  TIMESTAMP_NTZ: 'CAST(? AS TIMESTAMP_NTZ)',
  BINARY: 'TO_BINARY(?)',
  VARIANT: 'PARSE_JSON(?)',
  OBJECT: 'PARSE_JSON(?)',
  ARRAY: 'PARSE_JSON(?)',
};

function placeholder(bind: WireBind | undefined): string {
  if (bind === undefined) return '?';
  if (bind.type !== 'FIXED') return casts[bind.type] ?? '?';
  const digits = bind.values.map((value) => fraction.exec(value ?? '')?.[1]?.length ?? 0);
  const scale = Math.max(0, ...digits);
  return scale === 0 ? '?' : `CAST(? AS NUMBER(38,${Math.min(scale, 37)}))`;
}

/** A number with a fraction, which stays exact as text. */
const fraction = /^-?\d+\.(\d+)$/;

function bindValue(type: string, value: string | null): BindValue {
  if (value === null) return null;
  switch (type) {
    case 'FIXED':
      if (/^-?\d+$/.test(value)) return BigInt(value);
      return fraction.test(value) ? value : finite(value);
    case 'REAL':
      return finite(value);
    case 'BOOLEAN':
      if (/^(?:true|1)$/i.test(value)) return true;
      if (/^(?:false|0)$/i.test(value)) return false;
      throw invalidStatement('a bind of BOOLEAN is neither true nor false');
    case 'DATE':
      // Drivers send milliseconds since the epoch; a text is left to the cast.
      return /^-?\d+$/.test(value) ? isoOf(BigInt(value) * 1000n).slice(0, 10) : value;
    case 'TIME':
      return /^\d+$/.test(value) ? isoOf(BigInt(value) / 1000n).slice(11) : value;
    case 'TIMESTAMP_NTZ':
    case 'TIMESTAMP_LTZ':
      return /^-?\d+$/.test(value) ? isoOf(BigInt(value) / 1000n) : value;
    case 'TIMESTAMP_TZ': {
      // The offset is not kept by the engine, only the instant.
      const nanos = /^(-?\d+) \d+$/.exec(value)?.[1];
      return nanos === undefined ? value : isoOf(BigInt(nanos) / 1000n);
    }
    case 'TEXT':
    case 'BINARY':
    case 'VARIANT':
    case 'OBJECT':
    case 'ARRAY':
      return value;
    default:
      throw unsupported(`a bind of the type ${/^\w{1,30}$/.test(type) ? type : 'that was sent'}`);
  }
}

function finite(value: string): number {
  const number = Number(value);
  if (value === 'NaN') return number;
  if (value.trim() === '' || Number.isNaN(number)) throw invalidStatement('a bind is not a number');
  return number;
}

/** `2026-01-31 12:00:00.123456` of microseconds since the epoch. */
function isoOf(micros: bigint): string {
  const rest = ((micros % 1000n) + 1000n) % 1000n;
  const date = new Date(Number((micros - rest) / 1000n));
  if (Number.isNaN(date.getTime())) throw invalidStatement('a bind is no point in time');
  return `${date.toISOString().replace('T', ' ').replace('Z', '')}${String(rest).padStart(3, '0')}`;
}

/** Makes one statement of a row of a bound statement. */
export function statementOf(bound: BoundStatement, row: number): Statement {
  return { text: bound.text, binds: bound.rows[row] ?? [] };
}
