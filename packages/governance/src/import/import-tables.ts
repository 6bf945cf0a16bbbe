import {
  type ColumnResource,
  type DynamicTableResource,
  domainNames,
  nameIn,
  type TableName,
  type TableResource,
  type TagAssignment,
} from '@das/core';
import { cellText } from '../observe/cell.js';
import { normalLag } from '../observe/normal-lag.js';
import type { ObservedAttachment, ObservedColumn } from '../observe/observed-state.js';
import type { ExistingDatabase } from './existing-database.js';
import { type ExistingNames, isNameable, nameOf, unnameable } from './existing-names.js';
import type { Noting } from './import-note.js';
import { physicalTypeOf } from './physical-type.js';

/** A table that is imported, with what only its contract says. */
export interface ExistingTable {
  readonly table: TableResource | DynamicTableResource;
  readonly comment: string;
  /** By column. */
  readonly comments: ReadonlyMap<string, string>;
  readonly primaryKey: readonly string[];
  readonly clusterBy: readonly string[];
}

/** The tables of a database with all that is attached to them. */
export function importTables(
  existing: ExistingDatabase,
  names: ExistingNames,
  note: Noting,
): readonly ExistingTable[] {
  const { observed, database } = existing;
  const record = domainNames(database).deployedResources.join('.');
  const tags = new Map<string, TagAssignment[]>();
  const relations = new Set([...observed.columns.keys()].map((key) => nameIn(key)));
  for (const each of observed.tags) {
    const tag = nameOf(each.tag);
    const isOnTable = ['TABLE', 'COLUMN'].includes(each.domain) && relations.has(each.on);
    if (tag === undefined || !isOnTable) {
      const reason = `the tag ${each.tag} is set on it, which no declaration describes`;
      note({ outcome: 'partly', address: `${each.domain.toLowerCase()} ${each.on}`, reason });
      continue;
    }
    const key = each.column === undefined ? each.on : `${each.on}.${each.column}`;
    tags.set(key, [...(tags.get(key) ?? []), { tag, value: each.value }]);
  }
  const attached = new Map<string, ObservedAttachment[]>();
  for (const each of observed.attachments) {
    if (each.domain !== 'TABLE') continue;
    const list = attached.get(each.on);
    if (list === undefined) attached.set(each.on, [each]);
    else list.push(each);
  }
  return [...observed.columns].flatMap(([address, columns]) => {
    const [kind = '', ...rest] = address.split(' ');
    const joined = rest.join(' ');
    const name = names.inSchema(kind, joined);
    if (name === undefined || joined === record) return [];
    const table = tableOf({
      ...{ existing, kind, name, joined, address, columns, tags, note },
      attached: attached.get(joined) ?? [],
    });
    return table === undefined ? [] : [table];
  });
}

interface Subject {
  readonly existing: ExistingDatabase;
  readonly kind: string;
  readonly name: TableName;
  readonly joined: string;
  readonly address: string;
  readonly columns: readonly ObservedColumn[];
  readonly tags: ReadonlyMap<string, readonly TagAssignment[]>;
  /** The policies that are set on it and its columns. */
  readonly attached: readonly ObservedAttachment[];
  readonly note: Noting;
}

function tableOf(subject: Subject): ExistingTable | undefined {
  const { existing, kind, name, joined, address, columns, tags, note } = subject;
  const details = existing.tables.get(joined) ?? {};
  const omit = (reason: string, column?: string): undefined => {
    note({ outcome: 'omitted', address, reason, ...(column === undefined ? {} : { column }) });
  };
  if (kind === 'view') {
    const type = cellText(details, 'TABLE_TYPE').toLowerCase();
    return omit(`no declaration describes a ${type === '' ? 'view' : type}`);
  }
  const special = ['IS_HYBRID', 'IS_ICEBERG'].find((each) => cellText(details, each) === 'YES');
  if (special !== undefined) {
    return omit(`no declaration describes a table with ${special} = YES`);
  }
  const found = columns.map((column) => columnOf(subject, column));
  const odd = columns.find((column) => physicalTypeOf(column.type) === undefined);
  if (odd !== undefined) return omit(`no contract has the type ${odd.type}`, odd.name);
  const unnamed = columns.find((column) => !isNameable(column.name.replaceAll('.', '')));
  if (unnamed !== undefined) return omit(`it ${unnameable}`, unnamed.name);
  if (subject.attached.some(({ policy }) => nameOf(policy) === undefined)) {
    return omit(`a policy on it ${unnameable}`);
  }
  const known = found.flatMap((column) => (column === undefined ? [] : [column]));
  if (known.length === 0) return omit('it has no column');
  const clusterBy = noteDetails(subject, cellText(details, 'CLUSTERING_KEY'));
  if (cellText(details, 'IS_TRANSIENT') === 'YES') {
    note({ outcome: 'partly', address, reason: 'it is transient, which no declaration says' });
  }
  const attached = subject.attached.filter((each) => each.column === undefined);
  const rows = attached.find((each) => each.kind === 'rowAccessPolicy');
  const rowPolicy = rows === undefined ? undefined : nameOf(rows.policy);
  const aggregation = attached.find((each) => each.kind === 'aggregationPolicy');
  const aggregationPolicy = aggregation === undefined ? undefined : nameOf(aggregation.policy);
  if ((aggregation?.arguments ?? []).length > 0) {
    note({ outcome: 'partly', address, reason: 'its aggregation policy has an entity key' });
  }
  for (const each of attached) {
    if (each === rows || each === aggregation) continue;
    note({ outcome: 'partly', address, reason: `a policy of kind ${each.kind} is set on it` });
  }
  const own = tags.get(joined) ?? [];
  const common = {
    name,
    columns: known,
    rowAccess:
      rows === undefined || rowPolicy === undefined
        ? undefined
        : { policy: rowPolicy, columns: rows.arguments },
    ...(aggregationPolicy === undefined ? {} : { aggregationPolicy }),
    ...(own.length === 0 ? {} : { tags: own }),
  };
  const table =
    kind === 'table' ? { kind: 'table' as const, ...common } : dynamicTable(subject, common, omit);
  if (table === undefined) return undefined;
  return {
    table,
    comment: cellText(details, 'COMMENT'),
    comments: new Map(
      columns.map((column) => {
        const row = existing.columns.get(`${joined}.${column.name}`) ?? {};
        return [column.name, cellText(row, 'COMMENT')];
      }),
    ),
    primaryKey: existing.primaryKeys.get(joined) ?? [],
    clusterBy,
  };
}

function columnOf(
  { joined, tags, attached }: Subject,
  { name, type, isNullable }: ObservedColumn,
): ColumnResource | undefined {
  const physical = physicalTypeOf(type);
  if (physical === undefined) return undefined;
  const own = attached.filter((each) => each.column === name);
  const masking = own.find((each) => each.kind === 'maskingPolicy');
  const projection = own.find((each) => each.kind === 'projectionPolicy');
  const projectionPolicy = projection === undefined ? undefined : nameOf(projection.policy);
  return {
    name,
    type: physical,
    isNullable,
    maskingPolicy: masking === undefined ? undefined : nameOf(masking.policy),
    ...((masking?.arguments ?? []).length === 0
      ? {}
      : { maskingArguments: masking?.arguments ?? [] }),
    ...(projectionPolicy === undefined ? {} : { projectionPolicy }),
    tags: tags.get(`${joined}.${name}`) ?? [],
  };
}

/** Notes what a table has and no declaration says; returns the columns that it is clustered by. */
function noteDetails({ existing, joined, address, columns, note }: Subject, key: string): string[] {
  for (const { name } of columns) {
    const row = existing.columns.get(`${joined}.${name}`) ?? {};
    const has = (what: string) =>
      note({
        outcome: 'partly',
        address,
        column: name,
        reason: `${what}, which no declaration says`,
      });
    if (cellText(row, 'COLUMN_DEFAULT') !== '') has('it has a default');
    if (cellText(row, 'IS_IDENTITY') === 'YES') has('its values are numbered by themselves');
    if (cellText(row, 'COLLATION_NAME') !== '') has('it has a collation');
    const digits = cellText(row, 'DATETIME_PRECISION');
    if (digits !== '' && digits !== '9' && cellText(row, 'DATA_TYPE') !== 'DATE') {
      has(`it keeps ${digits} digits of a second`);
    }
    if (cellText(row, 'EXPRESSION') !== '') has('it is computed');
  }
  if (key === '') return [];
  const inner = /^\s*(?:LINEAR)?\s*\((.*)\)\s*$/is.exec(key)?.[1] ?? '';
  const parts = inner.split(',').map((each) => each.trim().replace(/^"(.*)"$/, '$1'));
  const known = columns.map(({ name }) => name);
  if (parts.every((part) => known.includes(part))) return parts;
  note({ outcome: 'partly', address, reason: 'it is clustered by an expression' });
  return [];
}

function dynamicTable(
  { existing, joined, address, note }: Subject,
  common: Omit<TableResource, 'kind'>,
  omit: (reason: string) => undefined,
): DynamicTableResource | undefined {
  const row = existing.dynamicTables.get(joined) ?? {};
  const text = cellText(row, 'text');
  const query = queryIn(text);
  const lag = normalLag(cellText(row, 'target_lag'));
  const seconds = /^(\d+) SECONDS$/.exec(lag)?.[1];
  if (query === undefined)
    return omit(
      'its query is not shown to this role: let it monitor the table, or read as its owner',
    );
  const [warehouse, owner] = [cellText(row, 'warehouse'), cellText(row, 'owner')];
  if (!isNameable(warehouse) || !isNameable(owner)) {
    return omit(`its warehouse or owner ${unnameable}`);
  }
  if (seconds === undefined && lag !== 'DOWNSTREAM') return omit('its target lag cannot be read');
  const state = cellText(row, 'scheduling_state');
  if (state !== '' && !/ACTIVE|RUNNING/i.test(state)) {
    note({ outcome: 'partly', address, reason: 'it is suspended, which no declaration says' });
  }
  return {
    kind: 'dynamicTable',
    ...common,
    targetLag: seconds === undefined ? 'downstream' : Number(seconds),
    warehouse,
    query,
    owner,
  };
}

/** The text is the whole CREATE, or the query alone. */
function queryIn(text: string): string | undefined {
  if (/^\s*(?:SELECT|WITH)\b/i.test(text)) return text.trim();
  const query = /^\s*CREATE\b.*?\bAS\s+((?:SELECT|WITH)\b.*)$/is.exec(text)?.[1];
  return query?.trim().replace(/;$/, '');
}
