import type { Domain } from '../domain/define-domain.js';
import { domainNames } from '../domain/domain-names.js';
import { CoreError } from '../errors/core-error.js';
import type { EvidenceRecorder } from '../evidence/evidence-recorder.js';
import { type DeploymentApproval, recordApproval } from '../evidence/record-approval.js';
import { recordAround } from '../evidence/record-around.js';
import { sql } from '../warehouse/statement.js';
import type { Session, Warehouse } from '../warehouse/warehouse.js';
import { type ActualState, stateDigest } from './actual-state.js';
import { dataLosses } from './data-losses.js';
import { DeploymentRecord } from './deployment-record.js';
import { parallelStages } from './parallel-stages.js';
import { type Plan, planChanges } from './plan.js';
import { namedAddresses, planDifferences } from './plan-differences.js';
import { planDigest } from './plan-digest.js';
import type { PlanOptions } from './plan-options.js';
import type { PlanStep } from './plan-step.js';
import { readActualState } from './read-actual-state.js';
import { refuseDataLoss } from './refuse-data-loss.js';
import { runStages } from './run-stages.js';
import { SessionLanes } from './session-lanes.js';
import { severalFailures } from './several-failures.js';

/** What applying needs. */
export interface ApplyOptions {
  readonly domain: Domain;
  readonly warehouse: Warehouse;
  readonly evidence: EvidenceRecorder;
  /** A plan that was made and reviewed before. Default: plan now. */
  readonly plan?: Plan;
  /** How to plan where no plan is given. */
  readonly planOptions?: PlanOptions;
  /** How many steps may run at once, each in a session of its own, where their order allows it. Default 4. */
  readonly parallel?: number;
  /** What somebody answers for, without which the plan would not be applied: each becomes evidence. */
  readonly approvals?: readonly DeploymentApproval[];
  /** Called before each step, in the order in which they begin. Where it throws, no further step begins. */
  readonly onStep?: (step: PlanStep, index: number, of: number) => void;
}

/** What an apply did. */
export interface ApplyResult {
  readonly plan: Plan;
  readonly statements: number;
  readonly seconds: number;
}

/** So many steps run at once, unless something else is said. */
const defaultParallel = 4;

/** An account has room for more sessions, but its services do not get faster by them. */
const mostParallel = 64;

/**
 * Brings the account to what the domain declares, as the platform's deploy role. Evidence is
 * written of each approval and before the first statement, and after the last. Where it cannot be written,
 * nothing is applied. Where nothing is to be done, nothing is written.
 *
 * A plan that is given is made once more, from the declaration and the account as they are now: it is
 * followed only if the same comes of it. What the plan takes away because it has no rows is counted again
 * right before it goes.
 *
 * Steps that do not depend on each other run at once, in as many sessions as the pool gives. After a failure no step begins, and those that have
 * begun are waited for. Then plan and apply again: steps that are done are not in the new plan.
 *
 * @throws {@link CoreError} `DAS_APPLY_STALE_PLAN` when the account, the declaration or the plan has changed
 * since the plan was made, `DAS_PLAN_DESTROYS_DATA` when there are rows where there were none,
 * `DAS_APPLY_FAILED` when several steps have failed, `DAS_APPLY_INVALID_OPTION`
 */
export async function apply(options: ApplyOptions): Promise<ApplyResult> {
  const { domain, warehouse } = options;
  const parallel = checkParallel(options.parallel ?? defaultParallel);
  const started = performance.now();
  const sessionOptions = {
    role: domain.platform.deployRole,
    queryTag: `das:apply:${domain.name}`,
  };
  await using session = await warehouse.openSession(sessionOptions);
  const state = await readActualState(session, domain);
  const current =
    options.plan === undefined
      ? planChanges(domain, state, options.planOptions)
      : planAgain(options.plan, domain, state);
  const names = domainNames(domain.database);
  const record = new DeploymentRecord(session, names.deployedResources, current, state);
  const recordTable = `table ${names.deployedResources.join('.')}`;
  const isRecorded = state.objects.has(recordTable);
  // An interrupted plan may have done its last step and not have written that down.
  if (current.steps.length === 0 && (!isRecorded || record.isRight)) {
    return { plan: current, statements: 0, seconds: 0 };
  }
  for (const approval of options.approvals ?? []) {
    await recordApproval(options.evidence, domain.name, current.digest, approval);
  }
  return await recordAround(options.evidence, {
    kind: 'deployment',
    subject: {
      name: domain.name,
      toJSON: () => ({ ...domain, collectors: domain.collectors.length }),
    },
    details: {
      plan: current.digest,
      // The digest covers every statement; the list is for people, and a leaf has a limit.
      steps: current.steps.slice(0, 100).map(({ action, address }) => `${action} ${address}`),
      stepCount: current.steps.length,
    },
    work: async () => {
      const stages = parallelStages(current, new Set([recordTable]));
      const atOnce = Math.min(parallel, Math.max(1, ...stages.map(({ length }) => length)));
      // The first session writes the record; where one thing is done at a time, it does that too.
      await using more = await SessionLanes.open(
        warehouse,
        sessionOptions,
        atOnce === 1 ? 0 : atOnce,
      );
      if (isRecorded) await record.begin(0);
      const following: Following = {
        plan: current,
        stages,
        record,
        recordTable,
        lanes: Math.max(1, more.count),
        onStep: options.onStep,
        sessionOf: (lane) => more.of(lane) ?? session,
      };
      const statements = await follow(following, domain);
      const seconds = (performance.now() - started) / 1000;
      return { result: { plan: current, statements, seconds }, details: { statements } };
    },
  });
}

/** A plan on its way. */
interface Following {
  readonly plan: Plan;
  readonly stages: ReturnType<typeof parallelStages>;
  readonly record: DeploymentRecord;
  readonly recordTable: string;
  readonly lanes: number;
  readonly onStep: ApplyOptions['onStep'];
  readonly sessionOf: (lane: number) => Session;
}

/** Does all steps of a plan, and says how many statements these were. */
async function follow(
  { plan, stages, record, recordTable, lanes, onStep, sessionOf }: Following,
  domain: Domain,
): Promise<number> {
  let statements = 0;
  const losses = new Map(
    dataLosses(plan).map(({ step, statement, table }) => [`${step}/${statement}`, table]),
  );
  const announce = (index: number) => {
    const step = plan.steps[index];
    if (step !== undefined) onStep?.(step, index, plan.steps.length);
  };
  const run = async (index: number, lane: number) => {
    const step = plan.steps[index];
    if (step === undefined) return;
    const session = sessionOf(lane);
    for (const [at, statement] of step.statements.entries()) {
      const table = losses.get(`${index}/${at}`);
      if (table !== undefined) await refuseDataLoss(session, table);
      await session.execute(sql.raw(statement));
      statements += 1;
    }
    await record.finish(index);
    if (!record.hasBegun && step.address === recordTable) await record.begin(index + 1);
  };
  const failures = [...(await runStages(stages, { lanes, announce, run }))];
  try {
    // What was done is done, even if something else has failed.
    await record.flush();
  } catch (error) {
    failures.push(error);
  }
  if (failures.length > 1) throw severalFailures(failures, domain);
  if (failures.length === 1) throw failures[0];
  return statements;
}

/** Makes a plan once more, and refuses it when something else comes of it. */
function planAgain(saved: Plan, domain: Domain, state: ActualState): Plan {
  const stale = (message: string) =>
    new CoreError('DAS_APPLY_STALE_PLAN', message, {
      place: `domain ${domain.name}`,
      next: 'make a new plan, review it and apply that one',
    });
  if (saved.digest !== planDigest(saved)) {
    throw stale('the plan is not the one that its digest stands for');
  }
  if (saved.domain !== domain.name) throw stale(`the plan is of domain ${saved.domain}`);
  const isMoved = saved.startsFrom !== stateDigest(state);
  const now = planChanges(domain, state, saved.options);
  if (now.digest === saved.digest) return now;
  const addresses = planDifferences(saved, now);
  const differing = addresses.length === 0 ? '' : `: ${namedAddresses(addresses)}`;
  throw stale(
    isMoved
      ? `the account is not in the state that the plan starts from${differing}`
      : `the plan is not what comes of the declaration as it is now${differing}`,
  );
}

function checkParallel(parallel: number): number {
  if (Number.isInteger(parallel) && parallel >= 1 && parallel <= mostParallel) return parallel;
  throw new CoreError(
    'DAS_APPLY_INVALID_OPTION',
    'parallel is not a number of steps that can run at once',
    { place: 'parallel', next: `give a whole number from 1 to ${mostParallel}` },
  );
}
