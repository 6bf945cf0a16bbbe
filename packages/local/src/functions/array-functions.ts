import type { Compilation } from '../compile/compilation.js';
import { failure, type Typed, typed } from '../compile/typed.js';
import { isSemiStructured } from '../datatype/data-type.js';
import { invalidStatement, unsupported } from '../warehouse/errors.js';
import { bindArguments } from './bind-arguments.js';
import {
  at,
  boolean,
  count,
  type FunctionDefinition,
  integer,
  scalar,
  text,
  variant,
} from './function-definition.js';
import { array, json } from './variant-functions.js';

type Write = (compilation: Compilation, ...names: readonly string[]) => string;

/** An argument that is an ARRAY, or a VARIANT that may hold one. */
function list(args: readonly Typed[], index: number): string {
  const { type, sql } = at(args, index);
  if (type.kind === 'NULL') return 'NULL::JSON';
  if (type.kind === 'ARRAY' || type.kind === 'VARIANT') return sql;
  throw invalidStatement('a function on ARRAY needs one', 'ARRAY', 1044);
}

const elements = (name: string): string => `json_extract(${name}, '$[*]')`;
const size = (name: string): string => `CAST(json_array_length(${name}) AS BIGINT)`;
const isArray = (name: string): string => `json_type(${name}) = 'ARRAY'`;

/** A function of an ARRAY: NULL for NULL, an error for what is no ARRAY. `lists` arguments are ARRAYs. */
function onArrays(
  lists: number,
  rest: (args: readonly Typed[]) => readonly string[],
  type: Typed['type'],
  write: Write,
): FunctionDefinition {
  return scalar(lists, 255, (args, compilation) => {
    compilation.mayFail = true;
    const given = Array.from({ length: lists }, (_, index) => list(args, index));
    const sql = bindArguments([...given, ...rest(args)], compilation, (...names) => {
      const [arrays, others] = [names.slice(0, lists), names.slice(lists)];
      const isNull = names.map((name) => `${name} IS NULL`).join(' OR ');
      const areArrays = arrays.map(isArray).join(' AND ');
      return `(CASE WHEN ${isNull} THEN NULL WHEN ${areArrays} THEN ${write(compilation, ...arrays, ...others)} ELSE ${failure('object')} END)`;
    });
    return typed(type === array ? `CAST(${sql} AS JSON)` : sql, type);
  });
}

function exactly(arity: number, definition: FunctionDefinition): FunctionDefinition {
  return { ...definition, min: arity, max: arity };
}

const none = (): readonly string[] => [];
const isNumber = (item: string): string =>
  `json_type(${item}) IN ('BIGINT', 'UBIGINT', 'DOUBLE', 'HUGEINT')`;

/** Elements are equal as numbers if both are, and otherwise as JSON. */
const isSame = (left: string, right: string): string =>
  `(CASE WHEN ${isNumber(left)} AND ${isNumber(right)} THEN CAST(${left} AS DOUBLE) = CAST(${right} AS DOUBLE) ELSE ${left} = ${right} END)`;

/** Keeps the first of equal elements, as many as `keep` says by how many the other ARRAY has. */
const byCount = (keep: (seen: string, others: string) => string): FunctionDefinition =>
  exactly(
    2,
    onArrays(2, none, array, (compilation, a = '', b = '') => {
      const [item, place, each, other] = ['r', 'r', 'r', 'r'].map(() => compilation.alias('r')) as [
        string,
        string,
        string,
        string,
      ];
      const seen = `len(list_filter(list_slice(${elements(a)}, 1, ${place}), lambda ${each}: ${each} = ${item}))`;
      const others = `len(list_filter(${elements(b)}, lambda ${other}: ${other} = ${item}))`;
      return `to_json(list_filter(${elements(a)}, lambda ${item}, ${place}: ${keep(seen, others)}))`;
    }),
  );

/** The elements that are no null, where all are numbers or all are texts; others have no order here. */
function ordered(
  compilation: Compilation,
  name: string,
  write: (items: string, key: (item: string) => string) => string,
): string {
  const [item, first, second] = ['r', 'r', 'r'].map(() => compilation.alias('r')) as [
    string,
    string,
    string,
  ];
  const items = `list_filter(${elements(name)}, lambda ${item}: json_type(${item}) <> 'NULL')`;
  const all = (alias: string, test: (each: string) => string): string =>
    `len(list_filter(${items}, lambda ${alias}: NOT (${test(alias)}))) = 0`;
  const asNumber = write(items, (each) => `CAST(${each} AS DOUBLE)`);
  const asText = write(items, (each) => `json_extract_string(${each}, '$')`);
  const isText = (each: string): string => `json_type(${each}) = 'VARCHAR'`;
  return `(CASE WHEN ${all(first, isNumber)} THEN ${asNumber} WHEN ${all(second, isText)} THEN ${asText} ELSE ${failure('order')} END)`;
}

/** The least or greatest element. */
const extreme = (direction: 'ASC' | 'DESC'): FunctionDefinition =>
  exactly(
    1,
    onArrays(1, none, variant, (compilation, name = '') =>
      ordered(compilation, name, (items, key) => {
        const item = compilation.alias('r');
        const pairs = `list_transform(${items}, lambda ${item}: {'k': ${key(item)}, 'v': ${item}})`;
        return `(list_sort(${pairs}, '${direction}')[1]).v`;
      }),
    ),
  );

/** Nulls come last in ascending order and first in descending order. */
const sort: FunctionDefinition = scalar(1, 2, (args, compilation) => {
  const direction = args.length > 1 ? at(args, 1) : typed('TRUE', boolean);
  if (direction.type.kind !== 'BOOLEAN') throw unsupported('this order of ARRAY_SORT');
  const definition = onArrays(
    1,
    () => [direction.sql],
    array,
    (_, name = '', isAscending = '') => {
      const [each, item] = [compilation.alias('r'), compilation.alias('r')];
      const nulls = `list_filter(${elements(name)}, lambda ${each}: json_type(${each}) = 'NULL')`;
      return ordered(compilation, name, (items, key) => {
        const pairs = `list_transform(${items}, lambda ${item}: {'k': ${key(item)}, 'v': ${item}})`;
        const up = compilation.alias('r');
        const down = compilation.alias('r');
        const sorted = (alias: string, way: string): string =>
          `list_transform(list_sort(${pairs}, '${way}'), lambda ${alias}: ${alias}.v)`;
        return `to_json(CASE WHEN ${isAscending} THEN list_concat(${sorted(up, 'ASC')}, ${nulls}) ELSE list_concat(${nulls}, ${sorted(down, 'DESC')}) END)`;
      });
    },
  );
  return definition.render(args, compilation);
});

/** Opens the ARRAYs inside an ARRAY; one that is null makes all of it NULL. */
const flatten: FunctionDefinition = exactly(
  1,
  onArrays(1, none, array, (compilation, name = '') => {
    const [a, b, c] = ['r', 'r', 'r'].map(() => compilation.alias('r')) as [string, string, string];
    const some = (alias: string, kinds: string): string =>
      `len(list_filter(${elements(name)}, lambda ${alias}: json_type(${alias}) NOT IN (${kinds}))) > 0`;
    return `(CASE WHEN ${some(a, "'ARRAY', 'NULL'")} THEN ${failure('object')} WHEN ${some(b, "'ARRAY'")} THEN NULL ELSE to_json(flatten(list_transform(${elements(name)}, lambda ${c}: ${elements(c)}))) END)`;
  }),
);

const position: FunctionDefinition = scalar(2, 2, (args, compilation) => {
  const value = at(args, 0);
  if (!isSemiStructured(value.type)) throw invalidStatement('ARRAY_POSITION needs a VARIANT');
  const item = compilation.alias('r');
  const sql = bindArguments([list(args, 1), value.sql], compilation, (name = '', wanted = '') => {
    const found = `list_position(list_transform(${elements(name)}, lambda ${item}: ${isSame(item, wanted)}), TRUE)`;
    return `(CASE WHEN ${isArray(name)} AND ${wanted} IS NOT NULL THEN NULLIF(${found}, 0) - 1 END)`;
  });
  return typed(sql, integer);
});

const remove: FunctionDefinition = exactly(
  2,
  onArrays(
    1,
    (args) => [json(at(args, 1))],
    array,
    (compilation, name = '', value = '') => {
      const item = compilation.alias('r');
      return `to_json(list_filter(${elements(name)}, lambda ${item}: NOT ${isSame(item, value)}))`;
    },
  ),
);

const removeAt: FunctionDefinition = exactly(
  2,
  onArrays(
    1,
    (args) => [count(args, 1)],
    array,
    (compilation, name = '', index = '') => {
      const [item, place] = [compilation.alias('r'), compilation.alias('r')];
      const wanted = `(CASE WHEN ${index} < 0 THEN ${size(name)} + ${index} ELSE ${index} END)`;
      return `to_json(list_filter(${elements(name)}, lambda ${item}, ${place}: ${place} - 1 <> ${wanted}))`;
    },
  ),
);

/** Beyond the end, nulls fill the gap. */
const insert: FunctionDefinition = exactly(
  3,
  onArrays(
    1,
    (args) => [count(args, 1), `COALESCE(${json(at(args, 2))}, 'null'::JSON)`],
    array,
    (_, name = '', index = '', value = '') => {
      const place = `(CASE WHEN ${index} < 0 THEN ${size(name)} + ${index} ELSE ${index} END)`;
      const gap = `list_resize(CAST([] AS JSON[]), greatest(${place} - ${size(name)}, 0), 'null'::JSON)`;
      return `(CASE WHEN ${place} < 0 OR ${place} > 1000000 THEN ${failure('domain')} ELSE to_json(list_concat(list_slice(${elements(name)}, 1, ${place}), ${gap}, [${value}], list_slice(${elements(name)}, ${place} + 1, ${size(name)}))) END)`;
    },
  ),
);

const range: FunctionDefinition = scalar(2, 3, (args, compilation) => {
  compilation.mayFail = true;
  const step = args.length > 2 ? count(args, 2) : '1';
  const sql = bindArguments(
    [count(args, 0), count(args, 1), step],
    compilation,
    (from = '', to = '', by = '') =>
      `(CASE WHEN ${from} IS NULL OR ${to} IS NULL OR ${by} IS NULL THEN NULL WHEN ${by} = 0 OR abs(CAST(${to} AS DOUBLE) - ${from}) / abs(${by}) > 1000000 THEN ${failure('domain')} ELSE to_json(range(${from}, ${to}, ${by})) END)`,
  );
  return typed(`CAST(${sql} AS JSON)`, array);
});

/** ARRAY_CONSTRUCT without what is NULL. */
const constructCompact: FunctionDefinition = scalar(0, 255, (args, compilation) => {
  if (args.length === 0) return typed("CAST('[]' AS JSON)", array);
  const item = compilation.alias('r');
  const items = args.map(json).join(', ');
  return typed(
    `CAST(to_json(list_filter([${items}], lambda ${item}: ${item} IS NOT NULL)) AS JSON)`,
    array,
  );
});

const toArray: FunctionDefinition = scalar(1, 1, (args) => {
  const value = at(args, 0);
  if (value.type.kind === 'ARRAY') return value;
  const sql = json(value);
  return typed(
    `CAST((CASE WHEN ${sql} IS NULL THEN NULL WHEN ${isArray(sql)} THEN ${sql} ELSE json_array(${sql}) END) AS JSON)`,
    array,
  );
});

const tokens: FunctionDefinition = scalar(1, 2, (args, compilation) => {
  const token = compilation.alias('r');
  const delimiters = args.length > 1 ? text(args, 1) : "' '";
  const sql = bindArguments([text(args, 0), delimiters], compilation, (value = '', by = '') => {
    const one = `translate(${value}, ${by}, repeat(left(${by}, 1), length(${by})))`;
    const parts = `(CASE WHEN ${by} = '' THEN [${value}] ELSE string_split(${one}, left(${by}, 1)) END)`;
    return `(CASE WHEN ${value} IS NULL OR ${by} IS NULL THEN NULL ELSE to_json(list_filter(${parts}, lambda ${token}: ${token} <> '')) END)`;
  });
  return typed(`CAST(${sql} AS JSON)`, array);
});

/** Functions on the elements of ARRAYs. */
export const arrayFunctions: Readonly<Record<string, FunctionDefinition>> = {
  ARRAY_SORT: sort,
  ARRAY_MIN: extreme('ASC'),
  ARRAY_MAX: extreme('DESC'),
  ARRAY_INTERSECTION: byCount((seen, others) => `${seen} <= ${others}`),
  ARRAY_EXCEPT: byCount((seen, others) => `${seen} > ${others}`),
  ARRAY_FLATTEN: flatten,
  ARRAY_POSITION: position,
  ARRAY_REMOVE: remove,
  ARRAY_REMOVE_AT: removeAt,
  ARRAY_INSERT: insert,
  ARRAY_REVERSE: exactly(
    1,
    onArrays(1, none, array, (_, name = '') => `to_json(list_reverse(${elements(name)}))`),
  ),
  ARRAY_GENERATE_RANGE: range,
  ARRAY_CONSTRUCT_COMPACT: constructCompact,
  STRTOK_TO_ARRAY: tokens,
  TO_ARRAY: toArray,
};
