/** One reason for a rejection: a column and a code, never a value. */
export interface Finding {
  readonly column?: string;
  readonly code: string;
}
