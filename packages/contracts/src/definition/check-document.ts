import type { ContractColumn } from '../model/column.js';
import type { ContractDocument } from '../model/contract-document.js';
import { durationInSeconds } from '../model/duration.js';
import { checkNames } from './check-names.js';
import { checkColumnDeprecations, checkDeprecation } from './checks/check-deprecation.js';
import { checkKeys } from './checks/check-keys.js';
import { checkObjectives } from './checks/check-objectives.js';
import { checkRules } from './checks/check-rules.js';
import { checkTerms } from './checks/check-terms.js';

/**
 * Checks all that a contract says besides its columns, whether it was defined or read from a document.
 *
 * @throws {@link ContractError} with the code of what is wrong
 */
export function checkDocument(document: ContractDocument, place: string): void {
  checkNames(document, place);
  checkTerms(document, place);
  const columns = new Map<string, ContractColumn>(
    document.columns.map((column) => [column.name, column]),
  );
  checkKeys(columns, document, place);
  checkDeprecation(document.deprecated, place);
  checkColumnDeprecations(columns, place);
  checkObjectives(columns, document.slo, place);
  checkRules(columns, document.quality, place);
  for (const [tier, duration] of Object.entries(document.retention)) {
    durationInSeconds(duration, `${place}, retention.${tier}`);
  }
}
