import type { CollectorRun, PromotionRun, SloStatus } from '@das/core';
import type { RoleView } from '../demonstration/compare-roles.js';
import type { EvidenceProof } from '../demonstration/prove-evidence.js';
import type { TableMeasurements } from './measure-tables.js';
import type { SharedRevenue } from './read-share.js';

/** Everything that a run of the demo measured. */
export interface Outcome {
  readonly runs: readonly CollectorRun[];
  /** Records that the second run over the same files put anywhere. */
  readonly relanded: number;
  readonly promotions: readonly PromotionRun[];
  readonly tables: TableMeasurements;
  readonly roles: Readonly<Record<string, RoleView>>;
  /** What the account of finance reads. */
  readonly shared: SharedRevenue;
  readonly slo: readonly SloStatus[];
  readonly evidence: EvidenceProof;
}
