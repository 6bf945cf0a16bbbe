import { createHash } from 'node:crypto';
import type { SourceLocation } from '../contract/source-locator.js';

/** What SARIF says of a rule. */
export interface RuleDescription {
  readonly id: string;
  readonly summary: string;
  readonly help: string;
  /** The page that explains it. */
  readonly helpUri?: string;
}

/** One result of a run. */
export interface SarifResult {
  readonly rule: string;
  readonly level: 'error' | 'warning' | 'note';
  /** Plain text; what SARIF would read as markup is escaped. */
  readonly message: string;
  readonly location: SourceLocation;
  /** What it is about, by its own name. */
  readonly logicalName: string;
  /** What stays the same when lines move, under the name of how it is made. */
  readonly fingerprint: readonly [name: string, text: string];
  /** Why it does not count, and who says so. */
  readonly justification?: string | undefined;
  readonly properties?: object;
}

/**
 * Results as a SARIF log with one run, for code scanning.
 *
 * Follows https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
 *
 * @param rules - all rules, also those without a result
 * @param version - the version of the tool
 */
export function sarifRun(
  results: readonly SarifResult[],
  rules: readonly RuleDescription[],
  version: string,
): object {
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
        results: results.map((each) => resultOf(each, ruleIndexes)),
      },
    ],
  };
}

function reportingDescriptor({ id, summary, help, helpUri }: RuleDescription): object {
  return {
    id,
    shortDescription: { text: summary },
    help: { text: help },
    ...(helpUri === undefined ? {} : { helpUri }),
  };
}

function resultOf(result: SarifResult, ruleIndexes: ReadonlyMap<string, number>): object {
  const { rule, level, location, logicalName, justification, properties } = result;
  const ruleIndex = ruleIndexes.get(rule);
  const [fingerprint, text] = result.fingerprint;
  return {
    ruleId: rule,
    ...(ruleIndex === undefined ? {} : { ruleIndex }),
    level,
    message: { text: messageText(result.message) },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: relativeUri(location.file) },
          region: { startLine: location.line },
        },
        logicalLocations: [{ fullyQualifiedName: logicalName }],
      },
    ],
    partialFingerprints: { [fingerprint]: createHash('sha256').update(text).digest('hex') },
    ...(justification === undefined
      ? {}
      : { suppressions: [{ kind: 'external', status: 'accepted', justification }] }),
    ...(properties === undefined ? {} : { properties }),
  };
}

/** Braces are placeholders and `[a](b)` is a link in a message, unless they are escaped (3.11.5, 3.11.6). */
function messageText(text: string): string {
  return text.replaceAll(/[{}]/g, '$&$&').replaceAll(/\[(?=[^\]]*\]\()/g, '\\[');
}

function relativeUri(file: string): string {
  return file.split('/').map(encodeURIComponent).join('/');
}
