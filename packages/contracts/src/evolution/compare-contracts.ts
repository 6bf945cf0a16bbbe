import type { ConsumerPin } from '../consumers/consumer-pin.js';
import { isSameJson } from '../document/json.js';
import { ContractError } from '../errors/contract-error.js';
import type { Tombstone } from '../lockfile/contract-lock.js';
import type { AnyContract } from '../model/contract.js';
import type { ContractDocument } from '../model/contract-document.js';
import { checkVersion } from './check-version.js';
import { compareDocuments } from './compare-documents.js';
import { protectionOf, stricterMode } from './compatibility-mode.js';
import type { Acceptance, ContractComparison } from './contract-change.js';
import type { ComparisonContext, Finding } from './finding.js';
import { judge, requiredBumpOf, unusedAcceptances, worstOf } from './judge.js';
import { compareTombstones, findLostPins } from './lifecycle/compare-names.js';
import { findDroppedPins } from './lifecycle/find-dropped-pins.js';
import { withEarlier } from './transitive-findings.js';
import { bumpBetween } from './version.js';

/** A contract, or what its `toJSON()` gives. */
export type ContractSource = ContractDocument | Pick<AnyContract, 'toJSON'>;

/** What two versions of a contract are compared under. */
export interface CompareOptions {
  /** When, for days until which something was promised. Default now. */
  readonly at?: Date;
  /** Who reads which columns. Pins on other contracts are left aside. */
  readonly consumers?: readonly ConsumerPin[];
  /** The names that columns of the contract once had. */
  readonly tombstones?: readonly Tombstone[];
  /** Versions before the one before, which a transitive mode protects as well. */
  readonly earlier?: readonly ContractDocument[];
  /** What was accepted by name. Acceptances of other contracts and versions are left aside. */
  readonly acceptances?: readonly Acceptance[];
}

/** The document of a contract. */
export function documentOf(source: ContractSource): ContractDocument {
  return 'toJSON' in source ? source.toJSON() : source;
}

/** `domain.name`. */
export function contractId({ domain, name }: Pick<ContractDocument, 'domain' | 'name'>): string {
  return `${domain}.${name}`;
}

/**
 * Compares two versions of a contract from both sides.
 *
 * Each change has a verdict for those who read with the old version and for those who write with
 * it, the part of the version that it raises, and a severity: an error if it breaks a side that the
 * stricter of both compatibility modes protects, lowers a protection, breaks a pinned consumer or a
 * promise of deprecation; a warning if it may hurt somebody; a note otherwise. What cannot be proven
 * to be safe is not called safe. Pure: nothing is read but the arguments, and the clock for `at`.
 *
 * Not seen are changes of code behind the same shape, such as another refinement: each column with
 * code has a note that says so. Keys that a contract drops are not counted as handed in.
 *
 * @throws {@link ContractError} `DAS_CONTRACT_NOT_COMPARABLE` when they are two contracts
 * @example
 * ```ts
 * import { compareContracts, defineContract } from '@das/contracts';
 * import { z } from 'zod';
 *
 * const named = { domain: 'commerce', name: 'orders', owner: 'data-commerce' } as const;
 * const before = defineContract({
 *   ...named, version: '1.0.0',
 *   schema: z.object({ order_id: z.uuid(), note: z.string() }),
 *   columns: { order_id: 'internal', note: 'internal' },
 * });
 * const after = defineContract({
 *   ...named, version: '1.1.0',
 *   schema: z.object({ order_id: z.uuid(), note: z.string().nullable() }),
 *   columns: { order_id: 'internal', note: 'internal' },
 * });
 * const { changes, requiredBump } = compareContracts(before, after);
 * console.log(changes.map(({ rule }) => rule).join(', '));
 * // => nullability-loosened, version-bump-too-small
 * console.log(changes[0]?.reader, changes[0]?.writer);
 * // => breaking safe
 * console.log(requiredBump);
 * // => major
 * ```
 */
export function compareContracts(
  before: ContractSource,
  after: ContractSource,
  options: CompareOptions = {},
): ContractComparison {
  return compareInStep(before, after, options);
}

/** What two locks know besides of the step between two versions. */
export interface Step {
  /** Who read which columns before. */
  readonly formerConsumers?: readonly ConsumerPin[];
  /** What was found already. */
  readonly found?: readonly Finding[];
}

/** Compares two versions of a contract as {@link compareContracts} does, as part of a step of a lock. */
export function compareInStep(
  before: ContractSource,
  after: ContractSource,
  options: CompareOptions & Step,
): ContractComparison {
  const [old, current] = [documentOf(before), documentOf(after)];
  const contract = contractId(current);
  if (contractId(old) !== contract) {
    throw new ContractError('DAS_CONTRACT_NOT_COMPARABLE', 'these are two contracts', {
      place: `${contractId(old)} and ${contract}`,
      next: 'compare two versions of one contract',
    });
  }
  const pins = (options.consumers ?? []).filter((pin) => pin.contract === contract);
  const acceptances = (options.acceptances ?? []).filter(
    (each) => each.contract === contract && each.version === current.version,
  );
  const mode = stricterMode(old.compatibility, current.compatibility);
  const context = { at: options.at ?? new Date(), pins };
  const isChanged = !isSameJson(old, current);
  const changed = isChanged ? changesOf(old, current, options, context) : [];
  const former = (options.formerConsumers ?? []).filter((pin) => pin.contract === contract);
  const found = [
    ...changed,
    ...findLostPins(old, current, pins),
    ...findDroppedPins(changed, former, pins),
    ...(options.found ?? []),
  ];
  const actualBump = bumpBetween(old.version, current.version);
  const findings = [
    ...found,
    ...(isChanged ? checkVersion(old.version, current.version, found) : []),
    ...(actualBump === 'none' ? [] : unusedAcceptances(found, acceptances)),
  ];
  const changes = Object.freeze(judge(findings, { contract, mode, pins, acceptances }));
  return Object.freeze({
    contract,
    kind: isChanged ? 'changed' : 'unchanged',
    before: old.version,
    after: current.version,
    mode,
    changes,
    requiredBump: requiredBumpOf(found),
    actualBump,
    severity: worstOf(changes),
  });
}

function changesOf(
  before: ContractDocument,
  after: ContractDocument,
  { tombstones = [], earlier = [] }: CompareOptions,
  context: ComparisonContext,
): readonly Finding[] {
  const direct = [
    ...compareDocuments(before, after, context),
    ...compareTombstones(before, after, tombstones),
  ];
  const { isTransitive } = protectionOf(stricterMode(before.compatibility, after.compatibility));
  return isTransitive ? withEarlier(direct, earlier, before, after, context) : direct;
}
