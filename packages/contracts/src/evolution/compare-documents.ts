import type { ContractDocument } from '../model/contract-document.js';
import { compareColumns } from './columns/compare-columns.js';
import type { ComparePart, ComparisonContext, Finding } from './finding.js';
import { compareKeys } from './keys/compare-keys.js';
import { compareLifecycle } from './lifecycle/compare-lifecycle.js';
import { compareProtection } from './lifecycle/compare-protection.js';
import { compareObjectives } from './quality/compare-objectives.js';
import { compareRules } from './quality/compare-rules.js';

const parts: readonly ComparePart[] = [
  compareColumns,
  compareKeys,
  compareRules,
  compareObjectives,
  compareProtection,
  compareLifecycle,
];

/** All differences of two documents, but for the version. */
export function compareDocuments(
  before: ContractDocument,
  after: ContractDocument,
  context: ComparisonContext,
): readonly Finding[] {
  return parts.flatMap((compare) => compare(before, after, context));
}
