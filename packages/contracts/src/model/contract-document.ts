import type { ContractColumn } from './column.js';
import type { Deprecation } from './deprecation.js';
import type { ForeignKey } from './key.js';
import type { Rule } from './rule.js';
import type { Retention, ServiceLevelObjectives } from './slo.js';
import type { Sharing, SupportChannel, TermsOfUse } from './support.js';

/** The modes of compatibility. */
export const compatibilityModes = [
  'none',
  'backward',
  'backward_transitive',
  'forward',
  'forward_transitive',
  'full',
  'full_transitive',
] as const;

/** The statuses of a contract, from first to last. */
export const contractStatuses = ['draft', 'active', 'deprecated', 'retired'] as const;

/**
 * Which side of a change is protected. `backward`: new readers can read what old writers wrote, so
 * writers are protected. `forward`: old readers can read what new writers write, so readers are.
 * `full`: both. Against the last version, or against all (`_transitive`).
 */
export type Compatibility = (typeof compatibilityModes)[number];

/** Where a contract is in its life. */
export type ContractStatus = (typeof contractStatuses)[number];

/** A contract as plain JSON: everything but the zod schema. What is compared, locked and exported. */
export interface ContractDocument {
  readonly domain: string;
  readonly name: string;
  readonly version: string;
  readonly status: ContractStatus;
  readonly owner: string;
  readonly description: string | undefined;
  readonly tags: readonly string[];
  /** In the order of the schema. */
  readonly columns: readonly ContractColumn[];
  /** What happens to a key of a record that is no column: dropped, or the record is refused. */
  readonly unknownKeys: 'drop' | 'refuse';
  /** How many checks on whole records are written in code, which nothing but running them can compare. */
  readonly refinements: number;
  readonly primaryKey: readonly string[];
  readonly uniqueKeys: readonly (readonly string[])[];
  readonly foreignKeys: readonly ForeignKey[];
  /** What one row stands for, in a sentence. */
  readonly grain: string | undefined;
  readonly partitionBy: readonly string[];
  readonly clusterBy: readonly string[];
  readonly slo: ServiceLevelObjectives;
  readonly quality: readonly Rule[];
  readonly retention: Retention;
  readonly sharing: Sharing | undefined;
  readonly support: readonly SupportChannel[];
  readonly terms: TermsOfUse | undefined;
  readonly deprecated: Deprecation | undefined;
  readonly compatibility: Compatibility;
}
