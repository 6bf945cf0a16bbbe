import { jsonPath } from '../compile/json-path.js';
import { duckString, failure, type Typed, typed } from '../compile/typed.js';
import { type DataType, isSemiStructured, varchar } from '../datatype/data-type.js';
import { invalidStatement } from '../warehouse/errors.js';
import {
  at,
  boolean,
  type FunctionDefinition,
  literal,
  scalar,
  text,
  variant,
} from './function-definition.js';
import { array, object } from './variant-functions.js';

function held(args: readonly Typed[], name: string): string {
  const value = at(args, 0);
  if (value.type.kind === 'NULL') return 'NULL::JSON';
  if (!isSemiStructured(value.type)) throw invalidStatement(`${name} needs a VARIANT`, name);
  return value.sql;
}

const whole = ['BIGINT', 'UBIGINT', 'HUGEINT'];
const listed = (kinds: readonly string[]): string => kinds.map((kind) => `'${kind}'`).join(', ');

/** Whether a VARIANT holds a value of some kinds. */
const is = (name: string, ...kinds: readonly string[]): FunctionDefinition =>
  scalar(1, 1, (args) => {
    const value = held(args, name);
    return typed(`(json_type(${value}) IN (${listed(kinds)}))`, boolean);
  });

/** The value of a VARIANT if it is of a kind, and otherwise NULL; nothing is converted. */
const as = (
  name: string,
  kind: string,
  type: DataType,
  read: (value: string) => string,
): FunctionDefinition =>
  scalar(1, 1, (args) => {
    const value = held(args, name);
    return typed(`(CASE WHEN json_type(${value}) = '${kind}' THEN ${read(value)} END)`, type);
  });

const string = (value: string): string => `json_extract_string(${value}, '$')`;
const same = (value: string): string => value;

/** The JSON null becomes NULL. */
const stripNull: FunctionDefinition = scalar(1, 1, (args) => {
  const value = held(args, 'STRIP_NULL_VALUE');
  return typed(`(CASE WHEN json_type(${value}) <> 'NULL' THEN ${value} END)`, variant);
});

const toObject: FunctionDefinition = scalar(1, 1, (args, compilation) => {
  compilation.mayFail = true;
  const value = held(args, 'TO_OBJECT');
  return typed(
    `(CASE WHEN ${value} IS NULL OR json_type(${value}) = 'NULL' THEN NULL WHEN json_type(${value}) = 'OBJECT' THEN ${value} ELSE ${failure('object')} END)`,
    object,
  );
});

const pathText: FunctionDefinition = scalar(2, 2, (args, compilation) => {
  compilation.mayFail = true;
  const path = duckString(jsonPath(literal(args, 1, 'path')));
  const value = isSemiStructured(at(args, 0).type)
    ? at(args, 0).sql
    : `CAST(NULLIF(trim(${text(args, 0)}), '') AS JSON)`;
  return typed(`json_extract_string(${value}, ${path})`, varchar);
});

/** Functions that ask what a VARIANT holds. */
export const variantKinds: Readonly<Record<string, FunctionDefinition>> = {
  IS_VARCHAR: is('IS_VARCHAR', 'VARCHAR'),
  IS_CHAR: is('IS_CHAR', 'VARCHAR'),
  IS_BOOLEAN: is('IS_BOOLEAN', 'BOOLEAN'),
  IS_INTEGER: is('IS_INTEGER', ...whole),
  IS_DOUBLE: is('IS_DOUBLE', 'DOUBLE', ...whole),
  IS_REAL: is('IS_REAL', 'DOUBLE', ...whole),
  AS_VARCHAR: as('AS_VARCHAR', 'VARCHAR', varchar, string),
  AS_CHAR: as('AS_CHAR', 'VARCHAR', varchar, string),
  AS_BOOLEAN: as('AS_BOOLEAN', 'BOOLEAN', boolean, (value) => `CAST(${value} AS BOOLEAN)`),
  AS_ARRAY: as('AS_ARRAY', 'ARRAY', array, same),
  AS_OBJECT: as('AS_OBJECT', 'OBJECT', object, same),
  STRIP_NULL_VALUE: stripNull,
  TO_OBJECT: toObject,
  JSON_EXTRACT_PATH_TEXT: pathText,
};
