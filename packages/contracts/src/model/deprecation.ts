/** A calendar day in ISO 8601, such as `2027-03-31`. */
export type IsoDate = `${number}-${number}-${number}`;

/** That something will be removed: not before a day, and what to use instead. */
export interface Deprecation {
  /** The last day on which it is still there. Removing it is an error until this day has passed (UTC). */
  readonly removeAfter: IsoDate;
  /** The column or contract to read instead. */
  readonly replacedBy?: string;
  /** Why, in a sentence. */
  readonly reason?: string;
}
