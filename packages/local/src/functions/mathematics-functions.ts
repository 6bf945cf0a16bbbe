import { failure, type Typed, typed } from '../compile/typed.js';
import { numberType } from '../datatype/data-type.js';
import { unsupported } from '../warehouse/errors.js';
import { bindArguments } from './bind-arguments.js';
import {
  at,
  count,
  type FunctionDefinition,
  float,
  number,
  scalar,
} from './function-definition.js';

const double = (args: readonly Typed[], index: number): string =>
  `CAST(${number(args, index).sql} AS DOUBLE)`;

const plain = (name: string): FunctionDefinition =>
  scalar(1, 1, (args) => typed(`${name}(${double(args, 0)})`, float));

/** A function of a FLOAT with a domain: outside of it the statement stops. */
const within = (
  isInside: (x: string) => string,
  write: (x: string) => string,
): FunctionDefinition =>
  scalar(1, 1, (args, compilation) => {
    compilation.mayFail = true;
    const sql = bindArguments(
      [double(args, 0)],
      compilation,
      (x = '') =>
        `(CASE WHEN ${x} IS NULL THEN NULL WHEN ${isInside(x)} THEN ${write(x)} ELSE ${failure('domain')} END)`,
    );
    return typed(sql, float);
  });

const isOne = (x: string): string => `${x} BETWEEN -1 AND 1`;

const logarithm: FunctionDefinition = scalar(2, 2, (args, compilation) => {
  compilation.mayFail = true;
  const sql = bindArguments(
    [double(args, 0), double(args, 1)],
    compilation,
    (base = '', x = '') =>
      `(CASE WHEN ${base} IS NULL OR ${x} IS NULL THEN NULL WHEN ${base} > 0 AND ${base} <> 1 AND ${x} > 0 THEN ln(${x}) / ln(${base}) ELSE ${failure('domain')} END)`,
  );
  return typed(sql, float);
});

const factorial: FunctionDefinition = scalar(1, 1, (args, compilation) => {
  compilation.mayFail = true;
  const n = count(args, 0);
  return typed(
    `(CASE WHEN ${n} IS NULL THEN NULL WHEN ${n} BETWEEN 0 AND 33 THEN CAST(factorial(CAST(${n} AS INTEGER)) AS DECIMAL(38,0)) ELSE ${failure('domain')} END)`,
    numberType(),
  );
});

/** Kilometres between two places on a sphere with a radius of 6371 km. */
const haversine: FunctionDefinition = scalar(4, 4, (args, compilation) => {
  const angles = [0, 1, 2, 3].map((index) => `radians(${double(args, index)})`);
  const sql = bindArguments(
    angles,
    compilation,
    (lat1 = '', lon1 = '', lat2 = '', lon2 = '') =>
      `(2 * 6371 * asin(sqrt(pow(sin((${lat2} - ${lat1}) / 2), 2) + cos(${lat1}) * cos(${lat2}) * pow(sin((${lon2} - ${lon1}) / 2), 2))))`,
  );
  return typed(sql, float);
});

function whole(args: readonly Typed[], index: number): string {
  const { type } = at(args, index);
  if (type.kind !== 'NULL' && (type.kind !== 'NUMBER' || type.scale !== 0)) {
    throw unsupported('a bitwise function on anything but whole numbers');
  }
  return count(args, index);
}

/** Shifts of what is not negative, by less than what would push out a bit. */
const shift = (operator: '<<' | '>>'): FunctionDefinition =>
  scalar(2, 2, (args, compilation) => {
    compilation.mayFail = true;
    const sql = bindArguments(
      [whole(args, 0), whole(args, 1)],
      compilation,
      (value = '', by = '') =>
        `(CASE WHEN ${value} IS NULL OR ${by} IS NULL THEN NULL WHEN ${value} >= 0 AND ${by} BETWEEN 0 AND 62 THEN CAST(CAST(${value} AS HUGEINT) ${operator} CAST(${by} AS HUGEINT) AS DECIMAL(38,0)) ELSE ${failure('domain')} END)`,
    );
    return typed(sql, numberType());
  });

/** Functions of mathematics. */
export const mathematicsFunctions: Readonly<Record<string, FunctionDefinition>> = {
  PI: scalar(0, 0, () => typed('pi()', float)),
  SIN: plain('sin'),
  COS: plain('cos'),
  TAN: plain('tan'),
  COT: within(
    (x) => `${x} <> 0`,
    (x) => `cot(${x})`,
  ),
  ASIN: within(isOne, (x) => `asin(${x})`),
  ACOS: within(isOne, (x) => `acos(${x})`),
  ATAN: plain('atan'),
  ATAN2: scalar(2, 2, (args) => typed(`atan2(${double(args, 0)}, ${double(args, 1)})`, float)),
  SINH: plain('sinh'),
  COSH: plain('cosh'),
  TANH: plain('tanh'),
  ASINH: plain('asinh'),
  ACOSH: within(
    (x) => `${x} >= 1`,
    (x) => `acosh(${x})`,
  ),
  ATANH: within(
    (x) => `${x} > -1 AND ${x} < 1`,
    (x) => `atanh(${x})`,
  ),
  DEGREES: plain('degrees'),
  RADIANS: plain('radians'),
  CBRT: plain('cbrt'),
  SQUARE: scalar(1, 1, (args) => typed(`pow(${double(args, 0)}, 2)`, float)),
  LOG: logarithm,
  FACTORIAL: factorial,
  HAVERSINE: haversine,
  BITNOT: scalar(1, 1, (args) => typed(`(-(${whole(args, 0)}) - 1)`, numberType())),
  BITSHIFTLEFT: shift('<<'),
  BIT_SHIFTLEFT: shift('<<'),
  BITSHIFTRIGHT: shift('>>'),
  BIT_SHIFTRIGHT: shift('>>'),
};
