import { CoreError } from '../../errors/core-error.js';
import type { PolicyResource } from '../../resources/policy.js';
import { addressOf, type Resource } from '../../resources/resource.js';
import { dependenciesOf } from '../dependencies.js';
import { closed, isPolicy, meetOf } from './policy-meet.js';
import {
  type ColumnMoves,
  isRelation,
  type Lookup,
  type Relation,
  type RelationMoves,
  relationMoves,
  type Slot,
} from './relation-moves.js';
import { remadeRelations } from './remade-relations.js';

/** A policy that shows less for the time of a plan, and what it is at its end. */
export interface NarrowedPolicy {
  readonly address: string;
  readonly interim: PolicyResource;
  readonly final: PolicyResource;
}

/**
 * The policies that have to show less while a plan runs. A value is read where a row, a mask and every
 * restriction let it through; when two of these change in one plan, one of them changes first, and what
 * is old in the one and new in the other could show what neither state shows. So before anything else
 * changes, such policies show only what both states show, and only after all else they are what they are
 * to be.
 *
 * @param planned What is wanted of what is planned
 * @param current What is there
 * @throws {@link CoreError} `DAS_PLAN_UNSUPPORTED_CHANGE` where no order of changes is safe
 */
export function narrowPolicies(
  planned: readonly Resource[],
  current: ReadonlyMap<string, Resource>,
): readonly NarrowedPolicy[] {
  const wanted = new Map(planned.map((resource) => [addressOf(resource), resource]));
  const start: Lookup = (address) => current.get(address);
  const end: Lookup = (address) => wanted.get(address) ?? current.get(address);
  const narrowing = new Narrowing(start, end);
  const relations = [...changedRelations(planned, current)];
  const remade = remadeRelations(relations);
  for (const [before, after] of relations) {
    narrowing.consider(relationMoves(before, after, start, end, remade));
  }
  return narrowing.policies();
}

/** Every relation that is there, with what becomes of it: itself where nothing is said of it. */
function* changedRelations(
  planned: readonly Resource[],
  current: ReadonlyMap<string, Resource>,
): Iterable<readonly [Relation, Relation]> {
  const successors = new Map<string, Relation>();
  for (const each of planned) {
    if (!isRelation(each)) continue;
    const former = each.kind === 'table' ? each.renamedFrom?.join('.') : undefined;
    if (former !== undefined && !current.has(addressOf(each))) successors.set(former, each);
    successors.set(each.name.join('.'), each);
  }
  for (const before of current.values()) {
    if (isRelation(before)) yield [before, successors.get(before.name.join('.')) ?? before];
  }
}

/** Gathers which policies have to be narrowed. */
class Narrowing {
  readonly #start: Lookup;
  readonly #end: Lookup;
  readonly #narrowed = new Set<string>();
  readonly #closed = new Set<string>();

  constructor(start: Lookup, end: Lookup) {
    this.#start = start;
    this.#end = end;
  }

  consider(moves: RelationMoves): void {
    const { rows, aggregation, columns, hasNewColumns, isRemade } = moves;
    const masks = columns.map(({ mask }) => mask);
    if (this.#mustClose(moves)) {
      for (const address of [rows.from, rows.to]) {
        if (address !== undefined) this.#closed.add(address);
      }
    } else {
      checkOrder(moves);
    }
    // What is judged column by column is narrowed for all of them: that is never too little.
    const restrictions = [rows, aggregation, ...columns.map(({ projection }) => projection)];
    const slots = [...restrictions, ...masks];
    this.#closeShifted(moves, slots);
    // Other rows are as another policy: what is old in the one and new in the other is in no state.
    const isFilled = isRemade || slots.some(({ isShifted }) => isShifted);
    const isOneAlone =
      !isFilled &&
      slots.filter((slot) => slot.isMoved || this.#changing(slot) !== undefined).length === 1;
    for (const slot of restrictions) {
      if (slot.isMoved || !isOneAlone || hasNewColumns) this.#narrow(slot);
    }
    const isRestrictionMoved = restrictions.some(({ isMoved }) => isMoved);
    for (const mask of masks) {
      if (mask.isMoved || isRestrictionMoved || isFilled) this.#narrow(mask);
    }
  }

  policies(): readonly NarrowedPolicy[] {
    const all = [...new Set([...this.#closed, ...this.#narrowed])].map((address) => {
      const [before, after] = [this.#start(address), this.#end(address)];
      if (!isPolicy(after)) throw unsupported(address, 'nothing says what it is to be');
      const from = isPolicy(before) ? before : after;
      const interim =
        this.#closed.has(address) || !this.#isReady(after)
          ? closed(from, after)
          : meetOf(from, after);
      if (interim === undefined) {
        throw unsupported(
          address,
          'other protection of the same tables changes too, and its body cannot be put together with the old one',
        );
      }
      return { address, interim, final: after };
    });
    // At last the rows: by then the masks are what they are to be.
    const rank = ({ final }: NarrowedPolicy) => (final.kind === 'maskingPolicy' ? 0 : 1);
    return all.sort((one, other) => rank(one) - rank(other));
  }

  /**
   * Whether no row may be shown while it changes: one policy takes the place of another one, which reads
   * other columns, and masks change in statements of their own.
   */
  #mustClose({ relation, rows, aggregation, columns }: RelationMoves): boolean {
    if (!rows.isMoved || rows.from === undefined || rows.to === undefined) return false;
    if (columns.some(({ isMaskedBetween }) => isMaskedBetween)) return true;
    if (relation.kind === 'dynamicTable') return false;
    return (
      aggregation.isMoved ||
      columns.some(({ mask, projection }) => mask.isMoved || projection.isMoved)
    );
  }

  /**
   * What a policy reads changes in a statement of its own: where the relation itself changes too, the
   * policy shows nothing in between.
   */
  #closeShifted({ isRemade, columns }: RelationMoves, slots: readonly Slot[]): void {
    const shifted = slots.filter(({ isShifted }) => isShifted);
    const isMore =
      isRemade ||
      shifted.length > 1 ||
      slots.some(({ isMoved }) => isMoved) ||
      columns.some(({ isMaskedBetween }) => isMaskedBetween);
    if (!isMore) return;
    for (const address of shifted.flatMap(({ from, to }) => [from, to])) {
      if (address !== undefined) this.#closed.add(address);
    }
  }

  #narrow(slot: Slot): void {
    const address = this.#changing(slot);
    if (address !== undefined) this.#narrowed.add(address);
  }

  /** The policy that is there, if it gets another body. One that comes has its body when it comes. */
  #changing({ from }: Slot): string | undefined {
    if (from === undefined) return undefined;
    const [before, after] = [this.#start(from), this.#end(from)];
    const isChanging = isPolicy(before) && isPolicy(after) && before.body !== after.body;
    return isChanging ? from : undefined;
  }

  /** Whether all that a body reads is there before the plan. */
  #isReady(policy: PolicyResource): boolean {
    return dependenciesOf(policy).every(
      (address) => this.#start(address) !== undefined || this.#end(address) === undefined,
    );
  }
}

/** Refuses what cannot be put in a safe order: it takes two plans. */
function checkOrder({ relation, rows, aggregation, columns, isRemade }: RelationMoves): void {
  for (const column of columns) {
    const { name, mask, projection } = column;
    const restrictions = [rows, aggregation, projection];
    if (column.isMaskedBetween) checkTagChange(relation, column, restrictions);
    if (column.isMaskedBetween && isRemade && mask.from !== undefined) {
      throw unsupported(
        addressOf(relation),
        `a tag masks column ${name} otherwise, and its rows come from another query`,
      );
    }
    if (relation.kind === 'dynamicTable') continue;
    const isSwapped = [aggregation, projection].some(
      ({ isMoved, from, to }) => isMoved && from !== undefined && to !== undefined,
    );
    const others = [rows, aggregation, projection, mask].filter(({ isMoved }) => isMoved);
    if (isSwapped && others.length > 1) {
      throw unsupported(
        addressOf(relation),
        `column ${name} gets other policies, and one that restricts it is replaced`,
      );
    }
  }
}

/** The policies of tags change before any relation does. */
function checkTagChange(
  relation: Relation,
  { name, mask, interimMask }: ColumnMoves,
  restrictions: readonly Slot[],
): void {
  if (restrictions.some(({ isMoved, to }) => isMoved && to !== undefined)) {
    throw unsupported(
      addressOf(relation),
      `a tag masks column ${name} otherwise, and what restricts it comes in the same plan`,
    );
  }
  if (interimMask !== mask.from && interimMask !== mask.to) {
    throw unsupported(
      addressOf(relation),
      `a tag masks column ${name} otherwise, and the column loses the tag`,
    );
  }
}

function unsupported(place: string, message: string): CoreError {
  return new CoreError('DAS_PLAN_UNSUPPORTED_CHANGE', `${place} cannot be changed: ${message}`, {
    place,
    next: 'deploy the one change first, and then the other in a plan of its own',
  });
}
