import type { PhysicalType } from '@das/contracts';

/** A column that DAS adds to every BRONZE table, after those of the contract. */
export interface LandingColumn {
  readonly name: string;
  readonly type: PhysicalType;
  readonly isNullable: boolean;
}

/** Where each row came from, and when. Source, partition, offset and index name a row. */
export const landingColumns: readonly LandingColumn[] = [
  { name: '_DAS_SOURCE', type: 'VARCHAR', isNullable: false },
  { name: '_DAS_PARTITION', type: 'VARCHAR', isNullable: false },
  { name: '_DAS_OFFSET', type: 'NUMBER(38,0)', isNullable: false },
  { name: '_DAS_RECORD_HASH', type: 'VARCHAR', isNullable: false },
  { name: '_DAS_BATCH_ID', type: 'VARCHAR', isNullable: false },
  { name: '_DAS_CONTRACT_VERSION', type: 'VARCHAR', isNullable: false },
  { name: '_DAS_EVENT_AT', type: 'TIMESTAMP_NTZ', isNullable: true },
  { name: '_DAS_LANDED_AT', type: 'TIMESTAMP_NTZ', isNullable: false },
  // Which of the rows of one record; null where the record gave one. Last, so that it can be added.
  { name: '_DAS_INDEX', type: 'NUMBER(38,0)', isNullable: true },
];

/** Why a record went to quarantine. The set is closed: dashboards and replays switch on it. */
export type QuarantineReason =
  | 'UNDECODABLE'
  | 'TRANSFORM_FAILED'
  | 'SCHEMA_DRIFT'
  | 'CONTRACT_VIOLATION'
  | 'RULE_VIOLATION'
  | 'UNDECLARED_PII'
  | 'LATE'
  | 'FUTURE';
