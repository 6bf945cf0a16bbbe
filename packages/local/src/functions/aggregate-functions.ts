import { convert, unify } from '../compile/convert.js';
import { type Typed, typed } from '../compile/typed.js';
import { type DataType, numberType, simple, varchar } from '../datatype/data-type.js';
import { unsupported } from '../warehouse/errors.js';
import {
  at,
  boolean,
  count,
  type FunctionDefinition,
  float,
  integer,
  number,
  text,
} from './function-definition.js';

/** An aggregate writes `{…}` where DISTINCT, and `[…]` where ORDER BY, will stand. */
export const distinctMark = '\u0001';
export const orderMark = '\u0002';

function aggregate(
  min: number,
  max: number,
  render: (args: readonly Typed[]) => Typed,
): FunctionDefinition {
  return { kind: 'aggregate', min, max, render };
}

function window(
  min: number,
  max: number,
  render: (args: readonly Typed[]) => Typed,
): FunctionDefinition {
  return { kind: 'window', min, max, render };
}

const call = (name: string, inner: string): string => `${name}(${distinctMark}${inner})`;

const sum = aggregate(1, 1, (args) => {
  const value = number(args, 0);
  const type: DataType = value.type.kind === 'NUMBER' ? numberType(38, value.type.scale) : float;
  return typed(call('sum', value.sql), type);
});

/** AVG of a NUMBER keeps up to six more digits, at most twelve. */
const avg = aggregate(1, 1, (args) => {
  const value = number(args, 0);
  if (value.type.kind !== 'NUMBER') return typed(call('avg', value.sql), float);
  const scale = Math.max(value.type.scale, Math.min(value.type.scale + 6, 12));
  return typed(`${call('avg', value.sql)}`, numberType(38, scale));
});

const extreme = (name: string): FunctionDefinition =>
  aggregate(1, 1, (args) => {
    const value = at(args, 0);
    if (['VARIANT', 'OBJECT', 'ARRAY'].includes(value.type.kind)) {
      throw unsupported(`${name.toUpperCase()} of a VARIANT`);
    }
    return typed(call(name, value.sql), value.type);
  });

const onFloat = (name: string): FunctionDefinition =>
  aggregate(1, 1, (args) => typed(call(name, `CAST(${number(args, 0).sql} AS DOUBLE)`), float));

const counting = aggregate(0, 255, (args) => {
  const [first] = args;
  if (first === undefined) throw unsupported('COUNT without an argument');
  if (args.length === 1) return typed(call('count', first.sql), integer);
  // A row counts only when none of its values is NULL.
  const row = `(${args.map((arg) => arg.sql).join(', ')})`;
  const isNull = args.map((arg) => `${arg.sql} IS NULL`).join(' OR ');
  return typed(call('count', `CASE WHEN ${isNull} THEN NULL ELSE ROW${row} END`), integer);
});

const countIf = aggregate(1, 1, (args) =>
  typed(call('count', `CASE WHEN ${convert(at(args, 0), boolean).sql} THEN 1 END`), integer),
);

const listAgg = aggregate(1, 2, (args) => {
  const separator = args.length > 1 ? text(args, 1) : "''";
  const inner = `${text(args, 0)}, ${separator}${orderMark}`;
  return typed(`COALESCE(${call('string_agg', inner)}, '')`, varchar);
});

const arrayAgg = aggregate(1, 1, (args) => {
  const value = at(args, 0);
  const element = value.type.kind === 'FLOAT' ? convert(value, simple('VARIANT')).sql : value.sql;
  const inner = `${element}${orderMark}`;
  const list = `COALESCE(${call('list', inner)} FILTER (${value.sql} IS NOT NULL), [])`;
  return typed(`CAST(to_json(${list}) AS JSON)`, simple('ARRAY'));
});

/** Pairs without a key or a value are left out; a key that comes twice stops the statement. */
const objectAgg: FunctionDefinition = {
  kind: 'aggregate',
  min: 2,
  max: 2,
  render: (args, compilation) => {
    compilation.mayFail = true;
    const value = at(args, 1);
    if (value.type.kind !== 'VARIANT') throw unsupported('OBJECT_AGG of anything but a VARIANT');
    const key = text(args, 0);
    const isPair = `${key} IS NOT NULL AND ${value.sql} IS NOT NULL`;
    const pairs = `COALESCE(${call('list', `{'k': ${key}, 'v': ${value.sql}}`)} FILTER (${isPair}), [])`;
    return typed(`CAST(to_json(map_from_entries(${pairs})) AS JSON)`, simple('OBJECT'));
  },
};

const percentileOf = (name: string): FunctionDefinition =>
  aggregate(1, 1, (args) => {
    const fraction = at(args, 0);
    if (!/^[\d.]+$|^CAST\('[\d.]+' AS DECIMAL\(\d+,\d+\)\)$/.test(fraction.sql)) {
      throw unsupported('a computed percentile');
    }
    return typed(`${name}(${orderMark}, CAST(${fraction.sql} AS DOUBLE))`, float);
  });

const percentile: FunctionDefinition = percentileOf('quantile_cont');

/** Its type is that of what it orders by. */
const discretePercentile: FunctionDefinition = percentileOf('quantile_disc');

const median = aggregate(1, 1, (args) => {
  const value = number(args, 0);
  return typed(`median(CAST(${value.sql} AS DOUBLE))`, float);
});

const by = (name: string): FunctionDefinition =>
  aggregate(2, 2, (args) =>
    typed(`${name}(${at(args, 0).sql}, ${at(args, 1).sql})`, at(args, 0).type),
  );

const bool = (name: string): FunctionDefinition =>
  aggregate(1, 1, (args) => typed(`${name}(${convert(at(args, 0), boolean).sql})`, boolean));

const anyValue = aggregate(1, 1, (args) =>
  typed(`any_value(${at(args, 0).sql})`, at(args, 0).type),
);

const ofBits = (name: string): FunctionDefinition =>
  aggregate(1, 1, (args) => {
    const { type } = at(args, 0);
    if (type.kind !== 'NUMBER' || type.scale !== 0) {
      throw unsupported('a bitwise function on anything but whole numbers');
    }
    return typed(`${name}(${count(args, 0)})`, numberType());
  });

const uniqueElements = aggregate(1, 1, (args) => {
  const value = at(args, 0);
  if (value.type.kind === 'FLOAT') throw unsupported('ARRAY_UNIQUE_AGG of FLOAT');
  const list = `COALESCE(list(DISTINCT ${value.sql}) FILTER (${value.sql} IS NOT NULL), [])`;
  return typed(`CAST(to_json(${list}) AS JSON)`, simple('ARRAY'));
});

/** Whether exactly one is TRUE. */
const exactlyOne = aggregate(1, 1, (args) => {
  const value = convert(at(args, 0), boolean).sql;
  return typed(
    `CAST((CASE WHEN count(${value}) > 0 THEN count(CASE WHEN ${value} THEN 1 END) = 1 END) AS BOOLEAN)`,
    boolean,
  );
});

/** Functions over the rows of a group. */
export const aggregateFunctions: Readonly<Record<string, FunctionDefinition>> = {
  COUNT: counting,
  COUNT_IF: countIf,
  SUM: sum,
  AVG: avg,
  MIN: extreme('min'),
  MAX: extreme('max'),
  MEDIAN: median,
  STDDEV: onFloat('stddev_samp'),
  STDDEV_SAMP: onFloat('stddev_samp'),
  STDDEV_POP: onFloat('stddev_pop'),
  VARIANCE: onFloat('var_samp'),
  VAR_SAMP: onFloat('var_samp'),
  VAR_POP: onFloat('var_pop'),
  LISTAGG: listAgg,
  ARRAY_AGG: arrayAgg,
  OBJECT_AGG: objectAgg,
  PERCENTILE_CONT: percentile,
  APPROX_COUNT_DISTINCT: aggregate(1, 1, (args) =>
    typed(`count(DISTINCT ${at(args, 0).sql})`, integer),
  ),
  ANY_VALUE: anyValue,
  MIN_BY: by('arg_min_null'),
  MAX_BY: by('arg_max_null'),
  BOOLAND_AGG: bool('bool_and'),
  BOOLOR_AGG: bool('bool_or'),
  BOOLXOR_AGG: exactlyOne,
  BITAND_AGG: ofBits('bit_and'),
  BITANDAGG: ofBits('bit_and'),
  BITOR_AGG: ofBits('bit_or'),
  BITORAGG: ofBits('bit_or'),
  BITXOR_AGG: ofBits('bit_xor'),
  BITXORAGG: ofBits('bit_xor'),
  ARRAY_UNIQUE_AGG: uniqueElements,
  MODE: aggregate(1, 1, (args) => typed(`mode(${at(args, 0).sql})`, at(args, 0).type)),
  PERCENTILE_DISC: discretePercentile,
};

const rank = (name: string, type: DataType = integer): FunctionDefinition =>
  window(0, 0, () => typed(`${name}()`, type));

const shift = (name: string): FunctionDefinition =>
  window(1, 3, (args) => {
    const offset = args.length > 1 ? `, ${count(args, 1)}` : '';
    if (args.length < 3) return typed(`${name}(${at(args, 0).sql}${offset})`, at(args, 0).type);
    const { type, sql } = unify([at(args, 0), at(args, 2)], name);
    return typed(`${name}(${sql[0]}${offset}, ${sql[1]})`, type);
  });

const edge = (name: string): FunctionDefinition =>
  window(1, 1, (args) => typed(`${name}(${at(args, 0).sql})`, at(args, 0).type));

/** Functions that need OVER. */
export const windowFunctions: Readonly<Record<string, FunctionDefinition>> = {
  ROW_NUMBER: rank('row_number'),
  RANK: rank('rank'),
  DENSE_RANK: rank('dense_rank'),
  PERCENT_RANK: rank('percent_rank', float),
  CUME_DIST: rank('cume_dist', float),
  NTILE: window(1, 1, (args) => typed(`ntile(${count(args, 0)})`, integer)),
  LAG: shift('lag'),
  LEAD: shift('lead'),
  // Written as a division before it comes here.
  RATIO_TO_REPORT: window(1, 1, (args) => at(args, 0)),
  FIRST_VALUE: edge('first_value'),
  LAST_VALUE: edge('last_value'),
  NTH_VALUE: window(2, 2, (args) =>
    typed(`nth_value(${at(args, 0).sql}, ${count(args, 1)})`, at(args, 0).type),
  ),
};
