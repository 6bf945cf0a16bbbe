import type { ConsumerPin } from '../consumers/consumer-pin.js';
import type { Tombstone } from '../lockfile/contract-lock.js';
import type { ContractDocument } from '../model/contract-document.js';
import { contractId } from './compare-contracts.js';
import type { Acceptance, ContractComparison } from './contract-change.js';
import { type Finding, finding } from './finding.js';
import { judge, unusedAcceptances, worstOf } from './judge.js';
import { compareTombstones, findLostPins } from './lifecycle/compare-names.js';
import { findDroppedPins } from './lifecycle/find-dropped-pins.js';
import { isElapsed } from './lifecycle/is-elapsed.js';
import { compareVersions } from './version.js';

/** What a contract that came or went is judged under. */
export interface PresenceOptions {
  readonly at: Date;
  readonly consumers: readonly ConsumerPin[];
  readonly acceptances: readonly Acceptance[];
  /** Who read which columns before. */
  readonly formerConsumers: readonly ConsumerPin[];
  /** What was found already. */
  readonly found: readonly Finding[];
}

/** What a removed contract left behind. */
export interface RetiredContract {
  readonly version: string;
  readonly tombstones: readonly Tombstone[];
}

/** What it does that a contract is there which was not, or not any more. */
export function compareAdded(
  after: ContractDocument,
  retired: RetiredContract | undefined,
  options: PresenceOptions,
): ContractComparison {
  const contract = contractId(after);
  const pins = options.consumers.filter((pin) => pin.contract === contract);
  const acceptances = options.acceptances.filter(
    (each) => each.contract === contract && each.version === after.version,
  );
  const found = [
    ...compareTombstones(undefined, after, retired?.tombstones ?? []),
    ...findLostPins(undefined, after, pins),
    ...options.found,
  ];
  if (retired !== undefined && compareVersions(after.version, retired.version) <= 0) {
    const reason = `The contract was removed at ${retired.version} and is back as ${after.version}; take a higher version.`;
    found.push(finding('version-not-raised', ['version'], reason));
  }
  return comparison('added', after, found, { ...options, consumers: pins, acceptances });
}

/** What it does that a contract is gone. */
export function compareRemoved(
  before: ContractDocument,
  options: PresenceOptions,
): ContractComparison {
  const contract = contractId(before);
  const pins = options.consumers.filter((pin) => pin.contract === contract);
  const acceptances = options.acceptances.filter(
    (each) => each.contract === contract && each.version === before.version,
  );
  const removed = contractRemoved(before, pins, options.at);
  const former = options.formerConsumers.filter((pin) => pin.contract === contract);
  const found = [removed, ...findDroppedPins([removed], former, pins), ...options.found];
  return comparison('removed', before, found, { ...options, consumers: pins, acceptances });
}

function contractRemoved(
  { status, deprecated }: ContractDocument,
  pins: readonly ConsumerPin[],
  at: Date,
): Finding {
  const breaking = { reader: 'breaking', writer: 'breaking' } as const;
  const gone = { reader: 'warning', writer: 'warning' } as const;
  if (pins.length > 0) {
    const who = [...new Set(pins.map(({ consumer }) => consumer))].sort().join(', ');
    const reason = `The contract was removed while ${who} still read it; move them first.`;
    return finding('contract-removed-while-read', [], reason, breaking);
  }
  if (status === 'retired') {
    const reason = 'The contract was removed; it was retired before.';
    return finding('contract-removed-after-deprecation', [], reason, gone);
  }
  if (deprecated === undefined) {
    const reason =
      'The contract was removed without warning; deprecate it first, with a day after which it goes.';
    return finding('contract-removed', [], reason, breaking);
  }
  if (!isElapsed(deprecated, at)) {
    const reason = `The contract was removed, but it was promised until ${deprecated.removeAfter}.`;
    return finding('contract-removed-too-early', [], reason, breaking);
  }
  const reason = `The contract was removed; it was deprecated until ${deprecated.removeAfter}.`;
  return finding('contract-removed-after-deprecation', [], reason, gone);
}

/** What it does that the names of a contract which is gone were forgotten. */
export function compareForgotten(
  contract: string,
  version: string,
  options: PresenceOptions,
): ContractComparison {
  const acceptances = options.acceptances.filter(
    (each) => each.contract === contract && each.version === version,
  );
  const judgement = { contract, mode: 'full', pins: [], acceptances } as const;
  const changes = Object.freeze(judge(options.found, judgement));
  return Object.freeze({
    contract,
    kind: 'unchanged',
    before: version,
    after: version,
    mode: judgement.mode,
    changes,
    requiredBump: 'none',
    actualBump: 'none',
    severity: worstOf(changes),
  });
}

function comparison(
  kind: 'added' | 'removed',
  document: ContractDocument,
  found: readonly Finding[],
  { consumers, acceptances }: Pick<PresenceOptions, 'consumers' | 'acceptances'>,
): ContractComparison {
  const contract = contractId(document);
  const mode = document.compatibility;
  const findings = [...found, ...unusedAcceptances(found, kind === 'added' ? [] : acceptances)];
  const changes = Object.freeze(judge(findings, { contract, mode, pins: consumers, acceptances }));
  return Object.freeze({
    contract,
    kind,
    before: kind === 'added' ? undefined : document.version,
    after: kind === 'removed' ? undefined : document.version,
    mode,
    changes,
    requiredBump: 'none',
    actualBump: 'none',
    severity: worstOf(changes),
  });
}
