import type { ConsumerPin } from '../consumers/consumer-pin.js';
import { freezeDeeply } from '../definition/freeze-deeply.js';
import { type ContractSource, contractId, documentOf } from '../evolution/compare-contracts.js';
import { protectionOf } from '../evolution/compatibility-mode.js';
import type { Acceptance } from '../evolution/contract-change.js';
import { compareVersions } from '../evolution/version.js';
import type { ContractDocument } from '../model/contract-document.js';
import type { ContractLock, LockedContract, Tombstone } from './contract-lock.js';
import { LockError } from './lock-error.js';

/** What a lock is made with, besides the contracts. */
export interface LockOptions {
  /** The lock before: its tombstones, earlier versions and acceptances are carried on. */
  readonly previous?: ContractLock;
  /** Who reads what. Without it, as in the lock before. */
  readonly consumers?: readonly ConsumerPin[];
  /** What is accepted now, besides what the lock before says. */
  readonly acceptances?: readonly Acceptance[];
}

/**
 * Locks contracts as they are: what everybody agrees to when the lockfile is merged.
 *
 * A column that the lock before has and the contract has not becomes a tombstone, a contract that is
 * gone leaves all its columns as tombstones, and contracts with a transitive mode keep their earlier
 * versions. Acceptances stay for as long as the version that they were given for.
 *
 * @throws {@link LockError} `DAS_LOCK_DUPLICATE_CONTRACT` when two contracts have one name
 * @example
 * ```ts
 * import { defineContract, formatLock, lockContracts, parseLock } from '@das/contracts';
 * import { z } from 'zod';
 *
 * const orders = defineContract({
 *   domain: 'commerce', name: 'orders', version: '1.0.0', owner: 'data-commerce',
 *   schema: z.object({ order_id: z.uuid() }), columns: { order_id: 'internal' },
 * });
 * const text = formatLock(lockContracts([orders]));
 * const lock = parseLock(text, 'das.contracts.lock.json');
 * console.log(lock.contracts['commerce.orders']?.document.version);
 * // => 1.0.0
 * ```
 */
export function lockContracts(
  contracts: readonly ContractSource[],
  options: LockOptions = {},
): ContractLock {
  const { previous } = options;
  const documents = documentsById(contracts);
  const locked = [...documents].map(
    ([id, document]) => [id, lockOne(id, document, previous)] as const,
  );
  return freezeDeeply({
    lockfileVersion: 1,
    contracts: Object.fromEntries(locked),
    retired: Object.fromEntries(retiredContracts(documents, previous)),
    consumers: [...(options.consumers ?? previous?.consumers ?? [])].map(plainPin).sort(inOrder),
    acceptances: acceptancesOf(documents, options),
  });
}

function documentsById(contracts: readonly ContractSource[]): Map<string, ContractDocument> {
  const documents = new Map<string, ContractDocument>();
  for (const source of contracts) {
    const document = documentOf(source);
    const id = contractId(document);
    if (documents.has(id)) {
      throw new LockError('DAS_LOCK_DUPLICATE_CONTRACT', `there are two contracts ${id}`, {
        place: `contract ${id}`,
        next: 'rename one, or lock one of them',
      });
    }
    documents.set(id, document);
  }
  return new Map([...documents].sort(([one], [other]) => (one < other ? -1 : 1)));
}

function lockOne(
  id: string,
  document: ContractDocument,
  previous: ContractLock | undefined,
): LockedContract {
  const before = own(previous?.contracts, id);
  const dead = before?.tombstones ?? own(previous?.retired, id)?.tombstones ?? [];
  const living = new Set(document.columns.map(({ name }) => name.toUpperCase()));
  const buried = before === undefined ? [] : tombstonesOf(before.document, document.version);
  return {
    document,
    earlier: earlierVersions(document, before),
    tombstones: latest([...dead, ...buried]).filter(
      ({ column }) => !living.has(column.toUpperCase()),
    ),
  };
}

/** A member that the record has itself. */
function own<Value>(
  record: Readonly<Record<string, Value>> | undefined,
  key: string,
): Value | undefined {
  return record !== undefined && Object.hasOwn(record, key) ? record[key] : undefined;
}

function tombstonesOf(document: ContractDocument, removedIn: string): readonly Tombstone[] {
  return document.columns.map(({ name, type, classification }) => ({
    column: name,
    type,
    classification,
    removedIn,
  }));
}

/** One grave for each name, the last one, sorted. */
function latest(tombstones: readonly Tombstone[]): readonly Tombstone[] {
  const graves = new Map(tombstones.map((grave) => [grave.column.toUpperCase(), grave]));
  return [...graves].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, grave]) => grave);
}

function earlierVersions(
  document: ContractDocument,
  before: LockedContract | undefined,
): readonly ContractDocument[] {
  if (before === undefined || !protectionOf(document.compatibility).isTransitive) return [];
  const isNew = before.document.version !== document.version;
  return [...before.earlier, ...(isNew ? [before.document] : [])]
    .filter(({ status, version }) => status !== 'retired' && version !== document.version)
    .sort((one, other) => compareVersions(one.version, other.version));
}

function retiredContracts(
  documents: ReadonlyMap<string, ContractDocument>,
  previous: ContractLock | undefined,
): readonly (readonly [string, ContractLock['retired'][string]])[] {
  const gone = Object.entries(previous?.contracts ?? {}).map(([id, { document, tombstones }]) => {
    const graves = latest([...tombstones, ...tombstonesOf(document, document.version)]);
    return [id, { version: document.version, tombstones: graves }] as const;
  });
  return [...Object.entries(previous?.retired ?? {}), ...gone]
    .filter(([id]) => !documents.has(id))
    .sort(([one], [other]) => (one < other ? -1 : 1));
}

/** Only the data of a pin. */
function plainPin({ consumer, contract, version, columns, exhaustive }: ConsumerPin): ConsumerPin {
  return { consumer, contract, version, columns, exhaustive };
}

function inOrder(one: ConsumerPin, other: ConsumerPin): number {
  const [first, second] = [keyOf(one), keyOf(other)];
  return first < second ? -1 : first > second ? 1 : 0;
}

function keyOf({ contract, consumer, version, columns }: ConsumerPin): string {
  return JSON.stringify([contract, consumer, version, columns]);
}

function acceptancesOf(
  documents: ReadonlyMap<string, ContractDocument>,
  { previous, acceptances = [] }: LockOptions,
): readonly Acceptance[] {
  const all = new Map<string, Acceptance>();
  // What was accepted for a version that had not come yet was accepted unseen.
  const carried = (previous?.acceptances ?? []).filter(({ contract, version }) => {
    const last = own(previous?.contracts, contract)?.document ?? own(previous?.retired, contract);
    return last?.version === version;
  });
  for (const each of [...carried, ...acceptances]) {
    const { contract, version, rule, path, by, reason } = each;
    const document = documents.get(contract);
    // What was accepted for a contract that goes is about the version that was there last.
    const last =
      document ?? own(previous?.contracts, contract)?.document ?? own(previous?.retired, contract);
    if (last?.version !== version) continue;
    const key = JSON.stringify([contract, version, rule, path]);
    all.set(key, { contract, version, rule, path, by, reason });
  }
  return [...all].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, each]) => each);
}
