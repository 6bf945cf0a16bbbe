import type { CaseWorld } from './case-world.js';

/** One thing that Snowflake does, and its documentation says. */
export interface ConformanceCase {
  /** A sentence: what holds. */
  readonly title: string;
  /** The page of https://docs.snowflake.com/en/ that says so. */
  readonly page: string;
  /** Holds it to be so: rejects when it is not. */
  readonly run: (world: CaseWorld) => Promise<void>;
}

/** The cases of one group, by id: `group/what-holds`. */
export type CaseSet<Id extends string> = { readonly [Key in Id]: ConformanceCase };
