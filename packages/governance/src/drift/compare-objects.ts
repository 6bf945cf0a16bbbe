import { addressOf, nameIn, type Resource } from '@das/core';
import type { ObservedObject } from '../observe/observed-state.js';
import type { Comparison } from './comparison.js';
import { type DriftFinding, driftFinding } from './drift-finding.js';
import type { DriftRule } from './drift-rule.js';
import { driftRules } from './drift-rules.js';
import { expectedProperties } from './expected-properties.js';

/** Kinds that are no object of their own: other parts of drift look at them. */
const unseen: ReadonlySet<Resource['kind']> = new Set(['grant', 'roleGrant', 'dataMetric']);

/** How the comment of what DAS deployed begins. */
const fingerprint = /^"?das:/;

const holdsData: ReadonlySet<string> = new Set([
  'table',
  'view',
  'dynamicTable',
  'stream',
  'stage',
]);

/** What is gone, what is there that nobody declared, and what is set otherwise. */
export function compareObjects(comparison: Comparison): readonly DriftFinding[] {
  const { deployed, observed } = comparison;
  const known = [...deployed.values()].filter(({ kind }) => !unseen.has(kind));
  return [
    ...known.flatMap((resource) => compareObject(comparison, resource)),
    ...[...observed.objects].flatMap(([address, object]) =>
      deployed.has(address) ? [] : undeclared(comparison, address, object),
    ),
  ];
}

function compareObject(comparison: Comparison, resource: Resource): readonly DriftFinding[] {
  const { observed, originOf } = comparison;
  const address = addressOf(resource);
  const name = nameIn(address);
  const origin = originOf(name);
  const found = (rule: DriftRule, message: string): DriftFinding =>
    driftFinding(rule, message, { address }, origin);
  const object = observed.objects.get(address);
  if (object === undefined) {
    // Its new owner is a finding of its own.
    if (comparison.isHidden(resource)) return [];
    return [found(driftRules.objectMissing, `${address} was deployed and is gone`)];
  }
  // A resource monitor takes no comment, and a listing none when it is created.
  const isMarked =
    resource.kind === 'resourceMonitor' ||
    resource.kind === 'listing' ||
    fingerprint.test(object.comment);
  const findings = isMarked
    ? []
    : [found(driftRules.objectReplaced, `${address} does not say that DAS made it`)];
  for (const [property, expected] of Object.entries(expectedProperties(resource))) {
    const value = object.properties[property];
    // What the role may not see is not there to be compared.
    if (value === undefined || value === expected.value) continue;
    findings.push(found(expected.rule, `of ${address}, ${expected.called} was changed`));
  }
  if (resource.kind === 'share') {
    findings.push(...compareAccounts(object, resource.accounts, found));
  }
  return findings;
}

function compareAccounts(
  { properties }: ObservedObject,
  accounts: readonly string[],
  found: (rule: DriftRule, message: string) => DriftFinding,
): readonly DriftFinding[] {
  const open = JSON.parse(properties.accounts ?? '[]') as readonly string[];
  const added = open.filter((account) => !accounts.some((each) => isSameAccount(each, account)));
  const gone = accounts.filter((account) => !open.some((each) => isSameAccount(each, account)));
  return [
    ...added.map((account) =>
      found(driftRules.shareAccount, `the share is open to ${account}, which is not declared`),
    ),
    ...gone.map((account) =>
      found(driftRules.shareAccountMissing, `the share is not open to ${account} any more`),
    ),
  ];
}

/** An account of the own organization may be named without it. */
function isSameAccount(one: string, other: string): boolean {
  if (one === other) return true;
  const [short, long] = one.length < other.length ? [one, other] : [other, one];
  return !short.includes('.') && long.endsWith(`.${short}`);
}

function undeclared(
  { deployed, observed, originOf, access }: Comparison,
  address: string,
  { kind, name, properties }: ObservedObject,
): readonly DriftFinding[] {
  const [database = '', schema] = name;
  const found = (rule: DriftRule): readonly DriftFinding[] => [
    driftFinding(rule, `${address} is not declared`, { address }, originOf(name.join('.'))),
  ];
  if (kind === 'share') {
    return observed.databases.includes(properties.database ?? '')
      ? found(driftRules.shareUndeclared)
      : [];
  }
  if (kind === 'listing') {
    const { share } = properties;
    // What it shows may be a share of this domain as well, where the role is not told.
    return share === undefined || deployed.has(`share ${share}`)
      ? found(driftRules.listingUndeclared)
      : [];
  }
  // How it stands is the matter of the access that it ends.
  if (access.tasks.has(address)) return [];
  // What lies in no database is not this domain's.
  if (name.length < 2 || !observed.databases.includes(database)) return [];
  // Snowflake makes both of them in every database.
  const isOwnSchema = schema === 'PUBLIC' || schema === 'INFORMATION_SCHEMA';
  if (kind === 'schema' && isOwnSchema) return [];
  return found(holdsData.has(kind) ? driftRules.undeclaredData : driftRules.undeclaredObject);
}
