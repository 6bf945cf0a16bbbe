import type { NetworkRuleResource, Resource, TableName, TagResource } from '@das/core';
import { cellList, cellText } from '../observe/cell.js';
import type { ObservedObject } from '../observe/observed-state.js';
import type { ExistingDatabase } from './existing-database.js';
import { type ExistingNames, isNameable, nameOf, tableName, unnameable } from './existing-names.js';
import type { Noting } from './import-note.js';

const propagation: Readonly<Record<string, TagResource['propagate']>> = {
  ON_DEPENDENCY: 'dependency',
  ON_DATA_MOVEMENT: 'dataMovement',
  ON_DEPENDENCY_AND_DATA_MOVEMENT: 'dependencyAndDataMovement',
};

const unknownKinds: ReadonlySet<string> = new Set([
  'stream',
  'sequence',
  'fileFormat',
  'function',
  'procedure',
]);

/** What a database holds beside tables and policies. */
export function importObjects(
  existing: ExistingDatabase,
  names: ExistingNames,
  note: Noting,
): readonly Resource[] {
  const { observed, database } = existing;
  return [...observed.objects].flatMap(([address, object]) => {
    if (!names.has(address) || object.name[0] !== database) return [];
    const resource = objectOf(existing, address, object, note);
    return resource === undefined ? [] : [resource];
  });
}

function objectOf(
  existing: ExistingDatabase,
  address: string,
  { kind, name, properties }: ObservedObject,
  note: Noting,
): Resource | undefined {
  const omit = (reason: string): undefined => {
    note({ outcome: 'omitted', address, reason });
  };
  const full = tableName(name);
  const [database = '', schema = ''] = name;
  switch (kind) {
    case 'database':
      return { kind, name: [database] };
    case 'schema':
      // Every database has one, which is not an object of its own.
      if (schema === 'INFORMATION_SCHEMA') return undefined;
      if (properties.managedAccess !== 'true') {
        const reason = 'its owners grant on what is in it: DAS makes schemas with managed access';
        note({ outcome: 'partly', address, reason });
      }
      return { kind, name: [database, schema] };
    case 'databaseRole':
      return { kind, name: [database, schema] };
    case 'stage':
      if (full === undefined) return undefined;
      if ((properties.url ?? '') !== '') return omit('no declaration describes an external stage');
      return { kind, name: full };
    case 'tag':
      return full === undefined ? undefined : tagOf(existing, address, full, omit);
    case 'networkRule':
      return full === undefined ? undefined : networkRuleOf(full, properties, omit);
    case 'budget':
      return omit('budgets are not imported: declare it with budget() under another name');
    case 'task':
      return full === undefined ? undefined : taskOf(existing, full, properties, omit);
    default:
      return unknownKinds.has(kind)
        ? omit(`no declaration describes a ${kind.replace(/[A-Z]/g, (c) => ` ${c.toLowerCase()}`)}`)
        : undefined;
  }
}

function tagOf(
  { tags, observed }: ExistingDatabase,
  address: string,
  name: TableName,
  omit: (reason: string) => undefined,
): Resource | undefined {
  const row = tags.get(name.join('.'));
  if (row === undefined) return omit('ACCOUNT_USAGE does not tell of it');
  const propagate = cellText(row, 'PROPAGATE');
  const isKnown = propagate === '' || propagate === 'NONE' || propagation[propagate] !== undefined;
  if (!isKnown) return omit('how it is carried on is not known');
  const attached = observed.attachments
    .filter((each) => each.domain === 'TAG' && `tag ${each.on}` === address)
    .map((each) => nameOf(each.policy));
  const masking = attached.filter((policy) => policy !== undefined);
  if (masking.length < attached.length) return omit(`a policy of it ${unnameable}`);
  const carried = propagation[propagate];
  return {
    kind: 'tag',
    name,
    allowedValues: cellList(row, 'ALLOWED_VALUES'),
    ...(masking.length === 0 ? {} : { maskingPolicies: masking }),
    ...(carried === undefined ? {} : { propagate: carried }),
  };
}

const ruleTypes = ['IPV4', 'IPV6', 'AWSVPCEID', 'HOST_PORT'] as const;
const ruleModes = ['INGRESS', 'EGRESS', 'INTERNAL_STAGE'] as const;

function networkRuleOf(
  name: TableName,
  { type = '', mode = '', values = '[]' }: ObservedObject['properties'],
  omit: (reason: string) => undefined,
): NetworkRuleResource | undefined {
  const knownType = ruleTypes.find((each) => each === type);
  const knownMode = ruleModes.find((each) => each === mode);
  if (knownType === undefined) return omit(`no declaration describes the type ${type}`);
  if (knownMode === undefined) return omit(`no declaration describes the mode ${mode}`);
  const list = JSON.parse(values) as readonly string[];
  return { kind: 'networkRule', name, type: knownType, mode: knownMode, values: list };
}

function taskOf(
  { tasks }: ExistingDatabase,
  name: TableName,
  { state = '' }: ObservedObject['properties'],
  omit: (reason: string) => undefined,
): Resource | undefined {
  const row = tasks.get(name.join('.')) ?? {};
  const text = (column: string): string => cellText(row, column).replace(/^null$/i, '');
  const [warehouse, schedule, statement] = [
    text('warehouse'),
    text('schedule'),
    text('definition'),
  ];
  if (cellList(row, 'predecessors').length > 0) return omit('it runs after other tasks');
  if (text('condition') !== '') return omit('it runs on a condition');
  if (warehouse === '') return omit('it runs without a warehouse');
  if (!isNameable(warehouse)) return omit(`its warehouse ${unnameable}`);
  if (schedule === '') return omit('it has no schedule');
  if (statement === '') return omit('its statement is not shown to this role');
  if (!/^started$/i.test(state)) return omit('it is suspended, and DAS starts what it deploys');
  return { kind: 'task', name, warehouse, schedule, statement };
}
