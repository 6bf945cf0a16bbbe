/** One line of a file on its way: what is written, and when the producer wrote it. */
export interface Emission {
  /** Milliseconds since 1970. Lines are written in this order. */
  readonly at: number;
  readonly line: string | Uint8Array;
}

/** What a stream of lines must lead to when it is collected. */
export interface Expectation {
  readonly lines: number;
  readonly landed: number;
  readonly duplicates: number;
  /** By quarantine reason. */
  readonly quarantined: Readonly<Record<string, number>>;
  /** Rows in SILVER: one for each key. */
  readonly rows: number;
}

/** Lines in the order in which they are written. Those of one moment stay as they are. */
export function inOrder(emissions: readonly Emission[]): readonly Emission[] {
  return [...emissions].sort((first, second) => first.at - second.at);
}

/** Exact copies of some lines, written again a moment later, as a producer does that was not answered. */
export function retries(
  emissions: readonly Emission[],
  count: number,
  random: {
    sample<T>(list: readonly T[], count: number): T[];
    between(a: number, b: number): number;
  },
): readonly Emission[] {
  return random
    .sample(emissions, count)
    .map(({ at, line }) => ({ at: at + random.between(1, 3_600_000), line }));
}
