import { quoteIdentifier, type Row } from '@das/core';
import { shownTask } from '../break-glass/expiry-state.js';
import { cellList, cellText } from './cell.js';
import { normalLag } from './normal-lag.js';
import { normalSql } from './normal-sql.js';

/** One SHOW, and what its rows are. `$` stands for the quoted name of a database. */
export interface Shown {
  readonly kind: string;
  readonly show: string;
  /** What is set on an object, where the role may see it. */
  readonly properties?: (row: Row) => Readonly<Record<string, string>>;
  /** The column that holds the comment, where it is not called so. */
  readonly comment?: string;
  /** The full name, where it is not made of the columns that SHOW has for it. */
  readonly name?: (row: Row) => readonly string[];
}

const words = (list: readonly string[]): string => JSON.stringify([...list].sort());

/** The kinds of an account: whatever the number of databases, one statement each. */
export const shownInAccount: readonly Shown[] = [
  { kind: 'database', show: 'SHOW DATABASES' },
  { kind: 'role', show: 'SHOW ROLES' },
  {
    kind: 'warehouse',
    show: 'SHOW WAREHOUSES',
    properties: (row) => ({
      size: cellText(row, 'size').toUpperCase().replaceAll(/[- ]/g, ''),
      autoSuspend: cellText(row, 'auto_suspend'),
      autoResume: cellText(row, 'auto_resume').toUpperCase(),
      resourceMonitor: cellText(row, 'resource_monitor').replace(/^null$/, ''),
    }),
  },
  {
    kind: 'resourceMonitor',
    show: 'SHOW RESOURCE MONITORS',
    properties: (row) => ({
      creditQuota: String(Number(cellText(row, 'credit_quota') || Number.NaN)),
      NOTIFY: percents(row, 'notify_at'),
      SUSPEND: percents(row, 'suspend_at'),
      SUSPEND_IMMEDIATE: percents(row, 'suspend_immediately_at'),
    }),
  },
  { kind: 'networkPolicy', show: 'SHOW NETWORK POLICIES' },
  {
    kind: 'share',
    show: 'SHOW SHARES',
    name: (row) =>
      cellText(row, 'kind') === 'INBOUND' ? [] : [cellText(row, 'name').split('.').at(-1) ?? ''],
    properties: (row) => ({
      accounts: words(cellList(row, 'to')),
      database: cellText(row, 'database_name'),
    }),
  },
];

/** The kinds that a database holds. */
export const shownInDatabase: readonly Shown[] = [
  {
    kind: 'schema',
    show: 'SHOW SCHEMAS IN DATABASE $',
    properties: (row) => ({
      managedAccess: String(cellText(row, 'options').includes('MANAGED ACCESS')),
    }),
  },
  {
    kind: 'databaseRole',
    show: 'SHOW DATABASE ROLES IN DATABASE $',
  },
  {
    kind: 'dynamicTable',
    show: 'SHOW DYNAMIC TABLES IN DATABASE $',
    properties: (row) => ({
      targetLag: normalLag(cellText(row, 'target_lag')),
      warehouse: cellText(row, 'warehouse'),
      state: cellText(row, 'scheduling_state'),
      // The text is for who may monitor the table. It is the whole CREATE, or the query alone.
      ...queryOf(cellText(row, 'text')),
    }),
  },
  {
    kind: 'task',
    show: 'SHOW TASKS IN DATABASE $',
    properties: (row) => ({
      warehouse: cellText(row, 'warehouse'),
      ...shownTask(row),
    }),
  },
  {
    kind: 'stage',
    show: 'SHOW STAGES IN DATABASE $',
    properties: (row) => ({ url: cellText(row, 'url') }),
  },
  { kind: 'stream', show: 'SHOW STREAMS IN DATABASE $' },
  { kind: 'sequence', show: 'SHOW SEQUENCES IN DATABASE $' },
  { kind: 'fileFormat', show: 'SHOW FILE FORMATS IN DATABASE $' },
  {
    kind: 'dataMetricFunction',
    show: 'SHOW DATA METRIC FUNCTIONS IN DATABASE $',
    comment: 'description',
    // Those that an account has from the start are shown too.
    name: (row) => (cellText(row, 'catalog_name') === 'SNOWFLAKE' ? [] : functionName(row)),
  },
  {
    kind: 'function',
    show: 'SHOW USER FUNCTIONS IN DATABASE $',
    name: (row) => (cellText(row, 'is_data_metric') === 'Y' ? [] : functionName(row)),
  },
  {
    kind: 'procedure',
    show: 'SHOW USER PROCEDURES IN DATABASE $',
    name: functionName,
  },
];

function functionName(row: Row): readonly string[] {
  return ['catalog_name', 'schema_name', 'name'].map((part) => cellText(row, part));
}

/** The SHOW of one database. */
export function showIn(database: string, { show }: Shown): string {
  return show.replace('$', () => quoteIdentifier(database));
}

/** The full name that a row of SHOW gives an object of this kind; empty for what is none of ours. */
export function shownName(
  row: Row,
  { kind, name }: Shown,
  database: string | undefined,
): readonly string[] {
  if (name !== undefined) return name(row);
  const plain = cellText(row, 'name');
  if (database === undefined) return [plain];
  if (kind === 'schema' || kind === 'databaseRole') return [database, plain];
  return [database, cellText(row, 'schema_name'), plain];
}

function percents(row: Row, column: string): string {
  return words(cellText(row, column).match(/\d+/g) ?? []);
}

function queryOf(text: string): Readonly<Record<string, string>> {
  if (text === '') return {};
  const query = /^\s*CREATE\b.*?\bAS\s+((?:SELECT|WITH)\b.*)$/is.exec(text)?.[1] ?? text;
  return { query: normalSql(query) };
}
