import type { MaskingPolicyResource } from '@das/core';
import type { BodyContext, BodySession } from './body-session.js';
import { mostKept, unknown } from './disclosure.js';
import { type Expression, partsOf, textsOf } from './expression.js';
import { libraryMasks } from './library-masks.js';
import { isOfNull, levelsOf, type MaskLevel, saysMore } from './mask-levels.js';
import { type KnownMasks, type Outcome, outcomesOf } from './outcomes.js';
import { parseBody } from './parse-body.js';
import { always, dependsOnRoles, isWithin, type Path } from './path.js';
import { withQuestions } from './value-tests.js';

/**
 * How often a session sees the clear value: never, where something decides that the session does not
 * (the row, the value, the user), always, or it cannot be told, which counts as always.
 */
export type Clearness = 'never' | 'sometimes' | 'always' | 'unknown';

/** What shows the clear value, or may show it. */
export interface Showing {
  readonly when: Path;
  /** A text of the SQL that is shown. */
  readonly key: string;
  readonly isKnown: boolean;
}

/** What the body of a masking policy makes of a value in a session. */
export interface MaskAnswer {
  readonly clear: Clearness;
  readonly showings: readonly Showing[];
  /** What it says of the value in each way, also where it hides it. */
  readonly levels: readonly MaskLevel[];
  /** Why it hides, where that is not read in its SQL but said by its author. */
  readonly hidesBecause: string | undefined;
}

/** The same without an AI agent in the execution context and with one. */
export interface MaskAnswers {
  readonly alone: MaskAnswer;
  readonly withAgent: MaskAnswer;
  /** Of both together: never is never in both, and always is always in both. */
  readonly clear: Clearness;
}

/** As much of a policy as is read. */
export type ReadMaskingPolicy = Pick<MaskingPolicyResource, 'body' | 'type' | 'argument'>;

interface Prepared {
  readonly expression: Expression | undefined;
  /** The texts in the body, by which roles are asked for. */
  readonly texts: readonly string[];
  /** Whether it asks for roles that are in no text. */
  readonly asksForRoles: boolean;
  readonly answers: Map<string, MaskAnswers>;
}

const prepared = new WeakMap<KnownMasks, WeakMap<object, Prepared>>();

/**
 * Reads what a masking policy shows to a session. It fails closed: a mask is what is known to lose
 * information, and all else counts as the value.
 *
 * @param database The database of what is protected: database roles are looked for in it
 */
export function readMask(
  policy: ReadMaskingPolicy,
  session: BodySession,
  database: string,
  masks: KnownMasks = libraryMasks,
): MaskAnswers {
  const known = preparedOf(policy, masks);
  const active = known.texts.map((text) => [
    session.active.has(`ROLE ${text}`),
    session.active.has(`DATABASE ROLE ${database}.${text}`),
    session.currentRole === text,
  ]);
  const roles = known.asksForRoles ? [...session.active].sort() : [];
  const key = JSON.stringify([active, session.currentRole === undefined, roles]);
  const before = known.answers.get(key);
  if (before !== undefined) return before;
  const answer = (hasAgent: boolean) =>
    answerOf(known.expression, policy, { session, database, hasAgent }, masks);
  const [alone, withAgent] = [answer(false), answer(true)];
  const answers = { alone, withAgent, clear: together(alone.clear, withAgent.clear) };
  known.answers.set(key, answers);
  return answers;
}

function preparedOf(policy: ReadMaskingPolicy, masks: KnownMasks): Prepared {
  const policies = prepared.get(masks) ?? new WeakMap<object, Prepared>();
  prepared.set(masks, policies);
  const before = policies.get(policy);
  if (before !== undefined) return before;
  const expression = parseBody(policy.body, policy.argument);
  const found = {
    expression,
    texts: expression === undefined ? [] : [...textsOf(expression)],
    asksForRoles: expression !== undefined && asksForOtherRoles(expression),
    answers: new Map(),
  };
  policies.set(policy, found);
  return found;
}

/** Whether it asks for roles otherwise than by a name that stands in it. */
function asksForOtherRoles(expression: Expression): boolean {
  const isByName =
    expression.is === 'call' &&
    expression.args.length === 1 &&
    expression.args[0]?.is === 'text' &&
    !expression.name.includes('.');
  if (isByName) return false;
  const parts = partsOf(expression);
  if (parts.length > 0 && parts.some(asksForOtherRoles)) return true;
  return dependsOnRoles(expression) && !parts.some(dependsOnRoles);
}

function together(one: Clearness, other: Clearness): Clearness {
  if (one === other) return one;
  return one === 'unknown' || other === 'unknown' ? 'unknown' : 'sometimes';
}

function answerOf(
  expression: Expression | undefined,
  policy: ReadMaskingPolicy,
  context: BodyContext,
  masks: KnownMasks,
): MaskAnswer {
  if (expression === undefined) {
    const showing: Showing = { when: always, key: policy.body, isKnown: false };
    const levels: readonly MaskLevel[] = [{ when: always, says: 'value' }];
    return { clear: 'unknown', showings: [showing], levels, hidesBecause: undefined };
  }
  const isDated = /^(?:DATE$|TIMESTAMP)/.test(policy.type);
  const reading = { context, masks, isDated };
  const found = withQuestions(outcomesOf(expression, reading), reading, isSmall(policy.type));
  const outcomes = hasNoParts(policy.type) ? found.map(withoutParts) : found;
  const shown = outcomes.filter(({ gives }) => gives.is === 'value' || gives.is === 'unknown');
  const showings = shown.map(
    ({ when, key, gives }): Showing => ({ when, key, isKnown: gives.is === 'value' }),
  );
  return {
    clear: clearnessOf(outcomes, showings),
    showings,
    levels: levelsOf(expression, outcomes),
    hidesBecause: outcomes
      .map(({ by }) => (typeof by === 'object' ? by.reason : undefined))
      .find(Boolean),
  };
}

function clearnessOf(outcomes: readonly Outcome[], showings: readonly Showing[]): Clearness {
  if (showings.length === 0) return 'never';
  if (showings.some(({ isKnown }) => !isKnown)) return 'unknown';
  // NULL for NULL hides nothing.
  const isHidden = ({ when, gives }: Outcome) =>
    gives.is !== 'value' &&
    ![...when.values()].some(({ mode, test }) => mode === 'true' && isOfNull(test));
  return outcomes.some(isHidden) ? 'sometimes' : 'always';
}

/** Whether a part of a value of the type may be all of it: numbers are short, whatever their type says. */
function hasNoParts(type: string): boolean {
  return isSmall(type) || type.startsWith('NUMBER') || type === 'FLOAT';
}

/** Whether a question or two tell a value of the type from every other one. */
function isSmall(type: string): boolean {
  const size = /^(?:NUMBER|VARCHAR)\((\d+)/.exec(type)?.[1];
  return type === 'BOOLEAN' || (size !== undefined && Number(size) <= mostKept);
}

function withoutParts(outcome: Outcome): Outcome {
  const isPart = outcome.gives.is === 'part' && outcome.by === undefined;
  return isPart ? { ...outcome, gives: unknown } : outcome;
}

/** Whether there may be a clear value. */
export function mayBeClear({ clear }: { readonly clear: Clearness }): boolean {
  return clear !== 'never';
}

/**
 * Whether something is shown that is not shown by another answer as well. What cannot be told shows
 * no less than the same SQL does, and no more can be said of it.
 */
export function showsMore(answers: MaskAnswers, than: MaskAnswers | undefined): boolean {
  if (than === undefined) return mayBeClear(answers);
  return (['alone', 'withAgent'] as const).some((which) =>
    answers[which].showings.some(
      (shown) => !than[which].showings.some((other) => isCovered(shown, other)),
    ),
  );
}

/** Whether more is said of the value than another answer is known to say, also where both hide it. */
export function tellsMore(answers: MaskAnswers, than: MaskAnswers): boolean {
  return (['alone', 'withAgent'] as const).some((which) =>
    saysMore(answers[which].levels, than[which].levels),
  );
}

function isCovered(shown: Showing, other: Showing): boolean {
  if (!isWithin(shown.when, other.when)) return false;
  return other.isKnown || (!shown.isKnown && shown.key === other.key);
}
