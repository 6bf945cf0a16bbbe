import { CoreError } from '../errors/core-error.js';
import { addressOf, type Resource, resourceKinds } from '../resources/resource.js';
import type { Plan } from './plan.js';
import { planDigest } from './plan-digest.js';
import type { PlanOptions } from './plan-options.js';
import type { Effect, PlanStep } from './plan-step.js';

/** The first member of a saved plan: what it is, and in which form. */
const format = 'das-plan-1';

/**
 * A plan as text, to be reviewed and applied later: JSON with one member a line.
 *
 * @example
 * ```ts
 * import { type Plan, planDigest, readPlan, savePlan } from '@das/core';
 *
 * const lists = { startsWith: [], steps: [], leftovers: [], unfinished: [] };
 * const made = { domain: 'shop', startsFrom: '', ...lists, options: {} };
 * const plan: Plan = { ...made, digest: planDigest(made) };
 * console.log(readPlan(savePlan(plan)).digest === plan.digest);
 * // => true
 * ```
 */
export function savePlan(plan: Plan): string {
  const { domain, startsFrom, startsWith, steps, leftovers, unfinished, options, digest } = plan;
  const head = { format, domain, digest, startsFrom, options, leftovers, unfinished };
  const content = { ...head, steps, startsWith };
  return `${JSON.stringify(content, null, 1)}\n`;
}

/**
 * Reads a saved plan. Every byte has to be as `savePlan` wrote it.
 *
 * @throws {@link CoreError} `DAS_PLAN_INVALID` for anything else
 */
export function readPlan(text: string): Plan {
  const read = parse(text);
  if (!isRecord(read) || read.format !== format) {
    throw invalid(`it does not begin as a plan of this version of DAS (${format})`);
  }
  const plan = checkPlan(read);
  if (planDigest(plan) !== plan.digest) throw invalid('its content is not that of its digest');
  if (savePlan(plan) !== text) {
    throw invalid('it holds something that a plan does not have, or is written otherwise');
  }
  return plan;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw invalid('it is not JSON');
  }
}

function checkPlan(read: Readonly<Record<string, unknown>>): Plan {
  const { domain, startsFrom, startsWith, steps, leftovers, unfinished, options, digest } = read;
  if (!isText(domain) || !isText(startsFrom) || !isText(digest)) {
    throw invalid('domain, startsFrom or digest is missing');
  }
  if (!isListOf(leftovers, isText)) throw invalid('leftovers is not a list of addresses');
  if (!isListOf(unfinished, isText)) throw invalid('unfinished is not a list of addresses');
  if (!isOptions(options)) throw invalid('options does not say how to plan');
  if (!isListOf(startsWith, isResource)) throw invalid('startsWith is not a list of resources');
  if (!isListOf(steps, isStep)) throw invalid('steps is not a list of steps');
  return { domain, startsFrom, startsWith, steps, leftovers, unfinished, options, digest };
}

function isOptions(value: unknown): value is PlanOptions {
  if (!isRecord(value)) return false;
  return Object.entries(value).every(([key, each]) => {
    switch (key) {
      case 'destroy':
      case 'allowLowering':
        return typeof each === 'boolean';
      case 'destroyData':
      case 'targets':
        return isListOf(each, isText);
      default:
        return false;
    }
  });
}

const actions: readonly PlanStep['action'][] = [
  'create',
  'alter',
  'replace',
  'grant',
  'revoke',
  'drop',
];

const stepKeys = 'action,address,statements,effects';

function isStep(value: unknown): value is PlanStep {
  return (
    isRecord(value) &&
    Object.keys(value).join() === stepKeys &&
    actions.some((action) => action === value.action) &&
    isText(value.address) &&
    isListOf(value.statements, isText) &&
    isListOf(value.effects, isEffect) &&
    value.statements.length === value.effects.length
  );
}

function isEffect(value: unknown): value is Effect {
  if (!isRecord(value)) return false;
  const keys = Object.keys(value).join();
  switch (value.is) {
    case 'unchanged':
      return keys === 'is';
    case 'present':
      return keys === 'is,resource' && isResource(value.resource);
    case 'absent':
      return keys === 'is,address' && isText(value.address);
    case 'several':
      return keys === 'is,effects' && isListOf(value.effects, isEffect);
    default:
      return false;
  }
}

function isResource(value: unknown): value is Resource {
  if (!isRecord(value) || !resourceKinds.some((kind) => kind === value.kind)) return false;
  try {
    return isText(addressOf(value as unknown as Resource));
  } catch (error) {
    if (error instanceof TypeError) return false;
    throw error;
  }
}

function isListOf<T>(
  value: unknown,
  isMember: (member: unknown) => member is T,
): value is readonly T[] {
  return Array.isArray(value) && value.every(isMember);
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function invalid(message: string): CoreError {
  return new CoreError('DAS_PLAN_INVALID', `the saved plan cannot be used: ${message}`, {
    next: 'make a new plan with das plan --out, review it and apply that one',
  });
}
