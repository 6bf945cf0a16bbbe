/**
 * The decisions behind one generated program. They are recorded, so that the same program can be made
 * again from them, and a smaller one from fewer: past the end every decision is 0, the simplest.
 */
export class Choices {
  readonly taken: number[] = [];
  readonly #next: (limit: number) => number;

  private constructor(next: (limit: number) => number) {
    this.#next = next;
  }

  static random(numbers: () => number): Choices {
    return new Choices((limit) => numbers() % limit);
  }

  static replay(recorded: readonly number[]): Choices {
    let at = 0;
    return new Choices((limit) => {
      const value = recorded[at] ?? 0;
      at += 1;
      return Math.min(value, limit - 1);
    });
  }

  /** A whole number from 0 to below the limit. */
  below(limit: number): number {
    const value = this.#next(limit);
    this.taken.push(value);
    return value;
  }

  /** True that many times in a hundred; the simplest decision is false. */
  chance(percent: number): boolean {
    return this.below(100) >= 100 - percent;
  }

  /** One of a list; the first is the simplest. */
  pick<T>(list: readonly [T, ...T[]] | readonly T[]): T {
    const found = list[this.below(list.length)];
    if (found === undefined) throw new RangeError('there is nothing to pick');
    return found;
  }

  /** One of a list by weight; the first is the simplest. */
  weighted<T>(list: readonly (readonly [number, T])[]): T {
    let left = this.below(list.reduce((sum, [weight]) => sum + weight, 0));
    for (const [weight, value] of list) {
      if (left < weight) return value;
      left -= weight;
    }
    throw new RangeError('there is nothing to pick');
  }
}
