import { creditRate, type HistoryColumn, historyColumns } from './history-columns.js';

/**
 * The hours in which warehouses ran, and their credits, over the query history: `f` of DuckDB text.
 *
 * A warehouse runs from the first statement that computes on it until no statement came for
 * `AUTO_SUSPEND` seconds (with 0: until now), and for 60 seconds at least. Each second costs the
 * documented credits of the size that the warehouse had at its latest statement; one cluster runs.
 *
 * @see https://docs.snowflake.com/en/user-guide/cost-understanding-compute
 * @param now - the time of the statement, as DuckDB text
 */
export function meteredHours(now: string): string {
  const runs =
    `SELECT warehouse_id, warehouse_name, ${creditRate('warehouse_size')} AS rate, start_time AS s, ` +
    `greatest(end_time, start_time) AS e, ` +
    `CASE WHEN auto_suspend > 0 THEN greatest(end_time, start_time) + to_seconds(auto_suspend) ELSE greatest(${now}, end_time) END AS idle ` +
    `FROM das_catalogue.query_history WHERE warehouse_size IS NOT NULL AND end_time IS NOT NULL`;
  const marked =
    `SELECT *, CASE WHEN s > max(idle) OVER (PARTITION BY warehouse_id ORDER BY s, e ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) THEN 1 ELSE 0 END AS resumes ` +
    `FROM (${runs}) AS m1`;
  const numbered = `SELECT *, sum(resumes) OVER (PARTITION BY warehouse_id ORDER BY s, e ROWS UNBOUNDED PRECEDING) AS island FROM (${marked}) AS m2`;
  const bounded =
    `SELECT *, greatest(least(max(idle) OVER island, greatest(${now}, max(e) OVER island)), min(s) OVER island + INTERVAL 60 SECOND) AS stops, ` +
    `lead(s) OVER (PARTITION BY warehouse_id, island ORDER BY s, e) AS next ` +
    `FROM (${numbered}) AS m3 WINDOW island AS (PARTITION BY warehouse_id, island)`;
  const cut =
    `SELECT *, unnest(generate_series(date_trunc('hour', s), greatest(COALESCE(next, stops), e), INTERVAL 1 HOUR)) AS hour ` +
    `FROM (${bounded}) AS m4`;
  const seconds = (from: string, to: string): string =>
    `greatest(0, epoch(least(${to}, hour + INTERVAL 1 HOUR)) - epoch(greatest(${from}, hour)))`;
  const priced =
    `SELECT warehouse_id, warehouse_name, hour, rate * ${seconds('s', 'COALESCE(next, stops)')} / 3600 AS credits, ` +
    `rate * ${seconds('s', 'e')} / 3600 AS busy FROM (${cut}) AS m5`;
  return (
    `(SELECT warehouse_id, max(warehouse_name) AS warehouse_name, hour, sum(credits) AS credits, ` +
    `least(sum(busy), sum(credits)) AS attributed FROM (${priced}) AS m6 GROUP BY warehouse_id, hour HAVING sum(credits) > 0)`
  );
}

const expressions: Readonly<Record<string, string>> = {
  START_TIME: 'h.hour',
  END_TIME: 'h.hour + INTERVAL 1 HOUR',
  WAREHOUSE_ID: 'h.warehouse_id',
  WAREHOUSE_NAME: 'h.warehouse_name',
  CREDITS_USED: 'h.credits',
  CREDITS_USED_COMPUTE: 'h.credits',
  CREDITS_USED_CLOUD_SERVICES: '0',
  CREDITS_ATTRIBUTED_COMPUTE_QUERIES: 'h.attributed',
};

/** `ACCOUNT_USAGE.WAREHOUSE_METERING_HISTORY`. */
export const meteringView: readonly HistoryColumn[] = historyColumns(
  `START_TIME:time END_TIME:time WAREHOUSE_ID:number WAREHOUSE_NAME CREDITS_USED:credits
  CREDITS_USED_COMPUTE:credits CREDITS_USED_CLOUD_SERVICES:credits
  CREDITS_ATTRIBUTED_COMPUTE_QUERIES:credits`,
  expressions,
);

/** The table function `WAREHOUSE_METERING_HISTORY`. */
export const meteringFunction: readonly HistoryColumn[] = historyColumns(
  `START_TIME:time END_TIME:time WAREHOUSE_NAME CREDITS_USED:credits CREDITS_USED_COMPUTE:credits
  CREDITS_USED_CLOUD_SERVICES:credits`,
  expressions,
);
