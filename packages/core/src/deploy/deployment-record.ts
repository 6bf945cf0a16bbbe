import type { TableName } from '../domain/domain-names.js';
import { addressOf, type Resource } from '../resources/resource.js';
import { type BindValue, type SqlFragment, sql } from '../warehouse/statement.js';
import type { Session } from '../warehouse/warehouse.js';
import type { ActualState } from './actual-state.js';
import { isSame } from './fingerprint-comment.js';
import type { Plan } from './plan.js';
import { applyEffect, type PlanStep } from './plan-step.js';

/** So many rows go into a statement: four binds each. */
const rowsAtOnce = 200;
/** So many finished steps are written down together. */
const stepsAtOnce = 25;

/**
 * What is deployed, in the domain's own `OPS.DEPLOYED_RESOURCES`. Before a plan begins, all that it sets
 * out to deploy is written down as pending, beside what there is: so whichever statement is the last that
 * runs, the fingerprint in the comment of an object is that of a definition which is in the table. What
 * is finished is written down as applied.
 */
export class DeploymentRecord {
  readonly #session: Session;
  readonly #table: SqlFragment;
  readonly #plan: Plan;
  readonly #state: ActualState;
  readonly #current: Map<string, Resource>;
  /** The last step that changes each address. */
  readonly #lastSteps: ReadonlyMap<string, number>;
  #finished = new Set<string>();
  #stepsWaiting = 0;
  #hasBegun = false;

  constructor(session: Session, table: TableName, plan: Plan, state: ActualState) {
    this.#session = session;
    this.#table = sql.id(...table);
    this.#plan = plan;
    this.#state = state;
    this.#current = new Map(plan.startsWith.map((each) => [addressOf(each), each]));
    this.#lastSteps = new Map(
      plan.steps.flatMap((step, index) => touched([step]).map((address) => [address, index])),
    );
  }

  get hasBegun(): boolean {
    return this.#hasBegun;
  }

  /** Writes down what the steps from this one on set out to deploy, and what is there before. */
  async begin(firstStep: number): Promise<void> {
    this.#hasBegun = true;
    const ahead = this.#plan.steps.slice(firstStep);
    const after = new Map(this.#current);
    for (const step of ahead) for (const effect of step.effects) applyEffect(after, effect);
    const pending = touched(ahead).flatMap((address) => after.get(address) ?? []);
    const addresses = new Set([...pending.map(addressOf), ...touched(ahead), ...this.#wrong()]);
    await this.#write(addresses, this.#applied(addresses), pending);
  }

  /** Notes that a step is done, and writes that down with others. */
  async finish(index: number): Promise<void> {
    const step = this.#plan.steps[index];
    if (step === undefined) return;
    for (const effect of step.effects) applyEffect(this.#current, effect);
    if (!this.#hasBegun) return;
    for (const address of touched([step])) {
      if (this.#lastSteps.get(address) === index) this.#finished.add(address);
    }
    this.#stepsWaiting += 1;
    if (this.#stepsWaiting >= stepsAtOnce) await this.flush();
  }

  /** Writes down what is done and not written down yet. */
  async flush(): Promise<void> {
    const addresses = this.#finished;
    this.#finished = new Set();
    this.#stepsWaiting = 0;
    await this.#write(addresses, this.#applied(addresses), []);
  }

  /** What the table says otherwise than it is: of another hand, or left by an interrupted plan. */
  #wrong(): readonly string[] {
    const { deployed, pending } = this.#state;
    const missing = [...this.#current].flatMap(([address, resource]) => {
      const recorded = deployed.get(address);
      const isRight = recorded !== undefined && isSame(recorded, resource) && !pending.has(address);
      return isRight ? [] : [address];
    });
    const gone = [...deployed.keys(), ...pending.keys()].filter((each) => !this.#current.has(each));
    return [...missing, ...gone];
  }

  #applied(addresses: Iterable<string>): readonly Resource[] {
    return [...addresses].flatMap((address) => this.#current.get(address) ?? []);
  }

  /** Each address has the rows that are given, and no other. */
  async #write(
    addresses: ReadonlySet<string>,
    applied: readonly Resource[],
    pending: readonly Resource[],
  ): Promise<void> {
    if (addresses.size === 0) return;
    const now = new Date();
    const rows = [
      ...applied.map((each) => this.#row(each, now)),
      ...pending.map((each) => this.#row(each, null)),
    ];
    await this.#session.transaction(async () => {
      for (const some of chunks([...addresses])) {
        const list = sql.join(some.map((address) => sql`${address}`));
        await this.#session.execute(sql`DELETE FROM ${this.#table} WHERE ADDRESS IN (${list})`);
      }
      for (const some of chunks(rows)) {
        const values = sql.join(
          some.map((row) => sql`(${sql.join(row.map((each) => sql`${each}`))})`),
        );
        await this.#session.execute(
          sql`INSERT INTO ${this.#table} (ADDRESS, DEFINITION, PLAN, APPLIED_AT) VALUES ${values}`,
        );
      }
    });
  }

  #row(resource: Resource, appliedAt: Date | null): readonly BindValue[] {
    return [addressOf(resource), JSON.stringify(resource), this.#plan.digest, appliedAt];
  }
}

function touched(steps: readonly PlanStep[]): readonly string[] {
  const addresses = new Set<string>();
  for (const step of steps) {
    for (const effect of step.effects) {
      for (const address of addressesIn(effect)) addresses.add(address);
    }
  }
  return [...addresses];
}

function addressesIn(effect: PlanStep['effects'][number]): readonly string[] {
  switch (effect.is) {
    case 'unchanged':
      return [];
    case 'present':
      return [addressOf(effect.resource)];
    case 'absent':
      return [effect.address];
    case 'several':
      return effect.effects.flatMap(addressesIn);
  }
}

function* chunks<T>(all: readonly T[]): Iterable<readonly T[]> {
  for (let at = 0; at < all.length; at += rowsAtOnce) yield all.slice(at, at + rowsAtOnce);
}
