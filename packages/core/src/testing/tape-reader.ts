/** Reads choices off a list of numbers; where it ends, every choice is the first one. */
export class TapeReader {
  readonly #tape: readonly number[];
  #at = 0;

  constructor(tape: readonly number[]) {
    this.#tape = tape;
  }

  /** A whole number from 0 up to, and without, the limit. */
  below(limit: number): number {
    const next = this.#tape[this.#at] ?? 0;
    this.#at += 1;
    return next % limit;
  }

  oneOf<T>(choices: readonly [T, ...T[]] | readonly T[]): T {
    const chosen = choices[this.below(choices.length)];
    if (chosen === undefined) throw new RangeError('there is nothing to choose from');
    return chosen;
  }
}
