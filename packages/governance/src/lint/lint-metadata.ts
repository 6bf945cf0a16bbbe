import { addressOf, type Resource } from '@das/core';
import { type DetectorId, detect } from '@das/privacy';
import { startsWithWords, statementTokens } from '../checks/statement-tokens.js';
import type { LintReport, LintSubject } from './lint-context.js';

/** Kinds that a name can hold and that nothing else looks like; a word may be a city or a surname by chance. */
const kindsInNames: readonly DetectorId[] = [
  'email',
  'phone',
  'us_ssn',
  'payment_card',
  'iban',
  'us_mbi',
  'url',
  'ip_address',
];

/** Personal data where no policy protects it, and statements of tasks that undo protection. */
export function lintMetadata({ resources, context }: LintSubject, report: LintReport): void {
  for (const resource of resources) {
    const address = addressOf(resource);
    for (const name of namesOf(resource)) {
      const [found] = detect(name, { kinds: kindsInNames, minimumConfidence: 0.6 });
      if (found !== undefined)
        report(
          'sensitiveMetadata',
          `${resource.kind} (its name is not repeated)`,
          `a name looks like ${found.kind}`,
        );
    }
    for (const value of valuesOf(resource)) {
      const [found] = detect(value);
      if (found !== undefined)
        report('sensitiveMetadata', address, `a tag value looks like ${found.kind}`);
    }
    if (resource.kind !== 'task') continue;
    const tokens = statementTokens(resource.statement);
    if (startsWithWords(tokens, 'CREATE OR ALTER TAG')) {
      report('createOrAlterTag', address, 'the task runs CREATE OR ALTER TAG');
    }
  }
  for (const [address, comment] of Object.entries(context.comments ?? {})) {
    const [found] = detect(comment);
    if (found !== undefined)
      report('sensitiveMetadata', address, `the comment looks like ${found.kind}`);
  }
}

function namesOf(resource: Resource): readonly string[] {
  switch (resource.kind) {
    case 'grant':
    case 'roleGrant':
      return [];
    case 'table':
    case 'dynamicTable':
      return [resource.name[2], ...resource.columns.map(({ name }) => name)];
    default:
      return resource.name.slice(-1);
  }
}

function valuesOf(resource: Resource): readonly string[] {
  if (resource.kind === 'tag') return resource.allowedValues;
  if (resource.kind === 'table') {
    return [...(resource.tags ?? []), ...resource.columns.flatMap(({ tags }) => tags)].map(
      ({ value }) => value,
    );
  }
  return resource.kind === 'dynamicTable'
    ? resource.columns.flatMap(({ tags }) => tags.map(({ value }) => value))
    : [];
}
