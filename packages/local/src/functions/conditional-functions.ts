import { convert, unify } from '../compile/convert.js';
import { compileBinary } from '../compile/operators.js';
import { type Typed, typed } from '../compile/typed.js';
import {
  at,
  boolean,
  type FunctionDefinition,
  nothing,
  number,
  scalar,
} from './function-definition.js';

const condition = (value: Typed): string => convert(value, boolean).sql;

const iff: FunctionDefinition = scalar(3, 3, (args) => {
  const { type, sql } = unify(args.slice(1), 'IFF');
  return typed(`(CASE WHEN ${condition(at(args, 0))} THEN ${sql[0]} ELSE ${sql[1]} END)`, type);
});

const coalesce = (min: number, max: number): FunctionDefinition =>
  scalar(min, max, (args) => {
    const { type, sql } = unify(args, 'COALESCE');
    return typed(`COALESCE(${sql.join(', ')})`, type);
  });

const nvl2: FunctionDefinition = scalar(3, 3, (args) => {
  const { type, sql } = unify(args.slice(1), 'NVL2');
  return typed(
    `(CASE WHEN ${at(args, 0).sql} IS NOT NULL THEN ${sql[0]} ELSE ${sql[1]} END)`,
    type,
  );
});

const nullIf: FunctionDefinition = scalar(2, 2, (args, compilation) => {
  const value = at(args, 0);
  const equal = compileBinary('=', value, at(args, 1), compilation).sql;
  return typed(`(CASE WHEN ${equal} THEN NULL ELSE ${value.sql} END)`, value.type);
});

const zeroIfNull: FunctionDefinition = scalar(1, 1, (args) => {
  const value = number(args, 0);
  return typed(`COALESCE(${value.sql}, 0)`, value.type);
});

const nullIfZero: FunctionDefinition = scalar(1, 1, (args) => {
  const value = number(args, 0);
  return typed(`NULLIF(${value.sql}, 0)`, value.type);
});

/** DECODE treats NULL as equal to NULL, unlike CASE. */
const decode: FunctionDefinition = scalar(3, 255, (args, compilation) => {
  const value = at(args, 0);
  const hasDefault = args.length % 2 === 0;
  const pairs = Math.floor((args.length - 1) / 2);
  const results = Array.from({ length: pairs }, (_, pair) => at(args, pair * 2 + 2));
  results.push(hasDefault ? at(args, args.length - 1) : nothing);
  const { type, sql } = unify(results, 'DECODE');
  const branches = Array.from({ length: pairs }, (_, pair) => {
    const search = at(args, pair * 2 + 1);
    const test = compileBinary('IS NOT DISTINCT FROM', value, search, compilation).sql;
    return `WHEN ${test} THEN ${sql[pair]}`;
  });
  return typed(`(CASE ${branches.join(' ')} ELSE ${sql.at(-1)} END)`, type);
});

const equalNull: FunctionDefinition = scalar(2, 2, (args, compilation) =>
  compileBinary('IS NOT DISTINCT FROM', at(args, 0), at(args, 1), compilation),
);

const boolBoth = (operator: 'AND' | 'OR'): FunctionDefinition =>
  scalar(2, 2, (args, compilation) =>
    compileBinary(operator, at(args, 0), at(args, 1), compilation),
  );

/** NULLs count as FALSE or TRUE nowhere: either one makes the result NULL. */
const boolXor: FunctionDefinition = scalar(2, 2, (args) => {
  const [a, b] = [condition(at(args, 0)), condition(at(args, 1))];
  return typed(`(${a} <> ${b})`, boolean);
});

const boolNot: FunctionDefinition = scalar(1, 1, (args) =>
  typed(`(NOT ${condition(at(args, 0))})`, boolean),
);

/** The first argument, or NULL if the second is; the pair of a regression. */
const pairValue = (wanted: 0 | 1): FunctionDefinition =>
  scalar(2, 2, (args) => {
    const value = number(args, wanted);
    const other = at(args, 1 - wanted).sql;
    return typed(`(CASE WHEN ${other} IS NOT NULL THEN ${value.sql} END)`, value.type);
  });

/** Functions that choose between their arguments. */
export const conditionalFunctions: Readonly<Record<string, FunctionDefinition>> = {
  IFF: iff,
  COALESCE: coalesce(2, 255),
  NVL: coalesce(2, 2),
  IFNULL: coalesce(2, 2),
  NVL2: nvl2,
  NULLIF: nullIf,
  ZEROIFNULL: zeroIfNull,
  NULLIFZERO: nullIfZero,
  DECODE: decode,
  EQUAL_NULL: equalNull,
  BOOLAND: boolBoth('AND'),
  BOOLOR: boolBoth('OR'),
  BOOLXOR: boolXor,
  BOOLNOT: boolNot,
  REGR_VALX: pairValue(1),
  REGR_VALY: pairValue(0),
};
