import { failingCases } from './cases/failing-cases.js';
import { followingCases } from './cases/following-cases.js';
import { pressureCases } from './cases/pressure-cases.js';
import { readingCases } from './cases/reading-cases.js';
import { resumingCases } from './cases/resuming-cases.js';
import { sharingCases } from './cases/sharing-cases.js';
import type { SourceCase } from './source-case.js';

/** The id of a case: `group/what-holds`. */
export type SourceCaseId =
  | keyof typeof readingCases
  | keyof typeof resumingCases
  | keyof typeof followingCases
  | keyof typeof pressureCases
  | keyof typeof failingCases
  | keyof typeof sharingCases;

/** Every case of the suite, by id. */
export const sourceCases: Readonly<Record<SourceCaseId, SourceCase>> = {
  ...readingCases,
  ...resumingCases,
  ...followingCases,
  ...pressureCases,
  ...failingCases,
  ...sharingCases,
};

/** The ids of all cases, in the order in which they run. */
export const sourceCaseIds: readonly SourceCaseId[] = Object.keys(sourceCases) as SourceCaseId[];
