import type { KeptResult } from './kept-result.js';

/** Results kept at once, their characters together, and the hours for which one is kept. */
const most = { results: 256, characters: 64_000_000, hours: 24 };

/** Who ran a statement, or asks for its result. */
export interface ResultOwner {
  readonly user: string;
  readonly role: string;
  /** `ALL`, `NONE`, or the names of the roles. */
  readonly secondaryRoles: string;
}

/**
 * Whether somebody may see the result of a statement again: its user alone, and only as what that user
 * was then. Snowflake asks for the user alone; here a change of role must not show what it hides.
 *
 * @see https://docs.snowflake.com/en/sql-reference/functions/result_scan
 */
export function mayReadResult(owner: ResultOwner, reader: ResultOwner): boolean {
  return (
    owner.user === reader.user &&
    owner.role === reader.role &&
    owner.secondaryRoles === reader.secondaryRoles
  );
}

interface Entry {
  readonly owner: ResultOwner;
  readonly at: number;
  readonly result: KeptResult;
}

/** The latest results, in memory: the oldest goes first. */
export class KeptResults {
  readonly #clock: () => Date;
  readonly #entries = new Map<string, Entry>();
  #characters = 0;

  constructor(clock: () => Date) {
    this.#clock = clock;
  }

  add(id: string, owner: ResultOwner, result: KeptResult): void {
    this.#entries.set(id, { owner, at: this.#clock().getTime(), result });
    this.#characters += result.characters;
    for (const [old, entry] of this.#entries) {
      const isFull = this.#entries.size > most.results || this.#characters > most.characters;
      if (!isFull || old === id) return;
      this.#entries.delete(old);
      this.#characters -= entry.result.characters;
    }
  }

  find(id: string, reader: ResultOwner): KeptResult | undefined {
    const entry = this.#entries.get(id);
    if (entry === undefined || !mayReadResult(entry.owner, reader)) return undefined;
    const age = this.#clock().getTime() - entry.at;
    return age > most.hours * 3_600_000 ? undefined : entry.result;
  }
}
