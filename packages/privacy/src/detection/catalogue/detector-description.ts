import type { Classification, KnownSemanticType, SafeHarborLetter } from '@das/contracts';
import type { Reason } from '../finding.js';

/** What one kind of sensitive value is, and by what it is known. */
export interface Detector {
  /** For people, in lower case except for names. */
  readonly title: string;
  /** The letters of the Safe Harbor list that it falls under; none for what is only health data. */
  readonly letters: readonly SafeHarborLetter[];
  /** How a column of it is to be declared. */
  readonly classification: Classification;
  /** What a column of it means, in the words of a contract. */
  readonly semantic: KnownSemanticType;
  /** Whether a value is found by itself, or only where a name, a word or a neighbour says what it is. */
  readonly needsContext: boolean;
  /**
   * Whether a value says who it is of. `with others` is for what many people share, or what belongs to
   * no person: places larger than an address, days and ages, links, banks, diagnoses and medicines. It
   * identifies in a row that says more, which is why Safe Harbor lists most of it.
   */
  readonly identifies: 'alone' | 'with others';
  /** Everything that is looked at. */
  readonly signals: readonly Reason[];
}
