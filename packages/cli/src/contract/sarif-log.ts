import { createHash } from 'node:crypto';
import type { ContractChange, ContractComparison } from '@das/contracts';
import { changeIdentifier } from './change-identifier.js';
import type { SourceLocator } from './source-locator.js';

/** What SARIF says of a kind of change. */
export interface RuleDescription {
  readonly id: string;
  readonly summary: string;
  readonly help: string;
}

/** What {@link sarifLog} takes. */
export interface SarifOptions {
  readonly comparisons: readonly ContractComparison[];
  /** All rules, also those without a result. */
  readonly rules: readonly RuleDescription[];
  readonly locate: SourceLocator;
  /** The version of the tool. */
  readonly version: string;
}

/**
 * Changes as a SARIF log with one run, for code scanning.
 *
 * Follows https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
 */
export function sarifLog({ comparisons, rules, locate, version }: SarifOptions): object {
  const ruleIndexes = new Map(rules.map(({ id }, index) => [id, index]));
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: { name: 'das', semanticVersion: version, rules: rules.map(reportingDescriptor) },
        },
        columnKind: 'utf16CodeUnits',
        results: comparisons.flatMap(({ contract, changes }) =>
          changes.map((change) => resultOf(contract, change, locate, ruleIndexes)),
        ),
      },
    ],
  };
}

function reportingDescriptor({ id, summary, help }: RuleDescription): object {
  return { id, shortDescription: { text: summary }, help: { text: help } };
}

function resultOf(
  contract: string,
  change: ContractChange,
  locate: SourceLocator,
  ruleIndexes: ReadonlyMap<string, number>,
): object {
  const { rule, severity, acceptance } = change;
  const { file, line } = locate(contract, change.column);
  const ruleIndex = ruleIndexes.get(rule);
  return {
    ruleId: rule,
    ...(ruleIndex === undefined ? {} : { ruleIndex }),
    level: severity,
    message: { text: messageText(`${contract}: ${change.reason}`) },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: relativeUri(file) },
          region: { startLine: line },
        },
        logicalLocations: [{ fullyQualifiedName: `${contract}${change.path}` }],
      },
    ],
    partialFingerprints: { 'dasChange/v1': digestOf(changeIdentifier(contract, change)) },
    ...(acceptance === undefined
      ? {}
      : {
          suppressions: [
            {
              kind: 'external',
              status: 'accepted',
              justification: `${acceptance.by}: ${acceptance.reason}`,
            },
          ],
        }),
    properties: {
      reader: change.reader,
      writer: change.writer,
      bump: change.bump,
      isSecurity: change.isSecurity,
      consumers: change.consumers,
    },
  };
}

/** Braces are placeholders and `[a](b)` is a link in a message, unless they are escaped (3.11.5, 3.11.6). */
function messageText(text: string): string {
  return text.replaceAll(/[{}]/g, '$&$&').replaceAll(/\[(?=[^\]]*\]\()/g, '\\[');
}

function relativeUri(file: string): string {
  return file.split('/').map(encodeURIComponent).join('/');
}

function digestOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
