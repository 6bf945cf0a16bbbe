/** What a column would lose of the values that its schema lets through, and what to do about it. */
export interface PrecisionLoss {
  readonly message: string;
  readonly next: string;
}
