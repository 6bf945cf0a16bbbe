import type { Finding, Rule } from '@das/governance';
import { placeText } from '@das/governance';
import type { SourceLocator } from '../contract/source-locator.js';
import { type RuleDescription, type SarifResult, sarifRun } from './sarif-run.js';

/** What {@link findingsSarif} takes. */
export interface FindingsSarifOptions {
  readonly findings: readonly Finding[];
  /** All rules, also those without a finding. */
  readonly rules: readonly Rule[];
  /** The name of the domain: contracts are found by it. */
  readonly domain: string;
  readonly locate: SourceLocator;
  /** The version of the tool. */
  readonly version: string;
}

/** Findings as a SARIF log. What is in the table of a contract is found where the contract is. */
export function findingsSarif(options: FindingsSarifOptions): object {
  const { findings, rules, domain, locate, version } = options;
  const results = findings.map((finding): SarifResult => {
    const { rule, severity, message, place, next } = finding;
    const table = place.address.split('.').at(-1)?.toLowerCase().split('__')[0] ?? '';
    return {
      rule,
      level: severity,
      message: `${message}. ${next}`,
      location: locate(`${domain}.${table}`, place.column?.toLowerCase()),
      logicalName: placeText(place),
      fingerprint: ['dasFinding/v1', JSON.stringify([rule, place.address, place.column ?? null])],
    };
  });
  return sarifRun(results, rules.map(ruleDescription), version);
}

function ruleDescription({ id, title, why, fix, documentation }: Rule): RuleDescription {
  const [helpUri] = documentation;
  return {
    id,
    summary: title,
    help: `${why} ${fix}`,
    ...(helpUri === undefined ? {} : { helpUri }),
  };
}
