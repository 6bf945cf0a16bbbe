import { readFile } from 'node:fs/promises';
import { type Plan, type PlanOptions, readPlan, savePlan } from '@das/core';
import { writeFileAtomically } from '../contract/write-file-atomically.js';
import { CliError } from '../errors/cli-error.js';
import type { Arguments } from '../program/arguments.js';
import { codeOf } from './data-folder.js';
import { dangerousWords } from './plan-option-words.js';

/** What the command line says that a plan may do. */
export function planOptionsOf(given: Arguments): PlanOptions {
  const targets = given.list('target');
  const destroyData = given.list('destroyData');
  if (destroyData !== undefined && !given.flag('destroy')) {
    throw new CliError('DAS_USAGE', '--destroy-data says what --destroy may drop', {
      place: '--destroy-data',
      next: 'pass --destroy too',
    });
  }
  return {
    destroy: given.flag('destroy'),
    allowLowering: given.flag('allowLowering'),
    ...(targets !== undefined && { targets }),
    ...(destroyData !== undefined && { destroyData }),
  };
}

/** More would need more sessions than a pool holds. */
const mostParallel = 7;

/** How many steps of a plan may run at once, if that was said. */
export function parallelOf(given: Arguments): number | undefined {
  const text = given.text('parallel');
  if (text === undefined) return undefined;
  const parallel = /^\d{1,2}$/.test(text) ? Number(text) : 0;
  if (parallel >= 1 && parallel <= mostParallel) return parallel;
  throw new CliError('DAS_USAGE', '--parallel is not a number of steps that can run at once', {
    place: '--parallel',
    next: `give a whole number from 1 to ${mostParallel}`,
  });
}

/** Refuses options that say how to plan, beside a plan that is made. */
export function refusePlanOptions(given: Arguments): void {
  const flags = [
    ...(given.list('target') === undefined ? [] : ['--target']),
    ...(given.flag('destroy') ? ['--destroy'] : []),
    ...(given.list('destroyData') === undefined ? [] : ['--destroy-data']),
    ...(given.flag('allowLowering') ? ['--allow-lowering'] : []),
  ];
  const [first] = flags;
  if (first === undefined) return;
  throw new CliError('DAS_USAGE', `${first} says how to plan, and --plan is planned already`, {
    place: first,
    next: `pass ${first} to das plan --out, and the file alone to das apply --plan`,
  });
}

/**
 * Refuses a saved plan that is not the one that was reviewed. Its options come from the file, and planning once
 * more by the same options finds nothing wrong with them: so what drops or lowers is not applied unasked unless
 * the command line names the plan.
 */
export function refuseOtherPlan(given: Arguments, saved: Plan | undefined): void {
  const digest = given.text('digest');
  if (saved === undefined) {
    if (digest === undefined) return;
    throw new CliError('DAS_USAGE', '--digest says which saved plan is meant, and there is none', {
      place: '--digest',
      next: 'pass --plan too',
    });
  }
  if (digest === undefined) {
    const [first] = dangerousWords(saved.options);
    if (first === undefined || !given.flag('yes')) return;
    throw new CliError('DAS_USAGE', `the plan is made with ${first}, and nobody is asked`, {
      place: '--digest',
      next: 'pass --digest with the digest of the plan that was reviewed, as das plan --out printed it',
    });
  }
  if (digest === saved.digest) return;
  throw new CliError('DAS_USAGE', 'the saved plan is not the one of --digest', {
    place: '--digest',
    next: 'pass the whole digest that das plan --out printed; if it is that, the file is another one: make a new plan',
  });
}

/** Reads a plan that `das plan --out` wrote. */
export async function readPlanFile(file: string): Promise<Plan> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    throw new CliError('DAS_FILE_UNREADABLE', `the plan cannot be read (${codeOf(error)})`, {
      place: file,
      next: 'name the file that das plan --out has written',
      cause: error,
    });
  }
  return readPlan(text);
}

/** Writes a plan for review and for `das apply --plan`. */
export async function writePlanFile(file: string, plan: Plan): Promise<void> {
  await writeFileAtomically(file, savePlan(plan));
}
