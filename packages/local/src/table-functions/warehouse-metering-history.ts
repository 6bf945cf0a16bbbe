import { holdsGlobal } from '../access/privileges.js';
import type { Place } from '../compile/compile-expression.js';
import { convert } from '../compile/convert.js';
import { duckString } from '../compile/typed.js';
import { simple } from '../datatype/data-type.js';
import { meteredHours, meteringFunction } from '../metadata/warehouse-metering.js';
import type { CallReference } from '../query/query.js';
import { invalidStatement } from '../warehouse/errors.js';
import { CallArguments } from './call-arguments.js';
import { type CalledTable, historyTable } from './called-table.js';

/**
 * `INFORMATION_SCHEMA.WAREHOUSE_METERING_HISTORY(…)`: without the privilege to monitor usage, no rows.
 *
 * @see https://docs.snowflake.com/en/sql-reference/functions/warehouse_metering_history
 */
export function warehouseMeteringHistory(call: CallReference, place: Place): CalledTable {
  const names = ['DATE_RANGE_START', 'DATE_RANGE_END', 'WAREHOUSE_NAME'];
  const args = new CallArguments(call, place, names);
  const { compilation, frame } = place;
  compilation.tables.add('das_catalogue.query_history');
  compilation.readsHistory = true;
  const now = `TIMESTAMP '${compilation.session.now.toISOString().slice(0, 23).replace('T', ' ')}'`;
  const day = (name: string): string | undefined => {
    const value = args.value(name);
    return value && convert(value, simple('DATE')).sql;
  };
  const start = day('DATE_RANGE_START');
  if (start === undefined) {
    throw invalidStatement('WAREHOUSE_METERING_HISTORY needs DATE_RANGE_START', 'DATE_RANGE_START');
  }
  const end = day('DATE_RANGE_END') ?? `CAST(${now} AS DATE)`;
  const tests = [`CAST(h.hour AS DATE) >= ${start}`, `CAST(h.hour AS DATE) <= ${end}`];
  const warehouse = args.name('WAREHOUSE_NAME')?.at(-1);
  if (warehouse !== undefined) tests.push(`h.warehouse_name = ${duckString(warehouse)}`);
  if (!holdsGlobal(compilation.catalogue, frame.roles, 'MONITOR USAGE')) tests.push('FALSE');
  const rows = `(SELECT * FROM ${meteredHours(now)} AS h WHERE ${tests.join(' AND ')} ORDER BY h.warehouse_name, h.hour) AS h`;
  return historyTable(meteringFunction, rows);
}
