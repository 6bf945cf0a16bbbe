import { isDeepStrictEqual } from 'node:util';
import type { Counts } from './counts.js';

/** One number, or a list, as it was planned and as it was measured. */
export interface Comparison {
  readonly what: string;
  readonly expected: unknown;
  readonly actual: unknown;
  readonly isAsExpected: boolean;
}

/** Collects what was expected and what was measured. */
export class Expectations {
  readonly #comparisons: Comparison[] = [];

  get comparisons(): readonly Comparison[] {
    return this.#comparisons;
  }

  get areMet(): boolean {
    return this.#comparisons.every((each) => each.isAsExpected);
  }

  compare(what: string, expected: unknown, actual: unknown): void {
    const isAsExpected = isDeepStrictEqual(expected, actual);
    this.#comparisons.push({ what, expected, actual, isAsExpected });
  }

  /** Compares counts by name, one by one; a name that one of the two does not have counts as none. */
  compareCounts(what: string, expected: Counts, actual: Counts): void {
    const names = [...new Set([...Object.keys(expected), ...Object.keys(actual)])].sort();
    for (const name of names) {
      this.compare(`${what}, ${name}`, expected[name] ?? 0, actual[name] ?? 0);
    }
  }
}
