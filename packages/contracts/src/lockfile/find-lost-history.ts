import { isSameJson } from '../document/json.js';
import { protectionOf } from '../evolution/compatibility-mode.js';
import { type Finding, finding } from '../evolution/finding.js';
import type { ContractDocument } from '../model/contract-document.js';
import type { ContractLock, LockedContract, Tombstone } from './contract-lock.js';

/** What a lock remembers of one contract. */
interface Memory {
  readonly current: LockedContract | undefined;
  readonly retired: ContractLock['retired'][string] | undefined;
}

function memoryOf({ contracts, retired }: ContractLock, id: string): Memory {
  return {
    current: Object.hasOwn(contracts, id) ? contracts[id] : undefined,
    retired: Object.hasOwn(retired, id) ? retired[id] : undefined,
  };
}

function gravesOf({ current, retired }: Memory): readonly Tombstone[] {
  return current?.tombstones ?? retired?.tombstones ?? [];
}

/** The graves that the lock after must have: those that were there, and those of the columns before. */
function expectedGraves(before: Memory): readonly Pick<Tombstone, 'column' | 'type'>[] {
  const columns = before.current?.document.columns ?? [];
  const living = columns.map(({ name, type, classification }) => ({
    column: name,
    type,
    classification,
  }));
  const names = new Set(living.map(({ column }) => column.toUpperCase()));
  const dead = gravesOf(before).filter(({ column }) => !names.has(column.toUpperCase()));
  return [
    ...dead.map(({ column, type, classification }) => ({ column, type, classification })),
    ...living,
  ];
}

function lostGraves(before: Memory, after: Memory): readonly Finding[] {
  const columns = after.current?.document.columns ?? [];
  const living = new Set(columns.map(({ name }) => name.toUpperCase()));
  const graves = new Map(
    gravesOf(after).map((grave) => [grave.column.toUpperCase(), grave] as const),
  );
  return expectedGraves(before)
    .filter((expected) => {
      const name = expected.column.toUpperCase();
      if (living.has(name)) return false;
      const { removedIn: _, ...grave } = graves.get(name) ?? { removedIn: '' };
      return !isSameJson({ ...grave, column: expected.column }, expected);
    })
    .map(({ column, type }) => {
      const reason = `The lock before says that column ${column} was ${type}, and this one does not; make the lock again from the one before.`;
      return finding('history-removed', ['tombstones', column], reason, { reader: 'breaking' });
    });
}

function lostVersions(before: Memory, after: Memory): readonly Finding[] {
  const current = after.current?.document;
  if (before.current === undefined || after.current === undefined || current === undefined) {
    return [];
  }
  if (!protectionOf(current.compatibility).isTransitive) return [];
  const { document, earlier } = before.current;
  const kept: readonly ContractDocument[] = after.current.earlier;
  return [...earlier, document]
    .filter(({ status, version }) => status !== 'retired' && version !== current.version)
    .filter((expected) => !kept.some((each) => isSameJson(each, expected)))
    .map(({ version }) => {
      const reason = `The lock before protects version ${version}, and this one has it no more or has it otherwise; make the lock again from the one before.`;
      return finding('history-removed', ['earlier', version], reason, { reader: 'breaking' });
    });
}

/** What one lock remembers of a contract and the next one has forgotten, which only a hand can do. */
export function findLostHistory(
  before: ContractLock,
  after: ContractLock,
  id: string,
): readonly Finding[] {
  const [was, is] = [memoryOf(before, id), memoryOf(after, id)];
  return [...lostGraves(was, is), ...lostVersions(was, is)];
}
