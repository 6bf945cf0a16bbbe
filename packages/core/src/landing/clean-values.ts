/** How many values are remembered at a time. */
const most = 512;

/** A longer value is rarely the same as another. */
const longest = 200;

/**
 * The values of a column in which nothing was found, while they come again and again: a currency, a
 * state, a count. Where at least half of them are not known, the column is not of that kind, and
 * nothing is remembered any more.
 */
export class CleanValues {
  #values: Set<unknown> | undefined = new Set();
  #hits = 0;

  has(value: unknown): boolean {
    if (this.#values?.has(value) !== true) return false;
    this.#hits += 1;
    return true;
  }

  /** Notes a text or a number in which nothing was found. Others, such as objects, may change. */
  add(value: unknown): void {
    if (this.#values === undefined) return;
    const isText = typeof value === 'string' && value.length <= longest;
    if (!isText && typeof value !== 'number') return;
    this.#values.add(value);
    if (this.#values.size < most) return;
    if (this.#hits < most) this.#values = undefined;
    else this.#values.clear();
    this.#hits = 0;
  }
}
