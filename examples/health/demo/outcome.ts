import type { CollectorRun, PromotionRun, SloStatus } from '@das/core';
import type { EvidenceProof } from '../../commerce/demonstration/prove-evidence.js';
import type { CohortCounts } from './count-cohort.js';
import type { LeakCheck } from './find-leaks.js';
import type { NightShift } from './night-shift.js';
import type { RoleViews } from './query-roles.js';

/** Everything that a run of the demo measured. */
export interface Outcome {
  readonly runs: readonly CollectorRun[];
  /** Records that the second run over the same files put anywhere. */
  readonly relanded: number;
  readonly promotions: readonly PromotionRun[];
  /** SILVER.PATIENTS as the clinician and the researcher see it. */
  readonly clinicalViews: RoleViews;
  /** PLATINUM.PATIENT_COHORT as all roles see it. */
  readonly cohortViews: RoleViews;
  readonly cohort: CohortCounts;
  readonly leaks: LeakCheck;
  /** The same search as the clinician: it must find what is there to be found. */
  readonly control: LeakCheck;
  /** What a researcher read before, during and after a break-glass access. */
  readonly nightShift: NightShift;
  readonly slo: readonly SloStatus[];
  readonly evidence: EvidenceProof;
}
