import type { Duration } from './duration.js';

/** What the owner promises about a table's data while it is served. */
export interface ServiceLevelObjectives<Column extends string = string> {
  /** The newest value of `column` is at most this old, in 95 of 100 measurements. */
  readonly freshness?: { readonly column: Column; readonly p95: Duration };
  /** The share of rows, from 0 to 1, in which the column is not NULL. */
  readonly completeness?: { readonly [C in Column]?: number };
  /** The share of time, from 0 to 1, in which the table can be read. */
  readonly availability?: number;
  /** How often new data comes, at least. */
  readonly frequency?: Duration;
  /** How long an incident goes unnoticed, at most. */
  readonly timeToDetect?: Duration;
  /** How long until consumers are told of it, at most. */
  readonly timeToNotify?: Duration;
  /** How long until it is mended, at most. */
  readonly timeToRepair?: Duration;
}

/** How long rows are kept in each tier. */
export interface Retention {
  readonly bronze: Duration;
  readonly silver: Duration;
  readonly platinum: Duration;
}

/** 30 days of BRONZE, 400 days of SILVER, 5 years of PLATINUM. */
export const defaultRetention: Retention = Object.freeze({
  bronze: '30d',
  silver: '400d',
  platinum: '5y',
});
