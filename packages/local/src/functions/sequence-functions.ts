import type { Place } from '../compile/compile-expression.js';
import { type Typed, typed } from '../compile/typed.js';
import { numberType } from '../datatype/data-type.js';
import type { CallExpression } from '../query/expression.js';
import { invalidStatement, unsupported } from '../warehouse/errors.js';
import { arityError } from './function-definition.js';

/** The bits of each sequence, and the digits of its numbers. */
const widths: Readonly<Record<string, { readonly bits: bigint; readonly digits: number }>> = {
  SEQ1: { bits: 8n, digits: 3 },
  SEQ2: { bits: 16n, digits: 5 },
  SEQ4: { bits: 32n, digits: 10 },
  SEQ8: { bits: 64n, digits: 19 },
};

export const sequenceFunctionNames: readonly string[] = Object.keys(widths);

/**
 * `SEQ4([0|1])` over one GENERATOR: the numbers of its rows, which start again behind the largest
 * number of the width. With 1 the number has a sign.
 *
 * @see https://docs.snowflake.com/en/sql-reference/functions/seq1
 */
export function compileSequence(call: CallExpression, place: Place): Typed | undefined {
  const width = widths[call.name];
  if (width === undefined) return undefined;
  const [sign, ...others] = call.args;
  if (others.length > 0) throw arityError(call.name);
  const { rowNumber, relations } = place.scope;
  if (rowNumber === undefined || relations.length !== 1) {
    throw unsupported(`${call.name} over anything but one GENERATOR`, call.name);
  }
  if (sign !== undefined && (sign.kind !== 'literal' || sign.literal.type !== 'number')) {
    throw unsupported(`a sign of ${call.name} that is not 0 or 1`, call.name);
  }
  const value =
    sign?.kind === 'literal' && sign.literal.type === 'number' ? sign.literal.value : '0';
  if (value !== '0' && value !== '1') {
    throw invalidStatement(`the sign of ${call.name} is 0 or 1`, call.name);
  }
  const type = numberType(width.digits, 0);
  // No GENERATOR gives as many rows as would make the widest sequence start again.
  if (width.bits === 64n) return typed(`CAST(${rowNumber} AS DECIMAL(19,0))`, type);
  const size = 2n ** width.bits;
  const half = size / 2n;
  const number =
    value === '0' ? `${rowNumber} % ${size}` : `((${rowNumber} + ${half}) % ${size}) - ${half}`;
  return typed(`CAST(${number} AS DECIMAL(${width.digits},0))`, type);
}
