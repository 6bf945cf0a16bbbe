import type { TableName } from '../domain/domain-names.js';
import { addressOf, type Resource } from '../resources/resource.js';
import { type BindValue, type SqlFragment, sql } from '../warehouse/statement.js';
import type { Session } from '../warehouse/warehouse.js';
import type { ActualState } from './actual-state.js';
import { hasFingerprint } from './current-state.js';
import { isOfAnother, isSame } from './fingerprint-comment.js';
import type { Plan } from './plan.js';
import { applyEffect, touchedBy } from './plan-step.js';

/** So many rows go into a statement: four binds each. */
const rowsAtOnce = 200;
/** So many finished steps are written down together. */
const stepsAtOnce = 25;

/** What of a plan the record reads. */
export type RecordedPlan = Pick<Plan, 'startsWith' | 'steps' | 'unfinished' | 'digest'>;

/**
 * What is deployed, in the domain's own `OPS.DEPLOYED_RESOURCES`. Before a plan begins, all that it sets
 * out to deploy is written down as pending, beside what there is: so whichever statement is the last that
 * runs, the fingerprint in the comment of an object is that of a definition which is in the table. What
 * is finished is written down as applied.
 */
export class DeploymentRecord {
  readonly #session: Session;
  readonly #table: SqlFragment;
  /** Of the domain that records. */
  readonly #database: string;
  readonly #plan: RecordedPlan;
  readonly #state: ActualState;
  readonly #current: Map<string, Resource>;
  /** The last step that changes each address. */
  readonly #lastSteps: ReadonlyMap<string, number>;
  #finished = new Set<string>();
  #stepsWaiting = 0;
  #hasBegun = false;
  /** Several steps may end at once, and a session runs one statement at a time. */
  #lastWrite: Promise<void> = Promise.resolve();

  constructor(session: Session, table: TableName, plan: RecordedPlan, state: ActualState) {
    this.#session = session;
    this.#table = sql.id(...table);
    this.#database = table[0];
    this.#plan = plan;
    this.#state = state;
    this.#current = new Map(plan.startsWith.map((each) => [addressOf(each), each]));
    this.#lastSteps = new Map(
      plan.steps.flatMap((step, index) => touchedBy([step]).map((address) => [address, index])),
    );
  }

  /** Whether the table says what there is, as far as this plan has looked at it. */
  get isRight(): boolean {
    return this.#wrong().length === 0;
  }

  get hasBegun(): boolean {
    return this.#hasBegun;
  }

  /** Writes down what the steps from this one on set out to deploy, and what is there before. */
  async begin(firstStep: number): Promise<void> {
    this.#hasBegun = true;
    const ahead = this.#plan.steps.slice(firstStep);
    const after = new Map(this.#current);
    const changing = touchedBy(ahead);
    // What an earlier plan set out to deploy may be there until a step that changes it is done.
    const attempts = new Map<string, (Resource | undefined)[]>(
      changing.map((address) => [address, [...(this.#state.attempts.get(address) ?? [])]]),
    );
    for (const step of ahead) {
      for (const effect of step.effects) applyEffect(after, effect);
      // A policy may be something else for a while: each step leaves what its comment then says.
      for (const address of touchedBy([step])) {
        attempts.get(address)?.push(after.get(address) ?? this.#goingUnseen(address));
      }
    }
    const pending = [...attempts.values()].flatMap(distinct);
    const addresses = new Set([...changing, ...this.#wrong()]);
    await this.#write(addresses, this.#applied(addresses), pending);
  }

  /**
   * What is at an address and is to go, where only this table tells that it is there: once a plan sets out to
   * take it away, it is unsure, be it declared again or not.
   */
  #goingUnseen(address: string): Resource | undefined {
    const resource = this.#current.get(address);
    return resource === undefined || hasFingerprint(resource.kind) ? undefined : resource;
  }

  /** Notes that a step is done, and writes that down with others. */
  async finish(index: number): Promise<void> {
    const step = this.#plan.steps[index];
    if (step === undefined) return;
    for (const effect of step.effects) applyEffect(this.#current, effect);
    if (!this.#hasBegun) return;
    for (const address of touchedBy([step])) {
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
    const { deployed, attempts } = this.#state;
    const missing = [...this.#current].flatMap(([address, resource]) => {
      const recorded = deployed.get(address);
      const isRight =
        recorded !== undefined && isSame(recorded, resource) && !attempts.has(address);
      return isRight ? [] : [address];
    });
    const gone = [...deployed.keys(), ...attempts.keys()].filter(
      (each) => !this.#current.has(each) && this.#isGone(each),
    );
    const unfinished = new Set(this.#plan.unfinished);
    return [...missing, ...gone].filter((address) => !unfinished.has(address));
  }

  /** Whether nothing of this domain is there. What has a comment of somebody's own is, and may get back its own. */
  #isGone(address: string): boolean {
    const comment = this.#state.objects.get(address);
    return comment === undefined || isOfAnother(comment, this.#database);
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
    const written = this.#lastWrite.then(() => this.#writeAlone(addresses, applied, pending));
    // Whoever asked for it is told of its failure; what comes after it is tried all the same.
    this.#lastWrite = written.catch(() => undefined);
    await written;
  }

  async #writeAlone(
    addresses: ReadonlySet<string>,
    applied: readonly Resource[],
    pending: readonly Resource[],
  ): Promise<void> {
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

function distinct(definitions: readonly (Resource | undefined)[]): readonly Resource[] {
  const found = definitions.flatMap((each) => (each === undefined ? [] : [each]));
  return [...new Map(found.map((each) => [JSON.stringify(each), each])).values()];
}

function* chunks<T>(all: readonly T[]): Iterable<readonly T[]> {
  for (let at = 0; at < all.length; at += rowsAtOnce) yield all.slice(at, at + rowsAtOnce);
}
