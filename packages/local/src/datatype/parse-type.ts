import type { TokenReader } from '../lexing/token-reader.js';
import { invalidStatement, unsupported } from '../warehouse/errors.js';
import { type DataType, numberType, type SimpleKind, simple, varchar } from './data-type.js';

const integers = new Set(['INT', 'INTEGER', 'BIGINT', 'SMALLINT', 'TINYINT', 'BYTEINT']);
const decimals = new Set(['NUMBER', 'DECIMAL', 'NUMERIC', 'DEC']);
const floats = new Set(['FLOAT', 'FLOAT4', 'FLOAT8', 'DOUBLE', 'REAL']);
const texts = new Set(['VARCHAR', 'STRING', 'TEXT', 'NVARCHAR', 'NVARCHAR2']);
const characters = new Set(['CHAR', 'CHARACTER', 'NCHAR']);
const timestamps: Readonly<Record<string, SimpleKind>> = {
  TIMESTAMP: 'TIMESTAMP_NTZ',
  DATETIME: 'TIMESTAMP_NTZ',
  TIMESTAMP_NTZ: 'TIMESTAMP_NTZ',
  TIMESTAMPNTZ: 'TIMESTAMP_NTZ',
  TIMESTAMP_LTZ: 'TIMESTAMP_LTZ',
  TIMESTAMPLTZ: 'TIMESTAMP_LTZ',
  TIMESTAMP_TZ: 'TIMESTAMP_TZ',
  TIMESTAMPTZ: 'TIMESTAMP_TZ',
};
const plain = new Set<SimpleKind>(['BOOLEAN', 'DATE', 'VARIANT', 'OBJECT', 'ARRAY']);

/** Reads a data type and its synonyms. */
export function parseType(reader: TokenReader): DataType {
  const word = reader.identifier().toUpperCase();
  if (decimals.has(word)) {
    const [precision = 38, scale = 0] = sizes(reader);
    if (precision < 1 || precision > 38 || scale > Math.min(precision, 37)) {
      throw invalidStatement(`NUMBER(${precision},${scale}) is out of range`);
    }
    return numberType(precision, scale);
  }
  if (integers.has(word)) return numberType();
  if (floats.has(word)) {
    if (word === 'DOUBLE') reader.accept('PRECISION');
    return simple('FLOAT');
  }
  if (texts.has(word) || characters.has(word)) {
    const isOne = characters.has(word) && !reader.accept('VARYING');
    const [length] = sizes(reader);
    if (length === undefined) return isOne ? { kind: 'VARCHAR', length: 1 } : varchar;
    return { kind: 'VARCHAR', length };
  }
  if (word === 'BINARY' || word === 'VARBINARY') {
    const [length] = sizes(reader);
    return { kind: 'BINARY', length };
  }
  if (word === 'TIME') {
    sizes(reader);
    return simple('TIME');
  }
  const timestamp = timestamps[word];
  if (timestamp !== undefined) {
    sizes(reader);
    return simple(timestamp);
  }
  if (plain.has(word as SimpleKind)) {
    if (reader.seesOperator('(')) throw unsupported(`a structured ${word} type`);
    return simple(word as SimpleKind);
  }
  throw unsupported(`the data type ${word}`);
}

function sizes(reader: TokenReader): readonly number[] {
  return reader.seesOperator('(') ? reader.list(() => reader.integer()) : [];
}
