import type { ConsumerPin } from '../../consumers/consumer-pin.js';
import type { Tombstone } from '../../lockfile/contract-lock.js';
import type { ContractDocument } from '../../model/contract-document.js';
import { type Finding, finding } from '../finding.js';

/** Says of each column that came back from the dead whether it is what it was. */
export function compareTombstones(
  before: ContractDocument | undefined,
  after: ContractDocument,
  tombstones: readonly Tombstone[],
): readonly Finding[] {
  const living = new Set(before?.columns.map(({ name }) => name));
  return after.columns.flatMap(({ name, type, classification }) => {
    if (living.has(name)) return [];
    // Snowflake knows no case. Of several graves, the last one counts.
    const grave = tombstones.findLast(({ column }) => column.toUpperCase() === name.toUpperCase());
    if (grave === undefined) return [];
    const path = ['columns', name];
    const was = `${grave.type}, ${grave.classification}`;
    if (grave.type === type && grave.classification === classification) {
      const reason = `Column ${name} was removed in ${grave.removedIn} and is back as it was (${was}).`;
      return [finding('tombstone-returned', path, reason, { column: name })];
    }
    const reason = `Column ${name} was removed in ${grave.removedIn} as ${was} and is back as ${type}, ${classification}; take another name.`;
    const details = { column: name, reader: 'breaking', writer: 'breaking' } as const;
    return [finding('tombstone-reused', path, reason, details)];
  });
}

/** The pins on columns that are nowhere to be found. */
export function findLostPins(
  before: ContractDocument | undefined,
  after: ContractDocument,
  pins: readonly ConsumerPin[],
): readonly Finding[] {
  const known = new Set([...(before?.columns ?? []), ...after.columns].map(({ name }) => name));
  const lost = new Set(pins.flatMap(({ columns }) => columns.filter((name) => !known.has(name))));
  return [...lost].map((name) => {
    const readers = pins.filter(({ columns }) => columns.includes(name));
    const who = [...new Set(readers.map(({ consumer }) => consumer))].sort().join(', ');
    const reason = `${who} read column ${name}, which the contract does not have; correct the pin.`;
    const details = { column: name, reader: 'breaking' } as const;
    return finding('pin-without-column', ['columns', name], reason, details);
  });
}
