import type { AnyContract } from '@das/contracts';
import type { ColumnSample } from '@das/privacy';

/** Some records of a place, by column. They are in memory only, and never printed or written. */
export interface SampledColumns {
  /** What was scanned, as the scan file names it: `table …`, `files …` or `collector …`. */
  readonly target: string;
  /** The contract that says how its columns are declared, if there is one. */
  readonly contract: AnyContract | undefined;
  readonly records: number;
  readonly columns: readonly Omit<ColumnSample, 'neighbours'>[];
}
