import type { Deduplication } from '../collector/deduplication.js';
import type { StoredRow } from './accept-record.js';

/** Remembers what one flush holds, so that it holds nothing twice. */
export class SeenRecords {
  readonly #digests: Set<string> | undefined;
  readonly #keyed: readonly { readonly by: readonly string[]; readonly keys: Set<string> }[];

  constructor(deduplications: readonly Deduplication[]) {
    this.#digests = deduplications.some(({ by }) => by === undefined) ? new Set() : undefined;
    this.#keyed = deduplications.flatMap(({ by }) =>
      by === undefined ? [] : [{ by, keys: new Set<string>() }],
    );
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
      const key = keyOf(row, by);
      if (key === undefined) continue;
      if (keys.has(key)) isSeen = true;
      else keys.add(key);
    }
    return isSeen;
  }
}

/** The values of a key as text; `undefined` if one is null, for then the row is like no other. */
function keyOf(row: StoredRow, by: readonly string[]): string | undefined {
  const values: unknown[] = [];
  for (const column of by) {
    const value = row[column];
    if (value === null || value === undefined) return undefined;
    values.push(typeof value === 'bigint' ? value.toString() : value);
  }
  return JSON.stringify(values);
}
