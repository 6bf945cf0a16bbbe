import type { SloStatus } from '@das/core';
import type { RoleView } from '../demonstration/compare-roles.js';
import { sumByName, total } from '../demonstration/counts.js';
import type { Comparison, Expectations } from '../demonstration/expectations.js';
import type { EvidenceProof } from '../demonstration/prove-evidence.js';
import type { GeneratedData } from '../generator/generate-data.js';
import type { Outcome } from './outcome.js';
import type { SharedRevenue } from './read-share.js';

/** What a run of the demo measured. The keys are stable. */
export interface DemoReport {
  readonly seed: number;
  readonly now: string;
  /** Records landed in BRONZE, by collector and in total. */
  readonly landed: Readonly<Record<string, number>>;
  /** Exact copies that were dropped, by collector and in total. */
  readonly duplicates: Readonly<Record<string, number>>;
  /** Rows in quarantine, by reason. */
  readonly quarantined: Readonly<Record<string, number>>;
  /** Records that a second run over the same files put anywhere: none. */
  readonly relanded: number;
  /** Rows of the target, by promotion. */
  readonly promoted: Readonly<Record<string, number>>;
  readonly roles: Readonly<Record<string, RoleView>>;
  /** What the account of finance reads through the share. */
  readonly shared: SharedRevenue;
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
  { seed, now }: GeneratedData,
  outcome: Outcome,
  expectations: Expectations,
  seconds: Readonly<Record<string, number>>,
): DemoReport {
  const { runs, promotions, tables, relanded, roles, shared, slo, evidence } = outcome;
  const landed = Object.fromEntries(runs.map((run) => [run.collector, run.landed]));
  const duplicates = Object.fromEntries(runs.map((run) => [run.collector, run.duplicates]));
  return {
    seed,
    now,
    landed: { ...landed, total: total(landed) },
    duplicates: { ...duplicates, total: total(duplicates) },
    quarantined: sumByName(Object.values(tables.quarantined)),
    relanded,
    promoted: Object.fromEntries(promotions.map((run) => [run.promotion, run.rows])),
    roles,
    shared,
    slo,
    evidence,
    seconds,
    comparisons: expectations.comparisons,
    asExpected: expectations.areMet,
  };
}
