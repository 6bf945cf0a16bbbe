import { convert } from '../compile/convert.js';
import { failure, type Typed, typed } from '../compile/typed.js';
import {
  type DataType,
  isSemiStructured,
  isTimestamp,
  numberType,
  simple,
  varchar,
} from '../datatype/data-type.js';
import { invalidStatement, unsupported } from '../warehouse/errors.js';
import { dateFormat } from './date-format.js';
import {
  at,
  boolean,
  type FunctionDefinition,
  float,
  integer,
  literal,
  scalar,
  text,
  variant,
} from './function-definition.js';

export const array: DataType = simple('ARRAY');
export const object: DataType = simple('OBJECT');

export const json = (value: Typed): string => {
  if (value.type.kind === 'NULL') return 'NULL::JSON';
  return isSemiStructured(value.type) ? value.sql : convert(value, variant).sql;
};

const parseJson = (isTry: boolean): FunctionDefinition =>
  scalar(1, 1, (args, compilation) => {
    compilation.mayFail ||= !isTry;
    const source = text(args, 0);
    const cast = isTry ? 'TRY_CAST' : 'CAST';
    return typed(`${cast}(NULLIF(trim(${source}), '') AS JSON)`, variant);
  });

/** A key whose value is NULL is left out, unless KEEP_NULL. */
const objectConstruct = (keepsNull: boolean): FunctionDefinition =>
  scalar(0, 254, (args) => {
    if (args.length % 2 !== 0) throw invalidStatement('OBJECT_CONSTRUCT needs pairs');
    if (args.length === 0) return typed("CAST('{}' AS JSON)", object);
    const entries = Array.from({ length: args.length / 2 }, (_, pair) => {
      const key = text(args, pair * 2);
      const value = json(at(args, pair * 2 + 1));
      const kept = keepsNull ? `COALESCE(${value}, CAST('null' AS JSON))` : value;
      return `{'k': ${key}, 'v': ${kept}}`;
    });
    const list = `list_filter([${entries.join(', ')}], lambda e: e.k IS NOT NULL AND e.v IS NOT NULL)`;
    return typed(`CAST(to_json(map_from_entries(${list})) AS JSON)`, object);
  });

/** A NULL element stays, as the JSON null (Snowflake shows it as undefined). */
const arrayConstruct: FunctionDefinition = scalar(0, 255, (args) => {
  if (args.length === 0) return typed("CAST('[]' AS JSON)", array);
  return typed(`json_array(${args.map(json).join(', ')})`, array);
});

const arraySize: FunctionDefinition = scalar(1, 1, (args) => {
  const value = at(args, 0);
  if (!isSemiStructured(value.type)) throw invalidStatement('ARRAY_SIZE needs an ARRAY');
  return typed(
    `(CASE WHEN json_type(${value.sql}) = 'ARRAY' THEN json_array_length(${value.sql}) END)`,
    integer,
  );
});

const arrayContains: FunctionDefinition = scalar(2, 2, (args) => {
  const [needle, list] = [at(args, 0), at(args, 1)];
  if (!isSemiStructured(needle.type) || !isSemiStructured(list.type)) {
    throw invalidStatement('ARRAY_CONTAINS needs a VARIANT and an ARRAY');
  }
  return typed(`list_contains(CAST(${list.sql} AS JSON[]), ${needle.sql})`, boolean);
});

const toJson: FunctionDefinition = scalar(1, 1, (args) => {
  const value = at(args, 0);
  if (!isSemiStructured(value.type)) throw invalidStatement('TO_JSON needs a VARIANT');
  return typed(`CAST(${value.sql} AS VARCHAR)`, varchar);
});

const toVariant: FunctionDefinition = scalar(1, 1, (args) => typed(json(at(args, 0)), variant));

const typeOf: FunctionDefinition = scalar(1, 1, (args) => {
  const value = at(args, 0);
  if (!isSemiStructured(value.type)) throw invalidStatement('TYPEOF needs a VARIANT');
  return typed(
    `(CASE json_type(${value.sql}) WHEN 'VARCHAR' THEN 'VARCHAR' WHEN 'BOOLEAN' THEN 'BOOLEAN' WHEN 'NULL' THEN 'NULL_VALUE' WHEN 'OBJECT' THEN 'OBJECT' WHEN 'ARRAY' THEN 'ARRAY' WHEN 'DOUBLE' THEN 'DECIMAL' WHEN 'BIGINT' THEN 'INTEGER' WHEN 'UBIGINT' THEN 'INTEGER' END)`,
    varchar,
  );
});

const isType = (name: string, types: readonly string[]): FunctionDefinition =>
  scalar(1, 1, (args) => {
    const value = at(args, 0);
    if (!isSemiStructured(value.type)) throw invalidStatement(`${name} needs a VARIANT`);
    const list = types.map((type) => `'${type}'`).join(', ');
    return typed(`(json_type(${value.sql}) IN (${list}))`, boolean);
  });

/** TO_VARCHAR and TO_CHAR: as a cast, or a date with a format. */
const toVarchar: FunctionDefinition = scalar(1, 2, (args, compilation) => {
  const value = at(args, 0);
  if (args.length === 1) return convert(value, varchar);
  if (value.type.kind === 'BINARY') {
    compilation.mayFail ||= true;
    return binaryText(args);
  }
  if (value.type.kind !== 'DATE' && !isTimestamp(value.type)) {
    throw unsupported('TO_VARCHAR of a number with a format');
  }
  const format = dateFormat(literal(args, 1, 'format')).replaceAll("'", "''");
  return typed(`strftime(${value.sql}, '${format}')`, varchar);
});

const toNumber = (isTry: boolean): FunctionDefinition =>
  scalar(1, 3, (args, compilation) => {
    compilation.mayFail ||= !isTry;
    const sizes = args.slice(1).map((arg) => Number(arg.sql));
    if (sizes.some((size) => !Number.isInteger(size))) {
      throw unsupported('TO_NUMBER with a format');
    }
    const value = at(args, 0);
    if (isTry && value.type.kind !== 'VARCHAR' && value.type.kind !== 'NULL') {
      throw unsupported('TRY_TO_NUMBER of anything but a string');
    }
    return convert(value, numberType(sizes[0] ?? 38, sizes[1] ?? 0), isTry ? 'try' : 'cast');
  });

const to = (type: typeof float, mode: 'cast' | 'try'): FunctionDefinition =>
  scalar(1, 1, (args, compilation) => {
    compilation.mayFail ||= mode === 'cast';
    return convert(at(args, 0), type, mode);
  });

const hexText = '^([0-9A-Fa-f]{2})*$';
const base64Text = '^([A-Za-z0-9+/]{4})*([A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$';

/** The formats of BINARY: HEX by default, BASE64 (which ignores white space), and UTF-8. */
function binaryFormat(args: readonly Typed[]): 'HEX' | 'BASE64' | 'UTF-8' {
  if (args.length < 2) return 'HEX';
  const written = literal(args, 1, 'format').toUpperCase();
  const format = written === 'UTF8' ? 'UTF-8' : written;
  if (format === 'HEX' || format === 'BASE64' || format === 'UTF-8') return format;
  throw invalidStatement('a format of BINARY is HEX, BASE64 or UTF-8');
}

const toBinary = (isTry: boolean): FunctionDefinition =>
  scalar(1, 2, (args, compilation) => {
    compilation.mayFail ||= !isTry;
    const format = binaryFormat(args);
    const value = at(args, 0);
    if (value.type.kind === 'BINARY') return value;
    if (value.type.kind !== 'VARCHAR' && value.type.kind !== 'NULL') {
      throw unsupported('TO_BINARY of anything but a string');
    }
    const source = text(args, 0);
    if (format === 'UTF-8') return typed(`encode(${source})`, { kind: 'BINARY' });
    const isHex = format === 'HEX';
    const plain = isHex ? source : String.raw`regexp_replace(${source}, '\s', '', 'g')`;
    const otherwise = isTry ? 'NULL' : failure(isHex ? 'binary' : 'base64');
    const read = isHex ? `unhex(${plain})` : `from_base64(${plain})`;
    return typed(
      `(CASE WHEN ${source} IS NULL THEN NULL WHEN regexp_matches(${plain}, '${isHex ? hexText : base64Text}') THEN ${read} ELSE ${otherwise} END)`,
      { kind: 'BINARY' },
    );
  });

/** TO_VARCHAR of a BINARY in one of its formats. */
function binaryText(args: readonly Typed[]): Typed {
  const { sql } = at(args, 0);
  const format = binaryFormat(args);
  if (format === 'UTF-8') return typed(`decode(${sql})`, varchar);
  return typed(format === 'HEX' ? `hex(${sql})` : `to_base64(${sql})`, varchar);
}

const uuid: FunctionDefinition = scalar(0, 0, () => typed('CAST(uuid() AS VARCHAR)', varchar));

/** Functions on semi-structured values, and conversions. */
export const variantFunctions: Readonly<Record<string, FunctionDefinition>> = {
  PARSE_JSON: parseJson(false),
  TRY_PARSE_JSON: parseJson(true),
  OBJECT_CONSTRUCT: objectConstruct(false),
  OBJECT_CONSTRUCT_KEEP_NULL: objectConstruct(true),
  ARRAY_CONSTRUCT: arrayConstruct,
  ARRAY_SIZE: arraySize,
  ARRAY_CONTAINS: arrayContains,
  TO_JSON: toJson,
  TO_VARIANT: toVariant,
  TYPEOF: typeOf,
  IS_NULL_VALUE: isType('IS_NULL_VALUE', ['NULL']),
  IS_ARRAY: isType('IS_ARRAY', ['ARRAY']),
  IS_OBJECT: isType('IS_OBJECT', ['OBJECT']),
  TO_VARCHAR: toVarchar,
  TO_CHAR: toVarchar,
  TO_NUMBER: toNumber(false),
  TO_DECIMAL: toNumber(false),
  TO_NUMERIC: toNumber(false),
  TRY_TO_NUMBER: toNumber(true),
  TRY_TO_DECIMAL: toNumber(true),
  TO_DOUBLE: to(float, 'cast'),
  TRY_TO_DOUBLE: to(float, 'try'),
  TO_BOOLEAN: to(boolean, 'cast'),
  TRY_TO_BOOLEAN: to(boolean, 'try'),
  TO_BINARY: toBinary(false),
  TRY_TO_BINARY: toBinary(true),
  UUID_STRING: uuid,
};
