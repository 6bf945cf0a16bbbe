/**
 * What happens to a value in which something sensitive was found, in a column that does not declare
 * it: the record goes to quarantine, the found part is replaced by a token such as `[us_ssn]`, or the
 * row lands and the finding is counted.
 */
export type SensitiveAction = 'quarantine' | 'mask' | 'alert';

/** What happens with one column. */
export type SensitiveColumn =
  /** Replaces what is found in a free text that is declared sensitive. */
  | 'redact'
  /** Does not look at the column, for a reason that a reviewer can read. */
  | { readonly ignore: string };

/** How values are scanned for what a contract does not declare. */
export interface SensitivePolicy<Column extends string = string> {
  /** For what says something of a person's health or care. Default: `quarantine`. */
  readonly phi?: SensitiveAction;
  /** For what identifies a person, payment cards included. Default: `quarantine`. */
  readonly pii?: SensitiveAction;
  /**
   * For what identifies a person only together with other things: towns, postal codes, days, ages over
   * 89, links, routing numbers of banks, codes of diagnoses and medicines. Default: `alert`; but where
   * the contract has a column that is declared `phi`, as `phi` and `pii` say, because Safe Harbor then
   * counts these too. Which kinds they are is `identifies` in `detectors` of `@das/privacy`.
   */
  readonly quasi?: SensitiveAction;
  readonly columns?: { readonly [C in Column]?: SensitiveColumn };
  /** Findings below it are left alone, from 0 to 1. Default: 0.5. */
  readonly minimumConfidence?: number;
}
