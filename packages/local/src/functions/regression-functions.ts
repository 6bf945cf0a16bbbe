import { failure, type Typed, typed } from '../compile/typed.js';
import type { DataType } from '../datatype/data-type.js';
import { type FunctionDefinition, float, integer, number } from './function-definition.js';

function pair(args: readonly Typed[]): string {
  return [0, 1].map((index) => `CAST(${number(args, index).sql} AS DOUBLE)`).join(', ');
}

/** Of the pairs of y and x that have both. */
const ofPairs = (name: string, type: DataType = float): FunctionDefinition => ({
  kind: 'aggregate',
  min: 2,
  max: 2,
  render: (args) => typed(`${name}(${pair(args)})`, type),
});

/** NULL without pairs; where a value does not vary, what `flat` says, for nothing is documented. */
const ofVaried = (
  name: string,
  flat: (each: (sum: string) => string) => string,
): FunctionDefinition => ({
  kind: 'aggregate',
  min: 2,
  max: 2,
  render: (args, compilation) => {
    compilation.mayFail = true;
    const each = (sum: string): string => `${sum}(${pair(args)})`;
    const sql = `(CASE WHEN ${each('regr_count')} = 0 THEN NULL ${flat(each)} ELSE ${each(name)} END)`;
    return typed(`CAST(${sql} AS DOUBLE)`, float);
  },
});

const stopsIfXIsFlat = (each: (sum: string) => string): string =>
  `WHEN ${each('regr_sxx')} = 0 THEN ${failure('domain')}`;

/** Aggregates of pairs of numbers. */
export const regressionFunctions: Readonly<Record<string, FunctionDefinition>> = {
  COVAR_POP: ofPairs('covar_pop'),
  COVAR_SAMP: ofPairs('covar_samp'),
  REGR_AVGX: ofPairs('regr_avgx'),
  REGR_AVGY: ofPairs('regr_avgy'),
  REGR_COUNT: ofPairs('regr_count', integer),
  REGR_SXX: ofPairs('regr_sxx'),
  REGR_SXY: ofPairs('regr_sxy'),
  REGR_SYY: ofPairs('regr_syy'),
  REGR_SLOPE: ofVaried('regr_slope', stopsIfXIsFlat),
  REGR_INTERCEPT: ofVaried('regr_intercept', stopsIfXIsFlat),
  CORR: ofVaried(
    'corr',
    (each) => `WHEN ${each('regr_sxx')} = 0 OR ${each('regr_syy')} = 0 THEN ${failure('domain')}`,
  ),
  // Documented: NULL where x does not vary, 1 where y alone does not.
  REGR_R2: ofVaried(
    'regr_r2',
    (each) => `WHEN ${each('regr_sxx')} = 0 THEN NULL WHEN ${each('regr_syy')} = 0 THEN 1`,
  ),
};
