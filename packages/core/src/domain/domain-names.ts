import type { AnyContract } from '@das/contracts';
import type { Tier } from '../access/declarations.js';

/** A table's full name, upper case. */
export type TableName = readonly [database: string, schema: string, table: string];

/** The names of everything that a domain owns, derived from its database's name alone. */
export interface DomainNames {
  readonly database: string;
  readonly warehouse: string;
  /** The role that collectors and promotions run under. */
  readonly pipelineRole: string;
  readonly landingStage: TableName;
  readonly offsets: TableName;
  readonly leases: TableName;
  readonly quarantine: TableName;
  readonly sloMeasurements: TableName;
  /** Who was let in for a time, and why. */
  readonly accessGrants: TableName;
  /** What was deployed last, and what a plan has set out to deploy. */
  readonly deployedResources: TableName;
  readonly classificationTag: TableName;
  readonly semanticTag: TableName;
  table(contract: AnyContract, tier: Tier): TableName;
  /** Where an audited promotion builds aside. */
  candidate(contract: AnyContract, tier: Tier): TableName;
  policy(name: string): TableName;
}

/** The schema of a domain that holds its operations: offsets, quarantine, measurements, policies. */
export const operationsSchema = 'OPS';

/** Names everything that a domain of this database owns. */
export function domainNames(database: string): DomainNames {
  const ops = (name: string): TableName => [database, operationsSchema, name];
  return {
    database,
    warehouse: `${database}_WH`,
    pipelineRole: `${database}_PIPELINE`,
    landingStage: ops('LANDING'),
    offsets: ops('COLLECTOR_OFFSETS'),
    leases: ops('COLLECTOR_LEASES'),
    quarantine: ops('QUARANTINE'),
    sloMeasurements: ops('SLO_MEASUREMENTS'),
    accessGrants: ops('ACCESS_GRANTS'),
    deployedResources: ops('DEPLOYED_RESOURCES'),
    classificationTag: ops('CLASSIFICATION'),
    semanticTag: ops('SEMANTIC_TYPE'),
    table: (contract, tier) => [database, tier, contract.name.toUpperCase()],
    candidate: (contract, tier) => ops(`${contract.name.toUpperCase()}__${tier}_CANDIDATE`),
    policy: ops,
  };
}
