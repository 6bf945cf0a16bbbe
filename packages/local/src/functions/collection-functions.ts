import type { Compilation } from '../compile/compilation.js';
import { jsonPath } from '../compile/json-path.js';
import { duckString, failure, type Typed, typed } from '../compile/typed.js';
import { isSemiStructured, varchar } from '../datatype/data-type.js';
import { invalidStatement, unsupported } from '../warehouse/errors.js';
import { bindArguments } from './bind-arguments.js';
import {
  at,
  boolean,
  count,
  type FunctionDefinition,
  literal,
  scalar,
  text,
  variant,
} from './function-definition.js';
import { array, json, object } from './variant-functions.js';

type Write = (...names: readonly string[]) => string;

/** An argument that is an ARRAY or OBJECT, or a VARIANT that holds one. */
function collection(value: Typed, kind: 'ARRAY' | 'OBJECT'): string {
  const isGiven = value.type.kind === kind || value.type.kind === 'VARIANT';
  if (value.type.kind === 'NULL') return 'NULL::JSON';
  if (!isGiven) throw invalidStatement(`a function on ${kind} needs one`, kind, 1044);
  return value.sql;
}

/** NULL where the first argument is, an error where it is of another kind, the result otherwise. */
function checked(name: string, kind: 'ARRAY' | 'OBJECT', result: string): string {
  return `(CASE WHEN ${name} IS NULL THEN NULL WHEN json_type(${name}) = '${kind}' THEN ${result} ELSE ${failure('object')} END)`;
}

const elements = (name: string): string => `json_extract(${name}, '$[*]')`;
const toArray = (list: string): string => `to_json(${list})`;

/** A key as a pointer into an OBJECT. */
const pointer = (key: string): string => `'/' || replace(replace(${key}, '~', '~0'), '/', '~1')`;

/** The pairs of an OBJECT for which `keep` holds, and others, as an OBJECT again. */
function pairs(
  name: string,
  compilation: Compilation,
  keep: (key: string) => string,
  more = '',
): string {
  const key = compilation.alias('r');
  const kept = `list_filter(json_keys(${name}), lambda ${key}: ${keep(key)})`;
  const pair = compilation.alias('r');
  const list = `list_transform(${kept}, lambda ${pair}: {'k': ${pair}, 'v': json_extract(${name}, ${pointer(pair)})})`;
  return `to_json(map_from_entries(${more === '' ? list : `list_concat(${list}, ${more})`}))`;
}

const onArray = (
  min: number,
  type: Typed['type'],
  rest: (args: readonly Typed[]) => readonly string[],
  write: Write,
): FunctionDefinition =>
  scalar(min, min, (args, compilation) => {
    const sql = [collection(at(args, 0), 'ARRAY'), ...rest(args)];
    const result = bindArguments(sql, compilation, (...names) =>
      checked(names[0] ?? '', 'ARRAY', write(...names)),
    );
    return typed(type === array ? `CAST(${result} AS JSON)` : result, type);
  });

/** An element; NULL becomes the JSON null, as in ARRAY_CONSTRUCT. */
const element = (args: readonly Typed[]): readonly string[] => [
  `COALESCE(${json(at(args, 1))}, 'null'::JSON)`,
];
const other = (args: readonly Typed[]): readonly string[] => [collection(at(args, 1), 'ARRAY')];

const slice = onArray(
  3,
  array,
  (args) => [count(args, 1), count(args, 2)],
  (list = '', from = '', to = '') => {
    const size = `json_array_length(${list})::BIGINT`;
    const start = `(CASE WHEN ${from} < 0 THEN greatest(${size} + ${from}, 0) ELSE ${from} END)`;
    const end = `(CASE WHEN ${to} < 0 THEN ${size} + ${to} ELSE ${to} END)`;
    return `(CASE WHEN ${from} IS NULL OR ${to} IS NULL THEN NULL WHEN ${start} >= ${end} THEN '[]'::JSON ELSE ${toArray(`list_slice(${elements(list)}, ${start} + 1, ${end})`)} END)`;
  },
);

const withOther =
  (result: Write): Write =>
  (a = '', b = '') =>
    `(CASE WHEN ${b} IS NULL THEN NULL WHEN json_type(${b}) = 'ARRAY' THEN ${result(elements(a), elements(b))} ELSE ${failure('object')} END)`;

const distinct: FunctionDefinition = scalar(1, 1, (args, compilation) => {
  const [item, place] = [compilation.alias('r'), compilation.alias('r')];
  const sql = bindArguments([collection(at(args, 0), 'ARRAY')], compilation, (list = '') =>
    checked(
      list,
      'ARRAY',
      toArray(
        `list_filter(${elements(list)}, lambda ${item}, ${place}: list_position(${elements(list)}, ${item}) = ${place})`,
      ),
    ),
  );
  return typed(`CAST(${sql} AS JSON)`, array);
});

const arrayToString: FunctionDefinition = scalar(2, 2, (args, compilation) => {
  const [item, before, next] = ['r', 'r', 'r'].map(() => compilation.alias('r'));
  const words = (list: string): string =>
    `list_transform(${elements(list)}, lambda ${item}: CASE WHEN json_type(${item}) = 'NULL' THEN '' ELSE json_extract_string(${item}, '$') END)`;
  return typed(
    bindArguments(
      [collection(at(args, 0), 'ARRAY'), text(args, 1)],
      compilation,
      (list = '', separator = '') =>
        checked(
          list,
          'ARRAY',
          `(CASE WHEN ${separator} IS NULL THEN NULL WHEN json_array_length(${list}) = 0 THEN '' ELSE list_reduce(${words(list)}, lambda ${before}, ${next}: ${before} || ${separator} || ${next}) END)`,
        ),
    ),
    varchar,
  );
});

const objectKeys: FunctionDefinition = scalar(1, 1, (args, compilation) => {
  const sql = bindArguments([collection(at(args, 0), 'OBJECT')], compilation, (name = '') =>
    checked(name, 'OBJECT', toArray(`list_sort(json_keys(${name}))`)),
  );
  return typed(`CAST(${sql} AS JSON)`, array);
});

const objectInsert: FunctionDefinition = scalar(3, 4, (args, compilation) => {
  const update = args.length > 3 ? at(args, 3) : typed('FALSE', boolean);
  if (update.type.kind !== 'BOOLEAN') throw unsupported('this update flag of OBJECT_INSERT');
  const sql = bindArguments(
    [collection(at(args, 0), 'OBJECT'), text(args, 1), json(at(args, 2)), update.sql],
    compilation,
    (name = '', key = '', value = '', flag = '') => {
      const added = `(CASE WHEN ${key} IS NULL OR ${value} IS NULL THEN [] ELSE [{'k': ${key}, 'v': ${value}}] END)`;
      const result = pairs(name, compilation, (each) => `${each} IS DISTINCT FROM ${key}`, added);
      return checked(
        name,
        'OBJECT',
        `(CASE WHEN list_contains(json_keys(${name}), ${key}) AND ${flag} IS NOT TRUE THEN ${failure('duplicate')} ELSE ${result} END)`,
      );
    },
  );
  return typed(`CAST(${sql} AS JSON)`, object);
});

const objectKeep = (isPick: boolean): FunctionDefinition =>
  scalar(2, 255, (args, compilation) => {
    const keys = args.slice(1);
    const [first] = keys;
    const isList = keys.length === 1 && first?.type.kind === 'ARRAY';
    if (!isList && keys.some(({ type }) => isSemiStructured(type))) {
      throw unsupported('a key that is not a string');
    }
    if (isList && !isPick) throw unsupported('an ARRAY of keys in OBJECT_DELETE');
    const item = compilation.alias('r');
    const sql = bindArguments(
      [
        collection(at(args, 0), 'OBJECT'),
        ...keys.map((key, index) => (isList ? key.sql : text(args, index + 1))),
      ],
      compilation,
      (name = '', ...rest) => {
        const list = isList
          ? `list_transform(${elements(rest[0] ?? '')}, lambda ${item}: json_extract_string(${item}, '$'))`
          : `[${rest.join(', ')}]`;
        const isNamed = (key: string): string => `list_contains(${list}, ${key})`;
        const keep = (key: string): string =>
          isPick ? `${isNamed(key)} IS TRUE` : `${isNamed(key)} IS NOT TRUE`;
        return checked(name, 'OBJECT', pairs(name, compilation, keep));
      },
    );
    return typed(`CAST(${sql} AS JSON)`, object);
  });

/** The kind of the second argument says whether an OBJECT or an ARRAY is read. */
const get: FunctionDefinition = scalar(2, 2, (args, compilation) => {
  const key = at(args, 1);
  if (key.type.kind === 'NUMBER') {
    const sql = bindArguments(
      [collection(at(args, 0), 'ARRAY'), count(args, 1)],
      compilation,
      (list = '', index = '') =>
        `(CASE WHEN json_type(${list}) = 'ARRAY' AND ${index} >= 0 THEN json_extract(${list}, '$[' || ${index} || ']') END)`,
    );
    return typed(sql, variant);
  }
  if (key.type.kind !== 'VARCHAR') throw unsupported('GET by anything but a number or a string');
  const sql = bindArguments(
    [collection(at(args, 0), 'OBJECT'), text(args, 1)],
    compilation,
    (name = '', field = '') =>
      `(CASE WHEN json_type(${name}) = 'OBJECT' AND ${field} IS NOT NULL THEN json_extract(${name}, ${pointer(field)}) END)`,
  );
  return typed(sql, variant);
});

const getPath: FunctionDefinition = scalar(2, 2, (args) => {
  const value = at(args, 0);
  if (!isSemiStructured(value.type)) throw invalidStatement('GET_PATH needs a VARIANT');
  const path = duckString(jsonPath(literal(args, 1, 'path')));
  return typed(`json_extract(${value.sql}, ${path})`, variant);
});

/** Functions that make one ARRAY or OBJECT of another, or read from it. */
export const collectionFunctions: Readonly<Record<string, FunctionDefinition>> = {
  OBJECT_KEYS: objectKeys,
  OBJECT_INSERT: objectInsert,
  OBJECT_DELETE: objectKeep(false),
  OBJECT_PICK: objectKeep(true),
  ARRAY_APPEND: onArray(2, array, element, (list = '', item = '') =>
    toArray(`list_append(${elements(list)}, ${item})`),
  ),
  ARRAY_PREPEND: onArray(2, array, element, (list = '', item = '') =>
    toArray(`list_prepend(${item}, ${elements(list)})`),
  ),
  ARRAY_CAT: onArray(
    2,
    array,
    other,
    withOther((a = '', b = '') => toArray(`list_concat(${a}, ${b})`)),
  ),
  ARRAYS_OVERLAP: onArray(
    2,
    boolean,
    other,
    withOther((a = '', b = '') => `list_has_any(${a}, ${b})`),
  ),
  ARRAY_SLICE: slice,
  ARRAY_DISTINCT: distinct,
  ARRAY_TO_STRING: arrayToString,
  GET: get,
  GET_PATH: getPath,
};
