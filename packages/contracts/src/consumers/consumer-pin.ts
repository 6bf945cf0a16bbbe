/** What one consumer reads of one contract, as data: what a change may not take away unnoticed. */
export interface ConsumerPin {
  /** Who reads: the name of a team, a report, a model. */
  readonly consumer: string;
  /** `domain.name`. */
  readonly contract: string;
  /** The version that the consumer was written against. */
  readonly version: string;
  /** The columns that it reads. */
  readonly columns: readonly string[];
  /** Enum columns of which it handles each value by name, so that a new one breaks it. */
  readonly exhaustive: readonly string[];
}
