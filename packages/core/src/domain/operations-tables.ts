import type { PhysicalType } from '@das/contracts';
import type { ColumnResource, Resource } from '../resources/resource.js';
import { type DomainNames, domainNames } from './domain-names.js';

type ColumnShape = readonly [name: string, type: PhysicalType, isNullable?: 'nullable'];

const offsetColumns: readonly ColumnShape[] = [
  ['SOURCE', 'VARCHAR'],
  ['PARTITION', 'VARCHAR'],
  ['NEXT_OFFSET', 'NUMBER(38,0)'],
  ['POSITION', 'VARCHAR', 'nullable'],
  ['IDENTITY', 'VARCHAR', 'nullable'],
  ['EPOCH', 'NUMBER(38,0)'],
  ['OWNER', 'VARCHAR'],
  ['UPDATED_AT', 'TIMESTAMP_NTZ'],
  ['LATEST_EVENT_AT', 'TIMESTAMP_NTZ', 'nullable'],
];

const leaseColumns: readonly ColumnShape[] = [
  ['SOURCE', 'VARCHAR'],
  ['PARTITION', 'VARCHAR', 'nullable'],
  ['OWNER', 'VARCHAR', 'nullable'],
  ['EXPIRES_AT', 'TIMESTAMP_NTZ', 'nullable'],
];

const quarantineColumns: readonly ColumnShape[] = [
  ['ID', 'VARCHAR'],
  ['SOURCE', 'VARCHAR'],
  ['PARTITION', 'VARCHAR'],
  ['OFFSET', 'NUMBER(38,0)'],
  ['CONTRACT', 'VARCHAR'],
  ['CONTRACT_VERSION', 'VARCHAR'],
  ['REASON', 'VARCHAR'],
  ['FINDINGS', 'ARRAY'],
  ['PAYLOAD', 'VARCHAR'],
  ['PAYLOAD_ENCODING', 'VARCHAR'],
  ['RECORD_HASH', 'VARCHAR'],
  ['BATCH_ID', 'VARCHAR'],
  ['QUARANTINED_AT', 'TIMESTAMP_NTZ'],
  ['REPLAYED_AT', 'TIMESTAMP_NTZ', 'nullable'],
  // A payload that is longer than a text can be takes several rows: which of how many this is.
  ['PART', 'NUMBER(38,0)', 'nullable'],
  ['PARTS', 'NUMBER(38,0)', 'nullable'],
  // What came beside the payload, such as a key and headers: as JSON.
  ['ENVELOPE', 'VARCHAR', 'nullable'],
];

/** What may hold anything, and is revealed to the pipeline alone. */
const heldColumns: ReadonlySet<string> = new Set(['PAYLOAD', 'ENVELOPE']);

const deployedColumns: readonly ColumnShape[] = [
  ['ADDRESS', 'VARCHAR'],
  ['DEFINITION', 'VARCHAR'],
  ['PLAN', 'VARCHAR'],
  // None while the plan that sets out to deploy it has not finished it.
  ['APPLIED_AT', 'TIMESTAMP_NTZ', 'nullable'],
];

const measurementColumns: readonly ColumnShape[] = [
  ['MEASURED_AT', 'TIMESTAMP_NTZ'],
  ['CONTRACT', 'VARCHAR'],
  ['TIER', 'VARCHAR'],
  ['OBJECTIVE', 'VARCHAR'],
  ['COLUMN_NAME', 'VARCHAR'],
  ['VALUE', 'FLOAT', 'nullable'],
  ['TARGET', 'FLOAT'],
];

const accessGrantColumns: readonly ColumnShape[] = [
  ['ID', 'VARCHAR'],
  ['ROLE_NAME', 'VARCHAR'],
  ['USER_NAME', 'VARCHAR'],
  ['REASON', 'VARCHAR'],
  ['TICKET', 'VARCHAR', 'nullable'],
  ['GRANTED_BY', 'VARCHAR'],
  ['REQUESTED_AT', 'TIMESTAMP_NTZ'],
  ['EXPIRES_AT', 'TIMESTAMP_NTZ'],
  // Set once the user has the role: a process may die before.
  ['GRANTED_AT', 'TIMESTAMP_NTZ', 'nullable'],
  ['ENDED_AT', 'TIMESTAMP_NTZ', 'nullable'],
  ['ENDED_BY', 'VARCHAR', 'nullable'],
  ['ENDED_BECAUSE', 'VARCHAR', 'nullable'],
];

/**
 * The tables of the OPS schema: offsets, leases, quarantine and SLO measurements. What was rejected may
 * hold anything, so its payload is under a policy that reveals it to the pipeline alone.
 */
export function operationsTables(database: string): readonly Resource[] {
  const names = domainNames(database);
  const payloadPolicy = names.policy('MASK_QUARANTINE_PAYLOAD');
  return [
    {
      kind: 'maskingPolicy',
      name: payloadPolicy,
      type: 'VARCHAR',
      body: `CASE WHEN IS_ROLE_IN_SESSION('${names.pipelineRole}') THEN VAL ELSE NULL END`,
    },
    {
      kind: 'table',
      name: names.deployedResources,
      columns: plain(deployedColumns),
      rowAccess: undefined,
    },
    { kind: 'table', name: names.offsets, columns: plain(offsetColumns), rowAccess: undefined },
    { kind: 'table', name: names.leases, columns: plain(leaseColumns), rowAccess: undefined },
    {
      kind: 'table',
      name: names.quarantine,
      columns: plain(quarantineColumns).map((column) =>
        heldColumns.has(column.name) ? protectPayload(names, column) : column,
      ),
      rowAccess: undefined,
    },
    {
      kind: 'table',
      name: names.sloMeasurements,
      columns: plain(measurementColumns),
      rowAccess: undefined,
    },
    {
      kind: 'table',
      name: names.accessGrants,
      columns: plain(accessGrantColumns),
      rowAccess: undefined,
    },
  ];
}

function protectPayload(names: DomainNames, column: ColumnResource): ColumnResource {
  return {
    ...column,
    maskingPolicy: names.policy('MASK_QUARANTINE_PAYLOAD'),
    tags: [{ tag: names.classificationTag, value: 'phi' }],
  };
}

function plain(shapes: readonly ColumnShape[]): readonly ColumnResource[] {
  return shapes.map(([name, type, nullable]) => ({
    name,
    type,
    isNullable: nullable !== undefined,
    maskingPolicy: undefined,
    tags: [],
  }));
}
