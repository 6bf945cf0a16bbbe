import type { DetectorId } from '../detector-id.js';
import type { CodeChunk } from './code-chunk.js';

/** Kinds without a shape of their own: what a label must be followed by. */
export type LabelledKind = Extract<
  DetectorId,
  | 'mrn'
  | 'health_plan_id'
  | 'bank_account'
  | 'us_driver_license'
  | 'license_number'
  | 'license_plate'
  | 'device_serial'
  | 'passport'
  | 'unique_code'
  | 'biometric'
>;

interface LabelledRule {
  readonly shortest: number;
  readonly longest: number;
  readonly fewestDigits: number;
  readonly mostLetters: number;
}

const rules: Readonly<Record<LabelledKind, LabelledRule>> = {
  mrn: { shortest: 4, longest: 16, fewestDigits: 3, mostLetters: 8 },
  health_plan_id: { shortest: 5, longest: 20, fewestDigits: 3, mostLetters: 9 },
  bank_account: { shortest: 5, longest: 24, fewestDigits: 4, mostLetters: 6 },
  us_driver_license: { shortest: 5, longest: 16, fewestDigits: 4, mostLetters: 8 },
  license_number: { shortest: 4, longest: 18, fewestDigits: 3, mostLetters: 8 },
  license_plate: { shortest: 4, longest: 8, fewestDigits: 1, mostLetters: 6 },
  device_serial: { shortest: 5, longest: 30, fewestDigits: 2, mostLetters: 20 },
  passport: { shortest: 6, longest: 9, fewestDigits: 5, mostLetters: 3 },
  unique_code: { shortest: 4, longest: 30, fewestDigits: 2, mostLetters: 16 },
  biometric: { shortest: 12, longest: 200, fewestDigits: 1, mostLetters: 200 },
};

/** Whether a label of the kind can belong to the code. */
export function fitsLabel(kind: LabelledKind, chunk: CodeChunk): boolean {
  const rule = rules[kind];
  const { length } = chunk.compact;
  return (
    length >= rule.shortest &&
    length <= rule.longest &&
    chunk.digits >= rule.fewestDigits &&
    length - chunk.digits <= rule.mostLetters
  );
}

/** Whether the concept is a kind that needs a label and nothing more. */
export function isLabelledKind(concept: string | undefined): concept is LabelledKind {
  return concept !== undefined && Object.hasOwn(rules, concept);
}
