import type { SloStatus } from '@das/core';
import type { RoleView } from '../../commerce/demonstration/compare-roles.js';
import { sumByName, total } from '../../commerce/demonstration/counts.js';
import type { Comparison, Expectations } from '../../commerce/demonstration/expectations.js';
import type { EvidenceProof } from '../../commerce/demonstration/prove-evidence.js';
import type { CohortCounts } from './count-cohort.js';
import type { LeakCheck } from './find-leaks.js';
import type { NightShift } from './night-shift.js';
import type { Outcome } from './outcome.js';

/** What a run of the demo measured. The keys are stable. */
export interface DemoReport {
  /** Records landed in BRONZE, by collector and in total. */
  readonly landed: Readonly<Record<string, number>>;
  /** Exact copies that were dropped, by collector and in total. */
  readonly duplicates: Readonly<Record<string, number>>;
  /** Records in quarantine, by reason. */
  readonly quarantined: Readonly<Record<string, number>>;
  /** Records that a second run over the same files put anywhere: none. */
  readonly relanded: number;
  /** Rows of the target, by promotion. */
  readonly promoted: Readonly<Record<string, number>>;
  /** SILVER.PATIENTS as the clinician and the researcher see it. */
  readonly roles: Readonly<Record<string, RoleView>>;
  /** PLATINUM.PATIENT_COHORT as all roles see it. */
  readonly cohortRoles: Readonly<Record<string, RoleView>>;
  readonly cohort: CohortCounts;
  /** Identifiers of the input in what the researcher can read: none. */
  readonly leaks: LeakCheck;
  /** The same search in what the clinician can read, which finds them. */
  readonly control: LeakCheck;
  /** What a researcher read before, during and after a break-glass access. */
  readonly nightShift: NightShift;
  readonly slo: readonly SloStatus[];
  readonly evidence: EvidenceProof;
  /** By stage. */
  readonly seconds: Readonly<Record<string, number>>;
  /** Everything that was planned, beside what was measured. */
  readonly comparisons: readonly Comparison[];
  readonly asExpected: boolean;
}

/** The report of a run. */
export function reportOf(
  outcome: Outcome,
  expectations: Expectations,
  seconds: Readonly<Record<string, number>>,
): DemoReport {
  const { runs, promotions, clinicalViews, cohortViews, ...measured } = outcome;
  const landed = Object.fromEntries(runs.map((run) => [run.collector, run.landed]));
  const duplicates = Object.fromEntries(runs.map((run) => [run.collector, run.duplicates]));
  return {
    landed: { ...landed, total: total(landed) },
    duplicates: { ...duplicates, total: total(duplicates) },
    quarantined: sumByName(runs.map((run) => run.quarantined)),
    promoted: Object.fromEntries(promotions.map((run) => [run.promotion, run.rows])),
    roles: clinicalViews.roles,
    cohortRoles: cohortViews.roles,
    ...measured,
    seconds,
    comparisons: expectations.comparisons,
    asExpected: expectations.areMet,
  };
}
