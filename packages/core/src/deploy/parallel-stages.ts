import { addressOf, type Resource } from '../resources/resource.js';
import { dependenciesOf, granteeOf, securableAddresses } from './dependencies.js';
import type { Plan } from './plan.js';
import { type Effect, type PlanStep, touchedBy } from './plan-step.js';

/** A step of a stage, by its index in the plan, and the steps of the same stage that come before it. */
export interface StagedStep {
  readonly index: number;
  readonly after: readonly number[];
}

/**
 * What may be done at the same time as other objects of these kinds. All else decides what others see, or
 * holds them: it waits for all before it, and all after it waits for it.
 */
const independent: ReadonlySet<string> = new Set([
  'table',
  'dynamicTable',
  'dataMetric',
  'stage',
  'task',
]);

/**
 * The steps of a plan in stages, one after the other. Within a stage, steps that depend on each other have
 * the order of the plan, and the others may run at once: what they change is protected each by itself, by
 * policies, tags and roles that do not change meanwhile.
 *
 * @param alone - addresses of steps that run by themselves, whatever they are
 */
export function parallelStages(
  { startsWith, steps }: Pick<Plan, 'startsWith' | 'steps'>,
  alone: ReadonlySet<string> = new Set(),
): readonly (readonly StagedStep[])[] {
  const definitions = definitionsIn(startsWith, steps);
  const stages: (readonly StagedStep[])[] = [];
  let group: string | undefined;
  let members: number[] = [];
  const close = () => {
    if (members.length > 0) stages.push(inOrder(members, steps, definitions));
    members = [];
  };
  for (const [index, step] of steps.entries()) {
    const its = alone.has(step.address) ? undefined : groupOf(step, definitions);
    if (its === undefined || its !== group) close();
    group = its;
    members.push(index);
  }
  close();
  return stages;
}

/** All that is known to be at an address before, during and after a plan. */
type Definitions = ReadonlyMap<string, readonly Resource[]>;

function definitionsIn(startsWith: readonly Resource[], steps: readonly PlanStep[]): Definitions {
  const definitions = new Map<string, Resource[]>();
  const note = (resource: Resource) => {
    const known = definitions.get(addressOf(resource));
    if (known === undefined) definitions.set(addressOf(resource), [resource]);
    else known.push(resource);
  };
  const follow = (effect: Effect) => {
    if (effect.is === 'present') note(effect.resource);
    if (effect.is === 'several') effect.effects.forEach(follow);
  };
  startsWith.forEach(note);
  for (const { effects } of steps) effects.forEach(follow);
  return definitions;
}

/** Steps of one group that follow each other may be of one stage; one without a group is alone. */
function groupOf(step: PlanStep, definitions: Definitions): string | undefined {
  switch (step.action) {
    case 'create':
    case 'alter':
    case 'replace':
      return independent.has(kindOf(step.address)) ? 'object' : undefined;
    case 'drop':
      return independent.has(kindOf(step.address)) ? 'drop' : undefined;
    case 'grant':
    case 'revoke': {
      const privileges = privilegesOf(step, definitions);
      if (privileges === undefined) return undefined;
      const isOwnership = privileges.some(({ privilege }) => privilege === 'OWNERSHIP');
      return isOwnership ? 'ownership' : step.action;
    }
  }
}

function kindOf(address: string): string {
  return address.slice(0, address.indexOf(' '));
}

type Privilege = Extract<Resource, { kind: 'grant' }>;

/** The privileges that a step is about; `undefined` where it is about anything else, or unknown. */
function privilegesOf(step: PlanStep, definitions: Definitions): readonly Privilege[] | undefined {
  const found: Privilege[] = [];
  for (const address of touchedBy([step])) {
    const [resource] = definitions.get(address) ?? [];
    if (resource?.kind !== 'grant') return undefined;
    found.push(resource);
  }
  return found;
}

interface Uses {
  readonly reads: ReadonlySet<string>;
  readonly writes: ReadonlySet<string>;
}

/** The steps of a stage: who reads what another one writes, or writes what it uses, waits for it. */
function inOrder(
  members: readonly number[],
  steps: readonly PlanStep[],
  definitions: Definitions,
): readonly StagedStep[] {
  if (members.length === 1) return members.map((index) => ({ index, after: [] }));
  const direct = new Map<string, readonly string[]>();
  const uses = members.map((index) => usesOf(steps[index], definitions, direct));
  const written = new Set(uses.flatMap(({ writes }) => [...writes]));
  const writer = new Map<string, number>();
  const readers = new Map<string, number[]>();
  return members.map((index, at) => {
    const { reads = new Set(), writes = new Set() }: Partial<Uses> = uses[at] ?? {};
    const after = new Set<number>();
    const shared = [...reads].filter((each) => written.has(each));
    for (const each of [...shared, ...writes]) {
      const last = writer.get(each);
      if (last !== undefined) after.add(last);
    }
    for (const each of writes) for (const reader of readers.get(each) ?? []) after.add(reader);
    for (const each of shared) readers.set(each, [...(readers.get(each) ?? []), index]);
    for (const each of writes) {
      writer.set(each, index);
      readers.delete(each);
    }
    after.delete(index);
    return { index, after: [...after] };
  });
}

function usesOf(
  step: PlanStep | undefined,
  definitions: Definitions,
  direct: Map<string, readonly string[]>,
): Uses {
  if (step === undefined) return { reads: new Set(), writes: new Set() };
  if (step.action === 'grant' || step.action === 'revoke') {
    const privileges = privilegesOf(step, definitions) ?? [];
    // Roles take any number of privileges at once; a share takes them in an order of its own.
    const writes = privileges.flatMap((each) => [
      addressOf(each),
      ...securableAddresses(each.on),
      ...(each.toType === undefined ? [] : [granteeOf(each)]),
    ]);
    return { reads: new Set(), writes: new Set(writes.map(relation)) };
  }
  const changed = [step.address, ...touchedBy([step])];
  const writes = new Set(changed);
  for (const address of changed) {
    for (const each of definitions.get(address) ?? []) {
      // The measurements of a table have one schedule.
      if (each.kind === 'dataMetric') writes.add(`table ${each.name.slice(0, 3).join('.')}`);
    }
  }
  const reads = new Set<string>();
  const waiting = [...writes];
  for (const address of waiting) {
    for (const each of dependenciesAt(address, definitions, direct)) {
      if (reads.has(each)) continue;
      reads.add(each);
      waiting.push(each);
    }
  }
  return { reads: relations(reads), writes: relations(writes) };
}

function dependenciesAt(
  address: string,
  definitions: Definitions,
  direct: Map<string, readonly string[]>,
): readonly string[] {
  const known = direct.get(address);
  if (known !== undefined) return known;
  const found = [...new Set((definitions.get(address) ?? []).flatMap(dependenciesOf))];
  direct.set(address, found);
  return found;
}

function relations(addresses: Iterable<string>): ReadonlySet<string> {
  return new Set([...addresses].map(relation));
}

/** Tables of both kinds share their names. */
function relation(address: string): string {
  return address.replace(/^(?:table|dynamicTable) /, 'relation ');
}
