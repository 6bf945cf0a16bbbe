import { conflict } from '../warehouse/errors.js';

/**
 * Keeps a change of a sequence's step apart from the statements that draw from it: the numbers of the
 * old step and of the new one would meet.
 */
export class SequenceGate {
  readonly #uses = new Map<number, number>();
  readonly #closed = new Set<number>();

  /** Runs a statement that draws from physical sequences. */
  async draw<T>(sequences: Iterable<number>, work: () => Promise<T>): Promise<T> {
    const leave = this.enter(sequences);
    try {
      return await work();
    } finally {
      leave();
    }
  }

  /** Says that a statement draws from physical sequences, until the answer is called. */
  enter(sequences: Iterable<number>): () => void {
    const all = [...sequences];
    if (all.some((each) => this.#closed.has(each))) {
      throw conflict('another session changes the sequence');
    }
    for (const each of all) this.#uses.set(each, (this.#uses.get(each) ?? 0) + 1);
    return () => {
      for (const each of all) {
        const left = (this.#uses.get(each) ?? 1) - 1;
        if (left === 0) this.#uses.delete(each);
        else this.#uses.set(each, left);
      }
    };
  }

  /**
   * Lets nobody draw from a physical sequence any more, which is about to be replaced.
   *
   * @throws WarehouseError `DAS_WAREHOUSE_CONFLICT` while a statement draws from it.
   */
  close(sequence: number): void {
    if (this.#uses.has(sequence)) throw conflict('a statement draws from the sequence');
    this.#closed.add(sequence);
  }

  /** Undoes {@link close}, when the sequence was not replaced. */
  open(sequence: number): void {
    this.#closed.delete(sequence);
  }
}
