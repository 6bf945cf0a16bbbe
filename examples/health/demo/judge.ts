import type { AnyContract } from '@das/contracts';
import type { Domain } from '@das/core';
import { recordsOf } from '../../commerce/demonstration/collect-all.js';
import { declaredMasks } from '../../commerce/demonstration/compare-roles.js';
import { Expectations } from '../../commerce/demonstration/expectations.js';
import { patients } from '../contracts/patients.js';
import { patientCohort } from '../contracts/research-sets.js';
import { type DataPlan, tableNames } from '../generator/generate-data.js';
import type { CohortCounts } from './count-cohort.js';
import type { Outcome } from './outcome.js';
import type { RoleViews } from './query-roles.js';
import type { InputTables } from './read-tables.js';

/** What must come out. */
export interface Plan {
  readonly tables: InputTables;
  readonly cohort: CohortCounts;
  /** For the generated clinic alone: nobody has planned what is wrong in other data. */
  readonly data: DataPlan | undefined;
}

/** Compares what happened with what the input and the declarations say. */
export function judge(domain: Domain, plan: Plan, outcome: Outcome): Expectations {
  const expectations = new Expectations();
  judgeCollection(expectations, plan, outcome);
  judgePrivacy(expectations, domain, plan, outcome);
  judgeNightShift(expectations, outcome);
  const notMet = outcome.slo.filter(({ status }) => status !== 'met').length;
  expectations.compare('service levels that are not met', 0, notMet);
  expectations.compare('the evidence log verifies', true, outcome.evidence.verified);
  expectations.compare('the changed byte is found', true, outcome.evidence.tamperDetected);
  return expectations;
}

function judgeCollection(expectations: Expectations, plan: Plan, outcome: Outcome): void {
  for (const name of tableNames) {
    const run = outcome.runs.find((each) => each.collector === name);
    const records = run === undefined ? undefined : recordsOf(run);
    expectations.compare(`${name}: records accounted for`, plan.tables[name].length, records);
    const planned = plan.data?.[name];
    if (planned === undefined) continue;
    expectations.compare(`${name}: duplicates`, planned.duplicates, run?.duplicates);
    expectations.compareCounts(`${name}: quarantined`, planned.quarantined, run?.quarantined ?? {});
    const silver = outcome.promotions.find((each) => each.promotion === `${name}_silver`);
    expectations.compare(`${name}: rows in SILVER`, planned.rows, silver?.rows);
  }
  expectations.compare('landed by the second run', 0, outcome.relanded);
}

function judgeNightShift(expectations: Expectations, { nightShift, promotions }: Outcome): void {
  const silver = promotions.find((each) => each.promotion === 'patients_silver');
  expectations.compare('names in clear before break-glass', null, nightShift.before);
  expectations.compare('names in clear under break-glass', silver?.rows, nightShift.during);
  expectations.compare('names in clear after it was revoked', null, nightShift.after);
}

function judgePrivacy(
  expectations: Expectations,
  domain: Domain,
  plan: Plan,
  outcome: Outcome,
): void {
  const { cohort, leaks, control, clinicalViews, cohortViews } = outcome;
  expectations.compare('people over 89', plan.cohort.aged90, cohort.aged90);
  expectations.compare('of them with a birth year', 0, cohort.aged90WithBirthYear);
  expectations.compare('highest age told', plan.cohort.oldest, cohort.oldest);
  expectations.compare('ZIP codes told as 000', plan.cohort.zip000, cohort.zip000);
  judgeMasks(expectations, domain, patients, clinicalViews);
  judgeMasks(expectations, domain, patientCohort, cohortViews);
  for (const [kind, count] of Object.entries(leaks.found)) {
    expectations.compare(`${kind} that the researcher can read`, 0, count);
  }
  const isFound = Object.values(control.found).every((count) => count > 0);
  expectations.compare('all kinds are found for the clinician', true, isFound);
  expectations.compare('BRONZE is refused to the researcher', true, leaks.isBronzeRefused);
}

function judgeMasks(
  expectations: Expectations,
  domain: Domain,
  contract: AnyContract,
  { columnsHeld, roles }: RoleViews,
): void {
  for (const [role, view] of Object.entries(roles)) {
    const declared = declaredMasks(domain, role, contract);
    const masked = declared.filter((column) => columnsHeld.includes(column));
    expectations.compare(`${role}: masked in ${contract.name}`, masked, view.columnsMasked);
  }
}
