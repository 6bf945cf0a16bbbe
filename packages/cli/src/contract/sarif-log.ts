import type { ContractChange, ContractComparison } from '@das/contracts';
import { type RuleDescription, type SarifResult, sarifRun } from '../reports/sarif-run.js';
import { changeIdentifier } from './change-identifier.js';
import type { SourceLocator } from './source-locator.js';

/** What {@link sarifLog} takes. */
export interface SarifOptions {
  readonly comparisons: readonly ContractComparison[];
  /** All rules, also those without a result. */
  readonly rules: readonly RuleDescription[];
  readonly locate: SourceLocator;
  /** The version of the tool. */
  readonly version: string;
}

/** Changes as a SARIF log with one run, for code scanning. */
export function sarifLog({ comparisons, rules, locate, version }: SarifOptions): object {
  const results = comparisons.flatMap(({ contract, changes }) =>
    changes.map((change) => resultOf(contract, change, locate)),
  );
  return sarifRun(results, rules, version);
}

function resultOf(contract: string, change: ContractChange, locate: SourceLocator): SarifResult {
  const { rule, severity, acceptance } = change;
  return {
    rule,
    level: severity,
    message: `${contract}: ${change.reason}`,
    location: locate(contract, change.column),
    logicalName: `${contract}${change.path}`,
    fingerprint: ['dasChange/v1', changeIdentifier(contract, change)],
    justification: acceptance === undefined ? undefined : `${acceptance.by}: ${acceptance.reason}`,
    properties: {
      reader: change.reader,
      writer: change.writer,
      bump: change.bump,
      isSecurity: change.isSecurity,
      consumers: change.consumers,
    },
  };
}
