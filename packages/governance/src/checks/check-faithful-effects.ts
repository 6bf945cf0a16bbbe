import { addressOf, applyEffect, type Effect } from '@das/core';
import type { ReadStatement, TextReport } from './check-statement-order.js';
import { followChange, type Said, type Surroundings } from './follow-change.js';
import { singleEffects } from './followed-plan.js';
import type { CheckedPlan } from './plan-context.js';
import { readStatement } from './read-statement.js';
import { factsOf } from './statement-facts.js';
import { UnreadStatement } from './statement-reader.js';

/**
 * Holds each statement's text against the effect that the plan states for it: what it makes, changes,
 * grants and takes away, down to the bodies of policies. A statement of which any part is not understood
 * is refused: it might do anything.
 */
export function checkFaithfulEffects(
  plan: CheckedPlan,
  statements: readonly ReadStatement[],
  deployRole: string | undefined,
  report: TextReport,
): void {
  const state = new Map(plan.startsWith.map((each) => [addressOf(each), each]));
  const forced = forcedPolicies(statements);
  // Steps that run at once may come one among the other.
  const byObjects = new Map<string, ReadStatement[]>();
  const named = new Map<string, ReadonlySet<string>>();
  for (const statement of statements) {
    const others = byObjects.get(statement.step.address);
    if (others === undefined) byObjects.set(statement.step.address, [statement]);
    else others.push(statement);
    const { address } = statement.step;
    named.set(address, new Set([...(named.get(address) ?? []), ...addressesOf(statement.effect)]));
  }
  for (const statement of statements) {
    const following = byObjects.get(statement.step.address) ?? [];
    following.shift();
    const surroundings: Surroundings = {
      state,
      statement,
      following,
      named: named.get(statement.step.address) ?? new Set(),
      forced,
      deployRole,
    };
    // What a statement does depends on what was before it; what is said is what is after it.
    const done = whatIsDone(surroundings);
    applyEffect(state, statement.effect);
    const wrong = typeof done === 'string' ? done : compare(done, surroundings);
    if (wrong !== undefined) report('unfaithfulEffects', statement, wrong);
  }
}

/** The network policies that statements put in force. */
function forcedPolicies(statements: readonly ReadStatement[]): Surroundings['forced'] {
  return statements.flatMap(({ text, tokens }) =>
    /\bNETWORK_POLICY\b/i.test(text)
      ? (readStatement(tokens, new Map()) ?? []).flatMap((each) =>
          each.does === 'force' && each.policy !== undefined ? [each] : [],
        )
      : [],
  );
}

/** What a statement comes to by its text, for each address that it or its effect is about. */
interface Done {
  readonly facts: ReadonlyMap<string, Said>;
  /** The tables of which it changes what is measured. */
  readonly measured: ReadonlySet<string>;
}

/** What is done, or what is wrong with it already. */
function whatIsDone(surroundings: Surroundings): Done | string {
  const { state, statement } = surroundings;
  const changes = readStatement(statement.tokens, state);
  if (changes === undefined) return 'does what the checks cannot read';
  const stated = addressesOf(statement.effect);
  const read = new Map<string, Said>();
  const measured = new Set<string>();
  try {
    for (const change of changes) {
      const fault = followChange(change, read, surroundings, stated, measured);
      if (fault !== undefined) return fault;
    }
  } catch (error) {
    if (error instanceof UnreadStatement) return 'takes off what is not there';
    throw error;
  }
  for (const address of stated) {
    if (read.has(address)) continue;
    const was = state.get(address);
    read.set(address, was === undefined ? undefined : factsOf(was));
  }
  return { facts: read, measured };
}

function addressesOf(effect: Effect): ReadonlySet<string> {
  return new Set(
    singleEffects(effect).flatMap((each) =>
      each.is === 'present'
        ? [addressOf(each.resource)]
        : each.is === 'absent'
          ? [each.address]
          : [],
    ),
  );
}

/** What is wrong with the effect of a statement, in the words of a message. */
function compare({ facts, measured }: Done, surroundings: Surroundings): string | undefined {
  for (const [address, done] of facts) {
    if (isMeasurement(address, measured)) continue;
    const now = surroundings.state.get(address);
    const said = now === undefined ? undefined : factsOf(now);
    const fault = difference(address, done, said, surroundings);
    if (fault !== undefined) return fault;
  }
  return undefined;
}

/** What is measured protects and reveals nothing, and comes about by several statements. */
function isMeasurement(address: string, measured: ReadonlySet<string>): boolean {
  if (!address.startsWith('dataMetric ')) return false;
  const [, name = ''] = address.split(' ');
  return measured.has(name.split('.').slice(0, 3).join('.'));
}

/** Where what is done and what is said part. */
function difference(
  address: string,
  done: Said,
  said: Said,
  surroundings: Surroundings,
): string | undefined {
  if (done === undefined && said === undefined) return undefined;
  if (done === undefined) return `is said to leave ${address}, and does not`;
  if (said === undefined) return `leaves ${address}, and is not said to`;
  for (const [key, value] of said) {
    if (done.get(key) === value) continue;
    if (isTagLater(address, key, value, surroundings)) continue;
    return `is said to leave ${factPhrase(key)} of ${address}, and does not`;
  }
  for (const key of done.keys()) {
    if (said.has(key) || isUnderstated(address, key, surroundings)) continue;
    return `changes ${factPhrase(key)} of ${address}, and is not said to`;
  }
  return undefined;
}

/** A statement takes a limited number of tags: what is left is set by the next ones of the step. */
function isTagLater(
  address: string,
  key: string,
  value: string,
  { following, state }: Surroundings,
): boolean {
  if (!key.startsWith('["tag"')) return false;
  return following.some(({ tokens }) =>
    (readStatement(tokens, state) ?? []).some(
      (change) =>
        change.does === 'alter' &&
        change.address === address &&
        change.change(new Map()).get(key) === value,
    ),
  );
}

/** What protects more than the plan says, or gives way to another one of the plan. */
function isUnderstated(address: string, key: string, { state, forced }: Surroundings): boolean {
  if (address.startsWith('tag ')) return key.startsWith('["policy"');
  if (!key.startsWith('["active"')) return false;
  const [, place] = JSON.parse(key) as readonly string[];
  const isForced = forced.some((each) => each.place === place && each.policy !== address);
  const isHeld = [...state].some(([each, by]) => each !== address && factsOf(by).has(key));
  return isForced || isHeld;
}

const phrases: Readonly<Record<string, string>> = {
  body: 'the body',
  signature: 'the arguments',
  returns: 'the type',
  exempt: 'what reads through it',
  type: 'a column',
  null: 'a column that takes NULL',
  mask: 'a masking policy',
  projection: 'a projection policy',
  tag: 'a tag',
  rows: 'the row access policy',
  aggregation: 'the aggregation policy',
  policy: 'a masking policy',
  value: 'an allowed value',
  query: 'the query',
  statement: 'the statement',
  account: 'an account',
  active: 'where it is in force',
  address: 'an address',
  allowed: 'an allowed rule',
  blocked: 'a blocked rule',
  trigger: 'a trigger',
  watched: 'what a budget watches',
  share: 'the share',
  manifest: 'the manifest',
  published: 'whether it is published',
};

/** A fact, without its value. */
function factPhrase(key: string): string {
  const what = key.startsWith('[') ? String((JSON.parse(key) as readonly unknown[])[0]) : key;
  return phrases[what] ?? `its ${what.toLowerCase().replaceAll('_', ' ')}`;
}
