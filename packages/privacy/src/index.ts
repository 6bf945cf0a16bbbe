export { classifyColumn } from './classification/classify-column.js';
export { classifyTable } from './classification/classify-table.js';
export type {
  ColumnAlternative,
  ColumnClassification,
  ColumnReason,
  ColumnSample,
  ColumnSignal,
  KindRate,
} from './classification/column-classification.js';
export { createDetector, type ValueDetector } from './detection/create-detector.js';
export { detect } from './detection/detect.js';
export type { DetectOptions, ValueContext } from './detection/detect-options.js';
export { type Detector, detectorIds, detectors } from './detection/detector.js';
export type { DetectorId } from './detection/detector-id.js';
export type { Finding, Reason } from './detection/finding.js';
export { namesPerson } from './detection/names-person.js';
export { redact } from './detection/redact.js';
export { PrivacyError, type PrivacyErrorCode } from './errors/privacy-error.js';
export { type LetterCoverage, safeHarborCoverage } from './safe-harbor/coverage.js';
export { safeHarborLetters } from './safe-harbor/letters.js';
export { ageAt, ageSql, capAge, capAgeSql } from './transforms/age.js';
export type { DateLike } from './transforms/calendar-date.js';
export { keyedHash } from './transforms/keyed-hash.js';
export { type Transform, transforms } from './transforms/transforms.js';
export { birthYear, birthYearSql, yearOnly, yearOnlySql } from './transforms/year.js';
export { sparseZip3Of2000, sparseZip3Of2010, zip3, zip3Sql } from './transforms/zip3.js';
