import { isRelation } from '../catalogue/catalogue-object.js';
import type { Compilation } from '../compile/compilation.js';
import type { ScopeColumn } from '../compile/scope.js';
import {
  accessHistoryView,
  type HistoryColumn,
  loginHistoryView,
  queryHistoryView,
  sessionsView,
} from './history-columns.js';
import { loadsOf } from './loads-of.js';
import { copyHistoryView, refreshHistoryView, taskHistoryView } from './run-history.js';
import { meteredHours, meteringView } from './warehouse-metering.js';

interface HistoryView {
  /** The table of the bookkeeping that it reads. */
  readonly table?: string;
  readonly columns: readonly HistoryColumn[];
  /** What FROM holds; absent: the table. `now` is the time of the statement. */
  readonly from?: (now: string, compilation: Compilation) => string;
  /** The column by which a row is older than a year. */
  readonly time: string;
}

const views: Readonly<Record<string, HistoryView>> = {
  ACCESS_HISTORY: {
    table: 'access_history',
    columns: accessHistoryView,
    time: 'start_time',
  },
  LOGIN_HISTORY: { table: 'login_history', columns: loginHistoryView, time: 'event_time' },
  QUERY_HISTORY: { table: 'query_history', columns: queryHistoryView, time: 'start_time' },
  SESSIONS: {
    table: 'login_history',
    columns: sessionsView,
    from: () => "(SELECT * FROM das_catalogue.login_history WHERE is_success = 'YES')",
    time: 'event_time',
  },
  COPY_HISTORY: {
    columns: copyHistoryView,
    from: (_, compilation) =>
      loadsOf([...compilation.catalogue.all()].filter(isRelation), compilation),
    time: 'loaded_at',
  },
  DYNAMIC_TABLE_REFRESH_HISTORY: {
    table: 'dynamic_table_refreshes',
    columns: refreshHistoryView,
    from: () =>
      '(SELECT *, epoch_ms(data_timestamp) AS at FROM das_catalogue.dynamic_table_refreshes)',
    time: 'at',
  },
  TASK_HISTORY: {
    table: 'task_runs',
    columns: taskHistoryView,
    from: () =>
      "(SELECT *, epoch_ms(scheduled) AS at FROM das_catalogue.task_runs WHERE state NOT IN ('SCHEDULED', 'EXECUTING'))",
    time: 'at',
  },
  WAREHOUSE_METERING_HISTORY: {
    table: 'query_history',
    columns: meteringView,
    from: meteredHours,
    time: 'hour',
  },
};

/** A view of ACCOUNT_USAGE over the history, of the last 365 days; nothing for any other view. */
export function usageHistory(
  name: string,
  compilation: Compilation,
): { readonly sql: string; readonly columns: readonly ScopeColumn[] } | undefined {
  const view = Object.hasOwn(views, name) ? views[name] : undefined;
  if (view === undefined) return undefined;
  const table = `das_catalogue.${view.table ?? ''}`;
  if (view.table !== undefined) compilation.tables.add(table);
  compilation.readsHistory = true;
  compilation.isVolatile = true;
  const { now } = compilation.session;
  const time = `TIMESTAMP '${now.toISOString().slice(0, 23).replace('T', ' ')}'`;
  const list = view.columns.map(({ sql }, at) => `${sql} AS c${at + 1}`).join(', ');
  const from = view.from?.(time, compilation) ?? table;
  return {
    sql: `(SELECT ${list} FROM ${from} AS h WHERE h.${view.time} >= ${time} - INTERVAL 365 DAY)`,
    columns: view.columns.map(({ name: column, type }, at) => ({
      name: column,
      type,
      sql: `c${at + 1}`,
    })),
  };
}
