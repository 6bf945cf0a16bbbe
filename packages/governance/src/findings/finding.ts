/** How much a finding weighs: an error stops a deployment, a warning asks for a look, a note informs. */
export type Severity = 'error' | 'warning' | 'note';

/** The severities, the gravest first. */
export const severities: readonly Severity[] = ['error', 'warning', 'note'];

/**
 * What could happen to data because of a finding: `exposure`, someone reads what is hidden from them;
 * `loss`, data or protection goes for good; `lockout`, nobody gets in any more; `outage`, something
 * stops to work.
 */
export type Danger = 'exposure' | 'loss' | 'lockout' | 'outage';

/** Where a finding is. */
export interface FindingPlace {
  /** The address of a resource, such as `table BROOK_CLINIC.SILVER.VISITS`. */
  readonly address: string;
  readonly column?: string;
}

/**
 * One thing that a plan check, the linter, coverage or drift has to say. It names objects, columns
 * and roles, and never a value of the data.
 */
export interface Finding {
  /** The stable id of the rule, such as `DAS-P001`. */
  readonly rule: string;
  readonly severity: Severity;
  /** What is wrong, in one sentence. */
  readonly message: string;
  readonly place: FindingPlace;
  /** What to do about it. */
  readonly next: string;
  readonly danger?: Danger;
}

/** A place as one text: `table BROOK_CLINIC.SILVER.VISITS, column EMAIL`. */
export function placeText({ address, column }: FindingPlace): string {
  return column === undefined ? address : `${address}, column ${column}`;
}
