/**
 * How sensitive a column is, from open to most sensitive.
 *
 * - `public`: may be published
 * - `internal`: for anyone inside the company
 * - `confidential`: business secrets, such as prices and salaries
 * - `pseudonymous`: identifies a person only together with a key kept elsewhere
 * - `pii`: identifies a person
 * - `pci`: payment card data
 * - `phi`: health data that identifies a person (HIPAA)
 */
export const classifications = [
  'public',
  'internal',
  'confidential',
  'pseudonymous',
  'pii',
  'pci',
  'phi',
] as const;

/** One of {@link classifications}. */
export type Classification = (typeof classifications)[number];

/** Whether a column of this classification must be masked from roles without clearance. */
export function isProtected(classification: Classification): boolean {
  return classification !== 'public' && classification !== 'internal';
}

/** Whether the first classification is more sensitive than the second. */
export function isMoreSensitive(first: Classification, second: Classification): boolean {
  return classifications.indexOf(first) > classifications.indexOf(second);
}
