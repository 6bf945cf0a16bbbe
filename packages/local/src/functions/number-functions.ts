import { unify } from '../compile/convert.js';
import { compileBinary } from '../compile/operators.js';
import { failure, type Typed, typed } from '../compile/typed.js';
import { duckType, isTimestamp, numberType } from '../datatype/data-type.js';
import { unsupported } from '../warehouse/errors.js';
import { dateTrunc } from './date-functions.js';
import {
  at,
  count,
  type FunctionDefinition,
  float,
  integer,
  number,
  scalar,
} from './function-definition.js';

/** The digits argument of ROUND, CEIL, FLOOR, TRUNC: a literal, so that the type is known. */
function digits(args: readonly Typed[]): number {
  if (args.length < 2) return 0;
  const found = /^\(?(-?\d{1,2})\)?$/.exec(at(args, 1).sql);
  if (found === null) throw unsupported('a computed number of digits');
  return Number(found[1]);
}

const rounding = (name: 'round' | 'ceil' | 'floor' | 'trunc'): FunctionDefinition =>
  scalar(1, 2, (args) => {
    const value = number(args, 0);
    const places = digits(args);
    if (value.type.kind !== 'NUMBER') {
      if (name === 'round') return typed(`round(${value.sql}, ${places})`, float);
      if (places !== 0) throw unsupported(`${name} of a FLOAT to digits`);
      return typed(`${name}(${value.sql})`, float);
    }
    const { precision, scale } = value.type;
    if (places >= scale) return value;
    const kept = Math.max(places, 0);
    const type = numberType(Math.min(38, precision - scale + kept + 1), kept);
    const duck = duckType(type);
    if (name === 'round') return typed(`CAST(round(${value.sql}, ${places}) AS ${duck})`, type);
    if (places === 0) return typed(`CAST(${name}(${value.sql}) AS ${duck})`, type);
    return typed(toDigits(name, value, places, duck), type);
  });

/** What ROUND gives, moved by one of the last digit where it went the wrong way. */
function toDigits(
  name: 'ceil' | 'floor' | 'trunc',
  { sql }: Typed,
  places: number,
  duck: string,
): string {
  const rounded = `CAST(round(${sql}, ${places}) AS ${duck})`;
  const digit = places < 0 ? `1${'0'.repeat(-places)}` : `0.${'1'.padStart(places, '0')}`;
  const one = `CAST(${digit} AS ${duck})`;
  const up = `(CASE WHEN ${rounded} < ${sql} THEN ${rounded} + ${one} ELSE ${rounded} END)`;
  const down = `(CASE WHEN ${rounded} > ${sql} THEN ${rounded} - ${one} ELSE ${rounded} END)`;
  if (name === 'trunc')
    return `CAST((CASE WHEN ${sql} < 0 THEN ${up} ELSE ${down} END) AS ${duck})`;
  return `CAST(${name === 'ceil' ? up : down} AS ${duck})`;
}

/** TRUNC also takes a date and a part of it, the other way around than DATE_TRUNC. */
const truncation: FunctionDefinition = scalar(1, 2, (args, compilation) => {
  const [value, part] = [at(args, 0), at(args, 1)];
  if (value.type.kind === 'DATE' || isTimestamp(value.type)) {
    if (args.length < 2) throw unsupported('TRUNC of a date without a part');
    return dateTrunc.render([part, value], compilation);
  }
  return rounding('trunc').render(args, compilation);
});

const abs: FunctionDefinition = scalar(1, 1, (args) => {
  const value = number(args, 0);
  return typed(`abs(${value.sql})`, value.type);
});

const mod: FunctionDefinition = scalar(2, 2, (args, compilation) =>
  compileBinary('%', number(args, 0), number(args, 1), compilation),
);

/** DuckDB's own leave NULLs out. */
const extremeOfKnown = (name: 'greatest' | 'least'): FunctionDefinition =>
  scalar(1, 255, (args) => {
    const { type, sql } = unify(args, name.toUpperCase());
    return typed(`${name}(${sql.join(', ')})`, type);
  });

/** GREATEST and LEAST give NULL when any argument is NULL, unlike DuckDB's. */
const extreme = (name: 'greatest' | 'least'): FunctionDefinition =>
  scalar(1, 255, (args) => {
    const { type, sql } = unify(args, name.toUpperCase());
    const isNull = sql.map((part) => `${part} IS NULL`).join(' OR ');
    return typed(`(CASE WHEN ${isNull} THEN NULL ELSE ${name}(${sql.join(', ')}) END)`, type);
  });

const divideOrZero = (isNullZero: boolean): FunctionDefinition =>
  scalar(2, 2, (args, compilation) => {
    const [a, b] = [number(args, 0), number(args, 1)];
    const quotient = compileBinary('/', a, b, compilation);
    const zero = isNullZero ? `${b.sql} = 0 OR ${b.sql} IS NULL` : `${b.sql} = 0`;
    return typed(
      `(CASE WHEN ${a.sql} IS NULL THEN NULL WHEN ${zero} THEN 0 ELSE ${quotient.sql} END)`,
      quotient.type,
    );
  });

const onFloat = (name: string): FunctionDefinition =>
  scalar(1, 1, (args) => typed(`${name}(CAST(${number(args, 0).sql} AS DOUBLE))`, float));

const sign: FunctionDefinition = scalar(1, 1, (args) =>
  typed(`sign(${number(args, 0).sql})`, integer),
);

const power: FunctionDefinition = scalar(2, 2, (args) => {
  const [base, exponent] = [number(args, 0).sql, number(args, 1).sql];
  return typed(`pow(CAST(${base} AS DOUBLE), CAST(${exponent} AS DOUBLE))`, float);
});

/** Buckets are counted from 1; 0 and one more than there are stand for what lies outside. */
const widthBucket: FunctionDefinition = scalar(4, 4, (args) => {
  const [x, low, high] = [0, 1, 2].map((at) => `CAST(${number(args, at).sql} AS DOUBLE)`);
  const buckets = count(args, 3);
  return typed(
    `(CASE WHEN ${x} IS NULL OR ${low} IS NULL OR ${high} IS NULL OR ${buckets} IS NULL THEN NULL WHEN ${low} >= ${high} OR ${buckets} < 1 THEN ${failure('bucket')} WHEN ${x} < ${low} THEN 0 WHEN ${x} >= ${high} THEN ${buckets} + 1 ELSE CAST(floor((${x} - ${low}) / ((${high} - ${low}) / ${buckets})) AS BIGINT) + 1 END)`,
    integer,
  );
});

/** Bitwise functions, on whole numbers alone. */
const bitwise = (join: (left: string, right: string) => string): FunctionDefinition =>
  scalar(2, 2, (args) => {
    for (const { type } of args) {
      const isWhole = type.kind === 'NULL' || (type.kind === 'NUMBER' && type.scale === 0);
      if (!isWhole) throw unsupported('a bitwise function on anything but whole numbers');
    }
    return typed(join(count(args, 0), count(args, 1)), numberType());
  });

/** Functions on numbers. */
export const numberFunctions: Readonly<Record<string, FunctionDefinition>> = {
  ROUND: rounding('round'),
  CEIL: rounding('ceil'),
  FLOOR: rounding('floor'),
  TRUNC: truncation,
  TRUNCATE: truncation,
  ABS: abs,
  MOD: mod,
  SIGN: sign,
  GREATEST: extreme('greatest'),
  LEAST: extreme('least'),
  GREATEST_IGNORE_NULLS: extremeOfKnown('greatest'),
  LEAST_IGNORE_NULLS: extremeOfKnown('least'),
  DIV0: divideOrZero(false),
  DIV0NULL: divideOrZero(true),
  SQRT: onFloat('sqrt'),
  EXP: onFloat('exp'),
  LN: onFloat('ln'),
  POWER: power,
  POW: power,
  WIDTH_BUCKET: widthBucket,
  BITAND: bitwise((left, right) => `(${left} & ${right})`),
  BITOR: bitwise((left, right) => `(${left} | ${right})`),
  BITXOR: bitwise((left, right) => `xor(${left}, ${right})`),
};
