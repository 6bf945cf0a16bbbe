import type { Classification, SafeHarborLetter, SemanticType } from '@das/contracts';
import type { DetectorId } from '../detection/detector-id.js';

/** A column as a scan sees it. */
export interface ColumnSample {
  readonly name: string;
  /** The stored type, such as `VARCHAR` or `NUMBER(38,0)`, where it is known. */
  readonly type?: string | undefined;
  /** Some of its values, nulls included. Texts, numbers, booleans and dates are read; the order does not matter. */
  readonly samples: readonly unknown[];
  /** The names of the columns beside it. */
  readonly neighbours?: readonly string[] | undefined;
}

/**
 * What spoke for or against a meaning.
 *
 * - `name`: words in the column's name
 * - `type`: its stored type
 * - `shape`: the share of values that are written like such a value
 * - `checksum`: the share of values whose check digit is right
 * - `dictionary`: the share of values with words of a list
 * - `uniqueness`: how often values repeat
 * - `neighbours`: the columns beside it
 * - `sample`: there are few values, so that their share says less
 */
export type ColumnSignal =
  | 'name'
  | 'type'
  | 'shape'
  | 'checksum'
  | 'dictionary'
  | 'uniqueness'
  | 'neighbours'
  | 'sample';

/** One signal, with what it added to the confidence or took from it. */
export interface ColumnReason {
  readonly signal: ColumnSignal;
  /** From -1 to 1. */
  readonly weight: number;
  /** In words, without any value: `9 of 10 values are payment card numbers`. */
  readonly detail: string;
}

/** Another meaning that the column may have. */
export interface ColumnAlternative {
  readonly semanticType: SemanticType;
  readonly classification: Classification;
  readonly confidence: number;
}

/** How often a kind of sensitive value is inside the values of a column. */
export interface KindRate {
  readonly kind: DetectorId;
  /** The share of the values that are not null, from 0 to 1. */
  readonly rate: number;
}

/** What a column means, how it should be declared, how sure that is and why. */
export interface ColumnClassification {
  readonly name: string;
  /**
   * A meaning of a contract, such as `email`; `row_id`, `timestamp`, `quantity`, `category` or `flag`
   * for what is no property of a person; `unknown` when nothing speaks clearly.
   */
  readonly semanticType: SemanticType | 'unknown';
  /** `unknown` is never to be read as public: nobody can say yet what it is. */
  readonly classification: Classification | 'unknown';
  /** From 0 to 1. */
  readonly confidence: number;
  readonly safeHarbor: readonly SafeHarborLetter[];
  readonly reasons: readonly ColumnReason[];
  readonly alternatives: readonly ColumnAlternative[];
  /** Whether the values are prose, which may hold anything. */
  readonly isFreeText: boolean;
  /** What is inside the values, most frequent first. */
  readonly found: readonly KindRate[];
  /** How many of the samples were not null. */
  readonly values: number;
}
