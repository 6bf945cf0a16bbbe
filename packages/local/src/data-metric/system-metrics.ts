import type { DataType } from '../datatype/data-type.js';
import { unsupported } from '../warehouse/errors.js';
import type { Metric } from './metric.js';

/** One of the functions of `SNOWFLAKE.CORE`, as a query over `ARG_T` with the column `ARG_C`. */
interface SystemMetric {
  readonly body: string;
  /** The types that its one column may have; none: it measures the table as a whole. */
  readonly types: readonly DataType['kind'][];
}

const anyType = [
  'DATE',
  'FLOAT',
  'NUMBER',
  'TIMESTAMP_LTZ',
  'TIMESTAMP_NTZ',
  'TIMESTAMP_TZ',
  'VARCHAR',
] as const;

const numbers = ['FLOAT', 'NUMBER'] as const;

const share = (condition: string): string =>
  `SELECT COUNT_IF(${condition}) / COUNT(*) * 100 FROM ARG_T`;

/**
 * The functions of `SNOWFLAKE.CORE` whose results the documentation settles.
 *
 * @see https://docs.snowflake.com/en/user-guide/data-quality-system-dmfs
 */
const metrics: Readonly<Record<string, SystemMetric>> = {
  AVG: { body: 'SELECT AVG(ARG_C) FROM ARG_T', types: numbers },
  BLANK_COUNT: { body: "SELECT COUNT(*) FROM ARG_T WHERE TRIM(ARG_C) = ''", types: ['VARCHAR'] },
  BLANK_PERCENT: { body: share("TRIM(ARG_C) = ''"), types: ['VARCHAR'] },
  DUPLICATE_COUNT: {
    body: 'SELECT COUNT(*) FROM (SELECT ARG_C FROM ARG_T GROUP BY ARG_C HAVING COUNT(*) > 1)',
    types: anyType,
  },
  FRESHNESS: {
    body: 'SELECT DATEDIFF(SECOND, MAX(ARG_C), SNOWFLAKE.CORE.DATA_METRIC_SCHEDULED_TIME()) FROM ARG_T',
    types: ['DATE', 'TIMESTAMP_LTZ', 'TIMESTAMP_TZ'],
  },
  MAX: { body: 'SELECT MAX(ARG_C) FROM ARG_T', types: numbers },
  MIN: { body: 'SELECT MIN(ARG_C) FROM ARG_T', types: numbers },
  NULL_COUNT: { body: 'SELECT COUNT(*) FROM ARG_T WHERE ARG_C IS NULL', types: anyType },
  NULL_PERCENT: { body: share('ARG_C IS NULL'), types: anyType },
  ROW_COUNT: { body: 'SELECT COUNT(*) FROM ARG_T', types: [] },
  STDDEV: { body: 'SELECT STDDEV(ARG_C) FROM ARG_T', types: numbers },
  UNIQUE_COUNT: { body: 'SELECT COUNT(DISTINCT ARG_C) FROM ARG_T', types: anyType },
};

/** The database and schema of the functions that an account has from the start. */
export const systemPlace: readonly [string, string] = ['SNOWFLAKE', 'CORE'];

/** What a body asks for the time of the measurement with; it measures nothing itself. */
export const scheduledTime = 'DATA_METRIC_SCHEDULED_TIME';

/** Whether a full name is one of the functions that an account has from the start. */
export function isSystemMetric(path: readonly string[]): boolean {
  return path.length === 3 && path[0] === systemPlace[0] && path[1] === systemPlace[1];
}

/** The names of the functions, with the types that each takes. */
export const systemMetrics: readonly (readonly [string, readonly DataType['kind'][]])[] =
  Object.entries(metrics).map(([name, { types }]) => [name, types]);

/** A function of `SNOWFLAKE.CORE` for arguments of these types; nothing when it takes others. */
export function systemMetric(
  name: string,
  types: readonly (readonly DataType[])[],
): Metric | undefined {
  const metric = Object.hasOwn(metrics, name) ? metrics[name] : undefined;
  if (metric === undefined) throw unsupported(`SNOWFLAKE.CORE.${name}`, name);
  const [columns = [], ...others] = types;
  const [type, ...more] = columns;
  const path = [...systemPlace, name] as const;
  if (name === 'FRESHNESS' && type === undefined) {
    throw unsupported('SNOWFLAKE.CORE.FRESHNESS without a column', name);
  }
  if (name === 'DUPLICATE_COUNT' && more.length > 0) {
    throw unsupported('SNOWFLAKE.CORE.DUPLICATE_COUNT of several columns', name);
  }
  if (others.length > 0 || more.length > 0) return undefined;
  if (metric.types.length === 0) {
    if (type !== undefined) return undefined;
    return { path, tables: [{ name: 'ARG_T', columns: [] }], body: metric.body };
  }
  if (type === undefined || !metric.types.includes(type.kind)) return undefined;
  return {
    path,
    tables: [{ name: 'ARG_T', columns: [{ name: 'ARG_C', type }] }],
    body: metric.body,
  };
}
