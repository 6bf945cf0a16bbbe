/**
 * What became of something that was found.
 *
 * - `omitted`: no declaration describes it. It stays as it is, and DAS neither deploys nor watches it.
 * - `partly`: it is imported, without something that no declaration describes and that stays as it is.
 * - `guessed`: it is imported, and somebody has to look at what was taken for granted.
 */
export type ImportOutcome = 'omitted' | 'partly' | 'guessed';

/** Something that an import could not write down as it is, and why. Never holds a value of the data. */
export interface ImportNote {
  readonly outcome: ImportOutcome;
  /** Such as `view SALES.PUBLIC.OVERVIEW`. */
  readonly address: string;
  readonly column?: string;
  readonly reason: string;
}

/** Gathers notes while an import is made. */
export type Noting = (note: ImportNote) => void;

/** What an import does not look for: whether there is any of it, it cannot say. */
export const unreadKinds: readonly string[] = [
  'alerts',
  'pipes',
  'stages of users and tables',
  'secrets and integrations',
  'measurements of tables by data metric functions',
  'search optimization',
  'session, password, authentication, join and privacy policies',
  'foreign and unique keys',
  'Time Travel retention and other parameters',
];
