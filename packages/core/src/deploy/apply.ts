import type { Domain } from '../domain/define-domain.js';
import { domainNames } from '../domain/domain-names.js';
import { CoreError } from '../errors/core-error.js';
import type { EvidenceRecorder } from '../evidence/evidence-recorder.js';
import { recordAround } from '../evidence/record-around.js';
import { sql } from '../warehouse/statement.js';
import type { Warehouse } from '../warehouse/warehouse.js';
import { stateDigest } from './actual-state.js';
import { DeploymentRecord } from './deployment-record.js';
import { type Plan, planChanges } from './plan.js';
import { planDigest } from './plan-digest.js';
import type { PlanOptions } from './plan-options.js';
import type { PlanStep } from './plan-step.js';
import { readActualState } from './read-actual-state.js';

/** What applying needs. */
export interface ApplyOptions {
  readonly domain: Domain;
  readonly warehouse: Warehouse;
  readonly evidence: EvidenceRecorder;
  /** A plan that was made and reviewed before. Default: plan now. */
  readonly plan?: Plan;
  /** How to plan where no plan is given. */
  readonly planOptions?: PlanOptions;
  /** Called before each step. */
  readonly onStep?: (step: PlanStep, index: number, of: number) => void;
}

/** What an apply did. */
export interface ApplyResult {
  readonly plan: Plan;
  readonly statements: number;
  readonly seconds: number;
}

/**
 * Brings the account to what the domain declares, as the platform's deploy role. Evidence is
 * written before the first statement and after the last.
 *
 * After a failure, plan and apply again: steps that are done are not in the new plan.
 *
 * @throws {@link CoreError} `DAS_APPLY_STALE_PLAN` when the account or the plan has changed since the
 * plan was made
 */
export async function apply(options: ApplyOptions): Promise<ApplyResult> {
  const { domain, warehouse, onStep } = options;
  const started = performance.now();
  await using session = await warehouse.openSession({
    role: domain.platform.deployRole,
    queryTag: `das:apply:${domain.name}`,
  });
  const state = await readActualState(session, domain);
  const current = options.plan ?? planChanges(domain, state, options.planOptions);
  if (current.digest !== planDigest(current)) {
    throw new CoreError(
      'DAS_APPLY_STALE_PLAN',
      'the plan is not the one that its digest stands for',
      { place: `domain ${domain.name}`, next: 'make a new plan, review it and apply that one' },
    );
  }
  if (current.domain !== domain.name || current.startsFrom !== stateDigest(state)) {
    throw new CoreError(
      'DAS_APPLY_STALE_PLAN',
      'the account is not in the state that the plan starts from',
      {
        place: `domain ${domain.name}`,
        next: 'make a new plan, review it and apply that one',
      },
    );
  }
  const names = domainNames(domain.database);
  const record = new DeploymentRecord(session, names.deployedResources, current, state);
  const recordTable = `table ${names.deployedResources.join('.')}`;
  const isRecorded = state.objects.has(recordTable);
  if (current.steps.length === 0) {
    // An interrupted plan may have done its last step and not have said so.
    if (isRecorded) await record.begin(0);
    return { plan: current, statements: 0, seconds: 0 };
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
      let statements = 0;
      if (isRecorded) await record.begin(0);
      for (const [index, step] of current.steps.entries()) {
        onStep?.(step, index, current.steps.length);
        for (const statement of step.statements) {
          await session.execute(sql.raw(statement));
          statements += 1;
        }
        await record.finish(index);
        if (!record.hasBegun && step.address === recordTable) await record.begin(index + 1);
      }
      await record.flush();
      const seconds = (performance.now() - started) / 1000;
      return { result: { plan: current, statements, seconds }, details: { statements } };
    },
  });
}
