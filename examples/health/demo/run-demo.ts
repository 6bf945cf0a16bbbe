import { join, resolve, sep } from 'node:path';
import { apply, DasError, measureSlos } from '@das/core';
import { collectAll, recordsOf } from '../../commerce/demonstration/collect-all.js';
import { type Deployment, openFreshDeployment } from '../../commerce/demonstration/deployment.js';
import { promoteAll } from '../../commerce/demonstration/promote-all.js';
import { proveEvidence } from '../../commerce/demonstration/prove-evidence.js';
import {
  showCollected,
  showComparisons,
  showPromoted,
  showSlos,
} from '../../commerce/demonstration/show-results.js';
import { Stopwatch } from '../../commerce/demonstration/stopwatch.js';
import type { Terminal } from '../../commerce/demonstration/terminal.js';
import { clinician, linkageResearcher, researcher } from '../access/roles.js';
import { inputVariable } from '../collectors/synthea-collector.js';
import { patients } from '../contracts/patients.js';
import { patientCohort } from '../contracts/research-sets.js';
import domain from '../das.config.js';
import { type DataPlan, generateData } from '../generator/generate-data.js';
import platformDomain from '../platform.config.js';
import { countCohort } from './count-cohort.js';
import { findLeaks, type LeakCheck } from './find-leaks.js';
import { identifiersOf } from './identifiers.js';
import { judge, type Plan } from './judge.js';
import { workANight } from './night-shift.js';
import type { Outcome } from './outcome.js';
import { planCohort } from './plan-cohort.js';
import { ensurePseudonymKey } from './pseudonym-key.js';
import { queryAsRoles, type SharedQuery } from './query-roles.js';
import { readTables } from './read-tables.js';
import { type DemoReport, reportOf } from './report.js';

/** How the demo runs. */
export interface DemoOptions {
  /** Gets the folder `.das`, which is emptied first. */
  readonly baseDirectory: string;
  /** A folder with tables of Synthea. Default: an invented clinic. */
  readonly input?: string | undefined;
  readonly terminal: Terminal;
  /** Keeps the warehouse in memory. Default: a file in `.das`. */
  readonly inMemory?: boolean;
}

const clinicalQuery: SharedQuery = {
  contract: patients,
  tier: 'SILVER',
  shown: ['first', 'last', 'ssn', 'birthdate', 'zip', 'state', 'gender'],
  orderBy: 'LAST, FIRST',
  roles: [clinician.name, researcher.name],
};

const cohortQuery: SharedQuery = {
  contract: patientCohort,
  tier: 'PLATINUM',
  shown: ['patient_key', 'age', 'birth_year', 'zip3', 'state', 'gender'],
  orderBy: 'AGE DESC, BIRTH_YEAR, ZIP3, GENDER',
  roles: [clinician.name, researcher.name, linkageResearcher.name],
};

/** Runs the whole domain from CSV to a de-identified set, and looks for what should not be in it. */
export async function runDemo(options: DemoOptions): Promise<DemoReport> {
  const { baseDirectory, terminal } = options;
  const folder = join(baseDirectory, '.das');
  refuseInside(folder, options.input);
  const watch = new Stopwatch();
  const { plan, outcome } = await watch.time('total', async () => {
    await using deployment = await openFreshDeployment({
      folder,
      origin: 'brook-health.das.local/evidence',
      inMemory: options.inMemory,
    });
    const input = await watch.time('prepare', () => prepare(options, folder));
    return await runStages({ deployment, baseDirectory, input, terminal, watch });
  });
  const expectations = judge(domain, plan, outcome);
  terminal.heading('9. What must be so, and what was measured');
  showComparisons(terminal, expectations.comparisons);
  return reportOf(outcome, expectations, watch.seconds);
}

/** The folder of the demo is emptied, and the input must not go with it. */
function refuseInside(folder: string, input: string | undefined): void {
  if (input === undefined || !`${resolve(input)}${sep}`.startsWith(`${folder}${sep}`)) return;
  throw new DasError('DEMO_USAGE', 'the input is in the folder that the demo empties', {
    place: folder,
    next: 'copy the input to another folder',
  });
}

interface Input {
  readonly directory: string;
  readonly now: Date;
  /** What the generator planned, if it was asked. */
  readonly data: DataPlan | undefined;
}

async function prepare({ input, terminal }: DemoOptions, folder: string): Promise<Input> {
  const now = new Date();
  const directory = resolve(input ?? join(folder, 'data'));
  const data = input === undefined ? await generateData({ directory, now }) : undefined;
  process.env[inputVariable] = directory.split(sep).join('/');
  terminal.line(`The input is ${data === undefined ? directory : 'an invented clinic'}.`);
  terminal.line(`The key of the pseudonyms is from ${await ensurePseudonymKey(folder)}.`);
  return { directory, now, data };
}

async function planOf({ directory, now, data }: Input): Promise<Plan> {
  const tables = await readTables(directory);
  return { tables, data, cohort: planCohort(tables, now) };
}

interface Stage {
  readonly deployment: Deployment;
  readonly baseDirectory: string;
  readonly input: Input;
  readonly terminal: Terminal;
  readonly watch: Stopwatch;
}

async function runStages({
  deployment,
  baseDirectory,
  input,
  terminal,
  watch,
}: Stage): Promise<{ readonly plan: Plan; readonly outcome: Outcome }> {
  const { warehouse, evidence } = deployment;
  const common = { domain, warehouse, evidence, terminal };

  terminal.heading('1. The network policy of the account and the domain are applied');
  for (const each of [platformDomain, domain]) {
    const applied = await watch.time('apply', () =>
      apply({ ...common, domain: each, onStep: ({ address }) => terminal.progress(address) }),
    );
    const { plan: made, statements } = applied;
    terminal.line(`  ${each.database}: ${made.steps.length} steps, ${statements} statements`);
  }

  terminal.heading('2. Its collectors run, and run again over the same files');
  const collect = () => collectAll({ ...common, baseDirectory });
  const runs = await watch.time('collect', collect);
  const repeated = await watch.time('collectAgain', collect);
  const relanded = repeated.reduce((sum, run) => sum + recordsOf(run), 0);
  showCollected(terminal, runs, relanded);
  const plan = await planOf(input);

  terminal.heading('3. Its promotions run');
  const promotions = await watch.time('promote', () => promoteAll(common));
  showPromoted(terminal, promotions);

  terminal.heading('4. The same query as clinician and as researcher');
  const clinicalViews = await watch.time('query', () => queryAsRoles(clinicalQuery, common));
  terminal.heading('5. The de-identified set');
  const cohortViews = await watch.time('queryCohort', () => queryAsRoles(cohortQuery, common));
  const cohort = await countCohort(domain, warehouse);

  terminal.heading('6. Identifiers of the input in what each can read');
  const identifiers = identifiersOf(plan.tables);
  const [leaks, control] = await watch.time('findLeaks', async () => [
    await findLeaks(researcher.name, identifiers, common),
    await findLeaks(clinician.name, identifiers, common),
  ]);
  showLeaks(terminal, researcher.name, leaks);
  showLeaks(terminal, clinician.name, control);

  terminal.heading('7. A night shift: access that ends');
  const nightShift = await watch.time('nightShift', () => workANight(common));

  terminal.heading('8. Service levels and evidence');
  const slo = await watch.time('slo', () => measureSlos(common));
  showSlos(terminal, slo);
  const proof = await watch.time('verify', () => proveEvidence(deployment, terminal));
  return {
    plan,
    outcome: {
      runs,
      relanded,
      promotions,
      clinicalViews,
      cohortViews,
      cohort,
      leaks,
      control,
      nightShift,
      slo,
      evidence: proof,
    },
  };
}

function showLeaks(
  terminal: Terminal,
  role: string,
  { tables, cells, identifiers, found }: LeakCheck,
): void {
  const counts = Object.entries(found).map(([kind, count]) => `${count} ${kind}`);
  terminal.line(
    `  as ${role}: ${identifiers} identifiers looked for in ${cells} cells of ${tables} tables`,
  );
  terminal.line(`    found: ${counts.join(', ')}`);
}
