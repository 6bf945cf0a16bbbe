import type { Statement } from '../../warehouse/statement.js';
import { WarehouseError } from '../../warehouse/warehouse-error.js';
import type { DriverBind } from '../driver/snowflake-driver.js';
import type { StatementOutline } from './statement-outline.js';

/** A statement as the driver takes it. */
export interface BoundStatement {
  readonly text: string;
  readonly binds: readonly DriverBind[];
}

/**
 * Binds the values of a statement with the types that the port promises.
 *
 * The driver has a form for strings, booleans and safe integers. It sends a `Date` as VARIANT, drops
 * `NaN` to NULL and refuses a `bigint`, so these travel as text, and the placeholder becomes a cast.
 */
export function bindStatement(
  { text, binds }: Statement,
  outline: StatementOutline,
): BoundStatement {
  if (outline.binds.length !== binds.length) {
    throw new WarehouseError(
      'DAS_WAREHOUSE_INVALID_STATEMENT',
      `the statement has ${outline.binds.length} binds, but ${binds.length} values`,
      { place: 'the statement', number: 1003, sqlState: '42000', next: 'correct the statement' },
    );
  }
  let rest = 0;
  let bound = '';
  const values: DriverBind[] = [];
  for (const [index, at] of outline.binds.entries()) {
    const { value, type } = driverBind(binds[index], index);
    bound += text.slice(rest, at) + (type === undefined ? '?' : `CAST(? AS ${type})`);
    rest = at + 1;
    values.push(value);
  }
  return { text: bound + text.slice(rest), binds: values };
}

interface PlannedBind {
  readonly value: DriverBind;
  /** The type that the text is cast to; absent where the driver sends the type itself. */
  readonly type?: string;
}

function driverBind(value: unknown, index: number): PlannedBind {
  if (value === null || typeof value === 'boolean') return { value };
  if (typeof value === 'string') return { value };
  if (typeof value === 'bigint') {
    return isSafe(value)
      ? { value: Number(value) }
      : { value: String(value), type: 'NUMBER(38, 0)' };
  }
  if (typeof value === 'number') {
    if (Number.isSafeInteger(value) && !Object.is(value, -0)) return { value };
    return { value: floatText(value), type: 'FLOAT' };
  }
  if (value instanceof Date && !Number.isNaN(value.getTime())) {
    return { value: value.toISOString().slice(0, -1), type: 'TIMESTAMP_NTZ' };
  }
  throw new WarehouseError(
    'DAS_WAREHOUSE_INVALID_STATEMENT',
    `bind ${index + 1} is of a kind that cannot be bound`,
    { place: `bind ${index + 1}`, next: 'bind a text, a number, a boolean, a date or NULL' },
  );
}

function isSafe(value: bigint): boolean {
  return Number.isSafeInteger(Number(value)) && BigInt(Number(value)) === value;
}

/** As Snowflake reads a FLOAT: `NaN`, `inf` and `-inf`. */
function floatText(value: number): string {
  if (Number.isNaN(value)) return 'NaN';
  if (Object.is(value, -0)) return '-0';
  if (value === Number.POSITIVE_INFINITY) return 'inf';
  return value === Number.NEGATIVE_INFINITY ? '-inf' : String(value);
}
