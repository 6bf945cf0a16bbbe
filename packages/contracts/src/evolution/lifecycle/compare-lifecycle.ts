import { isSameJson } from '../../document/json.js';
import type { ContractDocument } from '../../model/contract-document.js';
import { lostProtections } from '../compatibility-mode.js';
import { type ComparisonContext, type Finding, finding } from '../finding.js';
import { compareDeprecations } from './compare-deprecations.js';
import { isElapsed } from './is-elapsed.js';

/** Compares where two versions of a contract are in their life, and what is said around it. */
export function compareLifecycle(
  before: ContractDocument,
  after: ContractDocument,
  context: ComparisonContext,
): readonly Finding[] {
  return [
    ...compareStatus(before, after, context),
    ...compareDeprecations(before.deprecated, after.deprecated, [], undefined, context.at),
    ...compareModes(before, after),
    ...compareRecords(before, after),
    ...compareWords(before, after),
  ];
}

function compareStatus(
  { status: was, deprecated }: ContractDocument,
  { status: is }: ContractDocument,
  { at }: ComparisonContext,
): readonly Finding[] {
  if (was === is) return [];
  const path = ['status'];
  if (is === 'retired') {
    const isDue = deprecated !== undefined && isElapsed(deprecated, at);
    const verdict = isDue ? 'warning' : 'breaking';
    const due = isDue
      ? `as was said it would be after ${deprecated.removeAfter}`
      : 'and its readers were not told, or not until now';
    const reason = `The contract was ${was} and is retired, ${due}.`;
    return [finding('status-retired', path, reason, { reader: verdict, writer: verdict })];
  }
  if (was === 'retired') {
    return [finding('status-revived', path, `The contract was retired and is ${is}.`)];
  }
  if (is === 'draft') {
    const reason = `The contract was ${was} and is a draft, which promises nothing.`;
    return [finding('status-withdrawn', path, reason, { reader: 'breaking' })];
  }
  if (is === 'deprecated') {
    const reason = `The contract was ${was} and is deprecated; readers have to look for another.`;
    return [finding('status-deprecated', path, reason, { reader: 'warning' })];
  }
  return [finding('status-advanced', path, `The contract was ${was} and is ${is}.`)];
}

function compareModes(
  { compatibility: was }: ContractDocument,
  { compatibility: is }: ContractDocument,
): readonly Finding[] {
  if (was === is) return [];
  const path = ['compatibility'];
  const lost = lostProtections(was, is);
  const head = `The compatibility mode was ${was} and is ${is}`;
  if (!lost.readers && !lost.writers) {
    return [finding('compatibility-tightened', path, `${head}; it protects more.`)];
  }
  const reason = `${head}; from the next version on it protects less. For this one the stricter of both holds.`;
  return [
    finding('compatibility-loosened', path, reason, {
      reader: lost.readers ? 'warning' : 'safe',
      writer: lost.writers ? 'warning' : 'safe',
    }),
  ];
}

function compareRecords(before: ContractDocument, after: ContractDocument): readonly Finding[] {
  const findings: Finding[] = [];
  if (before.unknownKeys !== after.unknownKeys) {
    findings.push(
      after.unknownKeys === 'refuse'
        ? finding(
            'unknown-keys-tightened',
            ['unknownKeys'],
            'Keys of a record that are no column were dropped and are refused; records that have some break.',
            { writer: 'breaking' },
          )
        : finding(
            'unknown-keys-loosened',
            ['unknownKeys'],
            'Keys of a record that are no column were refused and are dropped.',
          ),
    );
  }
  const [was, is] = [before.refinements, after.refinements];
  const counts = `The record had ${was} checks in code and has ${is}`;
  const path = ['refinements'];
  if (is > was) {
    const reason = `${counts}; it could not be proven otherwise, so records may be refused that were let in.`;
    findings.push(finding('check-added', path, reason, { writer: 'breaking' }));
  }
  if (is < was) {
    const reason = `${counts}; it could not be proven otherwise, so rows may come that were ruled out.`;
    findings.push(finding('check-removed', path, reason, { reader: 'breaking' }));
  }
  if (Math.min(was, is) > 0) {
    const reason = `Checks in code hold for the whole record; whether they are the same cannot be seen.`;
    const details = { reader: 'warning', writer: 'warning' } as const;
    findings.push(finding('code-not-compared', path, reason, details));
  }
  return findings;
}

function compareWords(before: ContractDocument, after: ContractDocument): readonly Finding[] {
  const findings: Finding[] = [];
  if (before.owner !== after.owner) {
    const reason = `${after.owner} answers for the data instead of ${before.owner}.`;
    findings.push(finding('owner-changed', ['owner'], reason));
  }
  for (const part of ['description', 'tags', 'support'] as const) {
    if (isSameJson(before[part], after[part])) continue;
    findings.push(finding('documentation-changed', [part], `The ${part} of the contract changed.`));
  }
  for (const part of ['purpose', 'usage'] as const) {
    if (before.terms?.[part] === after.terms?.[part]) continue;
    const reason = `The ${part} in the terms of use changed.`;
    findings.push(finding('documentation-changed', ['terms', part], reason));
  }
  if (before.terms?.limitations !== after.terms?.limitations) {
    const reason =
      'The limitations in the terms of use changed; readers have to look whether they keep to them.';
    const details = { reader: 'warning' } as const;
    findings.push(finding('limitations-changed', ['terms', 'limitations'], reason, details));
  }
  return findings;
}
