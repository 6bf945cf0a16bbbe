import { failure, type Typed, typed } from '../compile/typed.js';
import { type DataType, numberType, varchar } from '../datatype/data-type.js';
import { unsupported } from '../warehouse/errors.js';
import {
  at,
  count,
  type FunctionDefinition,
  integer,
  scalar,
  text,
} from './function-definition.js';

const binary: DataType = { kind: 'BINARY' };

/** The bytes of a text or a BINARY. */
function bytes(args: readonly Typed[]): string {
  const value = at(args, 0);
  return value.type.kind === 'BINARY' ? value.sql : `encode(${text(args, 0)})`;
}

/** A text that is read as bytes if it has the form, and otherwise NULL or an error. */
function decoded(source: string, form: string, read: string, otherwise: string): string {
  return `(CASE WHEN ${source} IS NULL THEN NULL WHEN regexp_full_match(${source}, '${form}') THEN ${read} ELSE ${otherwise} END)`;
}

const base64 = '([A-Za-z0-9+/]{4})*([A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?';
const hex = '([0-9A-Fa-f]{2})*';

const decode = (form: 'hex' | 'base64', isText: boolean, isTry: boolean): FunctionDefinition =>
  scalar(1, 1, (args, compilation) => {
    compilation.mayFail ||= !isTry;
    const source = text(args, 0);
    const isHex = form === 'hex';
    const raw = isHex ? `unhex(${source})` : `from_base64(${source})`;
    const read = isText ? `decode(${raw})` : raw;
    const otherwise = isTry ? 'NULL' : failure(isHex ? 'binary' : 'base64');
    // Bytes that are no UTF-8 make no text.
    const result = isTry && isText ? `TRY(${read})` : read;
    return typed(
      decoded(source, isHex ? hex : base64, result, otherwise),
      isText ? varchar : binary,
    );
  });

const hexEncode: FunctionDefinition = scalar(1, 2, (args) => {
  const style = args.length > 1 ? at(args, 1).sql : '1';
  if (style !== '0' && style !== '1') throw unsupported('this case of HEX_ENCODE');
  const sql = `hex(${bytes(args)})`;
  return typed(style === '0' ? `lower(${sql})` : sql, varchar);
});

const digest = (name: string, length: number): FunctionDefinition =>
  scalar(1, 1, (args) => typed(`${name}(${bytes(args)})`, { kind: 'VARCHAR', length }));

const binaryDigest = (name: string): FunctionDefinition =>
  scalar(1, 1, (args) => typed(`unhex(${name}(${bytes(args)}))`, binary));

/** Half of an MD5 as a whole number: sixteen of its hexadecimal digits. */
const half = (from: number): FunctionDefinition =>
  scalar(1, 1, (args) => {
    const digits = `substr(md5(${bytes(args)}), ${from}, 16)`;
    return typed(`CAST(CAST('0x' || ${digits} AS UBIGINT) AS DECIMAL(20,0))`, numberType());
  });

const firstCharacter = (name: 'ascii' | 'unicode'): FunctionDefinition =>
  scalar(1, 1, (args, compilation) => {
    compilation.mayFail ||= name === 'ascii';
    const value = text(args, 0);
    const code = `unicode(left(${value}, 1))`;
    const isPlain = `${code} < 128`;
    const otherwise = name === 'ascii' ? failure('ascii') : code;
    return typed(
      `(CASE WHEN ${value} IS NULL THEN NULL WHEN ${value} = '' THEN 0 WHEN ${isPlain} THEN ${code} ELSE ${otherwise} END)`,
      integer,
    );
  });

/** A code point that is none stops the statement. */
const character: FunctionDefinition = scalar(1, 1, (args, compilation) => {
  compilation.mayFail = true;
  const code = count(args, 0);
  const isCode = `(${code} BETWEEN 0 AND 55295 OR ${code} BETWEEN 57344 AND 1114111)`;
  return typed(
    `(CASE WHEN ${code} IS NULL THEN NULL WHEN ${isCode} THEN chr(CAST(${code} AS INTEGER)) ELSE ${failure('character')} END)`,
    varchar,
  );
});

const size = (bits: number): FunctionDefinition =>
  scalar(1, 1, (args) => typed(`(octet_length(${bytes(args)}) * ${bits})`, integer));

/** Functions that write text and bytes in other forms, and digests of them. */
export const encodingFunctions: Readonly<Record<string, FunctionDefinition>> = {
  ASCII: firstCharacter('ascii'),
  UNICODE: firstCharacter('unicode'),
  CHR: character,
  CHAR: character,
  OCTET_LENGTH: size(1),
  BIT_LENGTH: size(8),
  BASE64_ENCODE: scalar(1, 1, (args) => typed(`to_base64(${bytes(args)})`, varchar)),
  BASE64_DECODE_STRING: decode('base64', true, false),
  BASE64_DECODE_BINARY: decode('base64', false, false),
  TRY_BASE64_DECODE_STRING: decode('base64', true, true),
  TRY_BASE64_DECODE_BINARY: decode('base64', false, true),
  HEX_ENCODE: hexEncode,
  HEX_DECODE_STRING: decode('hex', true, false),
  HEX_DECODE_BINARY: decode('hex', false, false),
  TRY_HEX_DECODE_STRING: decode('hex', true, true),
  TRY_HEX_DECODE_BINARY: decode('hex', false, true),
  MD5_BINARY: binaryDigest('md5'),
  MD5_NUMBER_UPPER64: half(1),
  MD5_NUMBER_LOWER64: half(17),
  SHA1: digest('sha1', 40),
  SHA1_HEX: digest('sha1', 40),
  SHA1_BINARY: binaryDigest('sha1'),
};
