import type { Compilation } from '../compile/compilation.js';
import { convert } from '../compile/convert.js';
import { type Typed, typed } from '../compile/typed.js';
import { type DataType, isNumeric, numberType, simple, varchar } from '../datatype/data-type.js';
import { invalidStatement, unsupported } from '../warehouse/errors.js';

/** How a Snowflake function is written in DuckDB, with Snowflake's meaning. */
export interface FunctionDefinition {
  readonly kind: 'scalar' | 'aggregate' | 'window';
  readonly min: number;
  readonly max: number;
  readonly render: (args: readonly Typed[], compilation: Compilation) => Typed;
}

export type Render = FunctionDefinition['render'];

export function scalar(min: number, max: number, render: Render): FunctionDefinition {
  return { kind: 'scalar', min, max, render };
}

export const variant: DataType = simple('VARIANT');
export const boolean: DataType = simple('BOOLEAN');
export const float: DataType = simple('FLOAT');
export const date: DataType = simple('DATE');
export const integer: DataType = numberType(18, 0);
export const nothing: Typed = typed('NULL', simple('NULL'));

export function at(args: readonly Typed[], index: number): Typed {
  return args[index] ?? nothing;
}

/** An argument as text; anything that Snowflake reads as text may stand there. */
export function text(args: readonly Typed[], index: number): string {
  const value = at(args, index);
  if (value.type.kind === 'BINARY') throw unsupported('BINARY in a text function');
  return value.type.kind === 'VARCHAR' ? value.sql : convert(value, varchar).sql;
}

/** A number as it is: FLOAT stays FLOAT, NUMBER stays NUMBER, anything else is read as one. */
export function number(args: readonly Typed[], index: number): Typed {
  const value = at(args, index);
  if (isNumeric(value.type)) return value;
  return convert(value, value.type.kind === 'NULL' ? numberType() : float);
}

/** A number as a BIGINT, for lengths and positions. */
export function count(args: readonly Typed[], index: number): string {
  const value = number(args, index);
  // A literal cannot fail to be one: the rows behind it need no fence (see `prepare`).
  if (/^\d{1,15}$/.test(value.sql)) return `CAST(${value.sql} AS BIGINT)`;
  return `CAST(${convert(value, numberType(38, 0)).sql} AS BIGINT)`;
}

/** An argument that must be a literal, such as a format. */
export function literal(args: readonly Typed[], index: number, what: string): string {
  const value = at(args, index).text;
  if (value === undefined) throw unsupported(`a ${what} that is not written as a literal`);
  return value;
}

/** An argument that must be a literal name, such as `'month'`. */
export function word(args: readonly Typed[], index: number, what: string): string {
  return literal(args, index, what).toLowerCase();
}

export function arityError(name: string): Error {
  return invalidStatement(`wrong number of arguments for ${name}`, name, 938);
}
