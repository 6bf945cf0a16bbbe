import type { Program, Step } from '../grammar/program.js';
import type { HuntingGround } from '../world/hunting-ground.js';
import { compareOutcomes } from './compare-outcomes.js';
import { type Outcome, runStep } from './outcome.js';

/** By which oracle something was found. */
export type Oracle = 'canary' | 'hand-written tables' | 'dependence on clear values';

export interface Finding {
  readonly oracle: Oracle;
  readonly what: string;
  readonly step: Step;
  readonly guarded: Outcome;
  readonly plain: Outcome;
}

/** How a program went in the guarded world. */
export interface Verdict {
  /** How many of its statements asked something. */
  readonly queries: number;
  readonly status: 'accepted' | 'failed' | 'refused';
  readonly finding?: Finding;
  /**
   * It failed in one world alone, but it does so without any clear value to depend on, or on what
   * the role may see: which expression runs first is up to the plan.
   */
  readonly isByPlan?: boolean;
}

/** Runs a program in the guarded and in the plain world, and compares what the role is shown. */
export async function checkProgram(ground: HuntingGround, program: Program): Promise<Verdict> {
  let verdict: Verdict = { status: 'accepted', queries: 0 };
  let isOver = false;
  for (const [at, step] of program.steps.entries()) {
    if (isOver && !step.isCleanUp) continue;
    const [guarded, plain] = await Promise.all([
      runStep(ground.guarded, step),
      runStep(ground.plain, step),
    ]);
    if (step.isCleanUp) continue;
    verdict = await judge(ground, program, at, guarded, plain, verdict);
    const isFailed = (guarded.error ?? plain.error) !== undefined;
    isOver = verdict.finding !== undefined || (isFailed && step.isProbe !== true);
  }
  return verdict;
}

async function judge(
  ground: HuntingGround,
  program: Program,
  at: number,
  guarded: Outcome,
  plain: Outcome,
  before: Verdict,
): Promise<Verdict> {
  const step = program.steps[at];
  if (step === undefined) return before;
  const status = guarded.error === undefined ? before.status : statusOf(guarded.error);
  const queries = before.queries + (step.isPreparation === true ? 0 : 1);
  const found = (oracle: Oracle, what: string): Verdict => ({
    status,
    queries,
    finding: { oracle, what, step, guarded, plain },
  });
  if (step.isClear !== true) {
    // What the plain world shows too follows from what the role may see: a masked date may be moved
    // onto a day that some clear value happens to have.
    const known = `${asked(ground, program, step)}\n${plain.shown}`;
    const seen = ground.canaries.seenIn(guarded.shown, known);
    if (seen.length > 0) return found('canary', seen.slice(0, 5).join(', '));
  }
  if (guarded.error?.startsWith('not a WarehouseError')) {
    return found('hand-written tables', guarded.error);
  }
  const difference = compareOutcomes(guarded, plain, step.compare);
  if (difference === undefined) return { ...before, status, queries };
  if (guarded.error === plain.error) return found('hand-written tables', difference);
  // A failure must not depend on clear values: without any it has to be the same.
  const twin = await replay(ground, program, at);
  const dependence = compareOutcomes(guarded, twin, 'outcome');
  if (dependence === undefined || program.mayFailByPlan) return { status, queries, isByPlan: true };
  if (await isExplained(ground, step)) return { status, queries, isByPlan: true };
  return found('dependence on clear values', dependence);
}

/** Whether what the role may see makes one of the step's expressions fail somewhere. */
async function isExplained(ground: HuntingGround, step: Step): Promise<boolean> {
  for (const explanation of step.explanations ?? []) {
    const { error } = await runStep(ground.plain, { ...step, ...explanation, isStreamed: false });
    if (error === 'DAS_WAREHOUSE_EXECUTION_FAILED') return true;
  }
  return false;
}

/** The outcome of a step in the twin, after the steps before it. */
async function replay(ground: HuntingGround, program: Program, last: number): Promise<Outcome> {
  const twin = await ground.twin();
  let outcome: Outcome | undefined;
  for (const [at, step] of program.steps.entries()) {
    if (at <= last) outcome = await runStep(twin, step);
    else if (step.isCleanUp) await runStep(twin, step);
  }
  if (outcome === undefined) throw new RangeError('the program has no such step');
  return outcome;
}

/** What the role itself wrote: a clear value that it guessed may come back to it. */
function asked(ground: HuntingGround, program: Program, step: Step): string {
  const written = program.steps.map(({ text, binds }) => `${text} ${binds.join(' ')}`);
  return [...written, ...(step.showsHistory ? [ground.bait] : [])].join('\n');
}

function statusOf(code: string): Verdict['status'] {
  return code === 'DAS_WAREHOUSE_EXECUTION_FAILED' ? 'failed' : 'refused';
}
