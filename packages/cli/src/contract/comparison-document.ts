import type { ContractComparison } from '@das/contracts';
import { changeIdentifier } from './change-identifier.js';

/** A comparison as `--json` prints it: every key is always there. */
export function comparisonDocument(comparison: ContractComparison): object {
  const { contract, kind, mode, changes, requiredBump, actualBump } = comparison;
  return {
    contract,
    kind,
    before: comparison.before ?? null,
    after: comparison.after ?? null,
    mode,
    requiredBump,
    actualBump,
    severity: comparison.severity ?? null,
    changes: changes.map((change) => ({
      id: changeIdentifier(contract, change),
      rule: change.rule,
      path: change.path,
      column: change.column ?? null,
      reader: change.reader,
      writer: change.writer,
      isSecurity: change.isSecurity,
      bump: change.bump,
      severity: change.severity,
      reason: change.reason,
      consumers: change.consumers,
      acceptance:
        change.acceptance === undefined
          ? null
          : { by: change.acceptance.by, reason: change.acceptance.reason },
    })),
  };
}
