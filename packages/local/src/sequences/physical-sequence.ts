import type { DuckDBConnection } from '@duckdb/node-api';
import type { NumberSeries } from '../catalogue/sequence-object.js';
import { invalidStatement, unsupported } from '../warehouse/errors.js';

/**
 * The physical sequence behind a series of numbers. No table refers to it: a default of DuckDB that
 * calls `nextval` keeps a file from being opened after a crash.
 */
export function physicalSequence(series: Pick<NumberSeries, 'physical' | 'isTemporary'>): string {
  return `${series.isTemporary === true ? 'temp.main' : 'das_data'}.q${series.physical}`;
}

const lowest = -(2n ** 63n);
const highest = 2n ** 63n - 1n;
/** So many numbers lie between the ends of the range that nobody walks past them by failing. */
const largestStep = 2n ** 31n;

/** Refuses a start and a step that are out of range. */
export function checkSeries(start: bigint, increment: bigint): void {
  if (start < lowest || start > highest) {
    throw invalidStatement('a sequence starts with a whole number of 64 bits');
  }
  if (increment === 0n) throw invalidStatement('the increment of a sequence is not zero');
  const size = increment < 0n ? -increment : increment;
  if (size > largestStep) throw unsupported('an increment of more than 2147483648');
}

/** Makes the physical sequence; past the end of the range it fails, and never starts again. */
export function createSequenceSql(series: NumberSeries): string {
  const start = BigInt(series.start);
  const increment = BigInt(series.increment);
  const [low, high] = increment > 0n ? [start, highest] : [lowest, start];
  const kind = series.isTemporary === true ? 'TEMP SEQUENCE' : 'SEQUENCE';
  return `CREATE ${kind} ${physicalSequence(series)} INCREMENT BY ${increment} MINVALUE ${low} MAXVALUE ${high} START WITH ${start}`;
}

/** The number that comes next. */
export async function nextValue(
  connection: DuckDBConnection,
  series: NumberSeries,
): Promise<bigint> {
  const reader = await connection.runAndReadAll(
    `SELECT last_value FROM duckdb_sequences() WHERE schema_name = 'das_data' AND sequence_name = 'q${series.physical}'`,
  );
  const last = reader.getRows()[0]?.[0] ?? null;
  if (last === null) return BigInt(series.start);
  return BigInt(String(last)) + BigInt(series.increment);
}
