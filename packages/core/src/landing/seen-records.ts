import type { ContractColumn } from '@das/contracts';
import type { Deduplication } from '../collector/deduplication.js';
import type { StoredRow } from './accept-record.js';

/** Remembers what one flush holds, so that it holds nothing twice. */
export class SeenRecords {
  readonly #digests: Set<string> | undefined;
  readonly #keyed: readonly { readonly by: readonly string[]; readonly keys: Set<string> }[];
  readonly #moments: ReadonlySet<string>;

  constructor(deduplications: readonly Deduplication[], columns: readonly ContractColumn[] = []) {
    this.#moments = new Set(
      columns.filter(({ type }) => type.startsWith('TIMESTAMP')).map(({ name }) => name),
    );
    this.#digests = deduplications.some(({ by }) => by === undefined) ? new Set() : undefined;
    this.#keyed = deduplications.flatMap(({ by }) =>
      by === undefined ? [] : [{ by, keys: new Set<string>() }],
    );
  }

  /** Whether rows are told apart by keys, so that {@link hasKeys} must be asked. */
  get isKeyed(): boolean {
    return this.#keyed.length > 0;
  }

  /** Whether a record of the same bytes is in the flush; remembers it if not. */
  hasDigest(digest: string): boolean {
    if (this.#digests === undefined) return false;
    if (this.#digests.has(digest)) return true;
    this.#digests.add(digest);
    return false;
  }

  /** Whether a row of the same keys is in the flush; remembers it if not. */
  hasKeys(row: StoredRow): boolean {
    let isSeen = false;
    for (const { by, keys } of this.#keyed) {
      const key = this.#keyOf(row, by);
      if (key === undefined) continue;
      if (keys.has(key)) isSeen = true;
      else keys.add(key);
    }
    return isSeen;
  }

  /** The values of a key as text; `undefined` if one is null, for then the row is like no other. */
  #keyOf(row: StoredRow, by: readonly string[]): string | undefined {
    const values: unknown[] = [];
    for (const column of by) {
      const value = row[column];
      if (value === null || value === undefined) return undefined;
      if (typeof value === 'bigint') values.push(value.toString());
      else values.push(this.#moments.has(column) ? momentOf(value) : value);
    }
    return JSON.stringify(values);
  }
}

/**
 * A moment in one way of writing, since the warehouse compares moments and not texts: a `T`, nine
 * digits of a second, and `Z` for UTC. Offsets stay as they are.
 */
function momentOf(value: unknown): unknown {
  const text = value instanceof Date ? value.toISOString() : String(value);
  const match =
    /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)?)? ?(Z|[+-]\d\d:?\d\d)?$/.exec(
      text,
    );
  if (match === null) return text;
  const [, day, time = '00:00', second = '00', fraction = '', zone = 'Z'] = match;
  const isUtc = /^[+-]00:?00$/.test(zone);
  return `${day}T${time}:${second}.${fraction.padEnd(9, '0')}${isUtc ? 'Z' : zone.replace(':', '')}`;
}
