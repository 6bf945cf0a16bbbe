import type { SourceOrigin, SourceTraits } from './source-origin.js';

/** One thing that every source does, or every source with a trait. */
export interface SourceCase {
  /** A sentence: what holds. */
  readonly title: string;
  /** The trait without which the case says nothing. */
  readonly needs?: 'isShared' | 'session';
  /** Holds it to be so on an empty origin: rejects when it is not. */
  readonly run: (origin: SourceOrigin, traits: SourceTraits) => Promise<void>;
}

/** The cases of one group, by id: `group/what-holds`. */
export type SourceCaseSet<Id extends string> = { readonly [Key in Id]: SourceCase };
