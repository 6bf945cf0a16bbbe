import { numberType, simple, varchar } from '../datatype/data-type.js';
import { invalidStatement } from '../warehouse/errors.js';
import type { Compilation } from './compilation.js';
import { type Typed, typed } from './typed.js';

/** Compiles a `?`: a parameter of DuckDB with the type that the driver would bind it as. */
export function compileBind(index: number, compilation: Compilation): Typed {
  const value = compilation.binds[index];
  if (value === undefined) {
    throw invalidStatement(`bind ${index + 1} has no value`, `bind ${index + 1}`);
  }
  if (value === null) return typed('NULL', simple('NULL'));
  const parameter = compilation.parameter(index, value);
  if (typeof value === 'string') return typed(`CAST(${parameter} AS VARCHAR)`, varchar);
  if (typeof value === 'boolean') {
    return typed(`CAST(${parameter} AS BOOLEAN)`, simple('BOOLEAN'));
  }
  if (typeof value === 'bigint' || (typeof value === 'number' && Number.isSafeInteger(value))) {
    return typed(`CAST(${parameter} AS DECIMAL(38,0))`, numberType());
  }
  if (typeof value === 'number') return typed(`CAST(${parameter} AS DOUBLE)`, simple('FLOAT'));
  if (value instanceof Date && !Number.isNaN(value.getTime())) {
    return typed(`CAST(${parameter} AS TIMESTAMP)`, simple('TIMESTAMP_NTZ'));
  }
  throw invalidStatement(`bind ${index + 1} is of a kind that cannot be bound`);
}
