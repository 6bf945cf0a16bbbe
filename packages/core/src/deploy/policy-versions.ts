import type { TableName } from '../domain/domain-names.js';
import { addressOf, type ColumnResource, type Resource } from '../resources/resource.js';

type SignedPolicy = Extract<Resource, { kind: 'maskingPolicy' | 'rowAccessPolicy' }>;

/**
 * The desired resources, with another name for each policy whose signature is not that of the policy
 * which is deployed under its name: a signature cannot be changed, and to drop the policy first would
 * leave bare what it protects. So `MASK_PII` becomes `MASK_PII_V2`, and all that names it names that.
 *
 * @see https://docs.snowflake.com/en/sql-reference/sql/create-masking-policy
 */
export function versionPolicies(
  desired: readonly Resource[],
  current: ReadonlyMap<string, Resource>,
): readonly Resource[] {
  const declared = new Set(desired.map(addressOf));
  const renamed = new Map<string, TableName>();
  for (const policy of desired) {
    if (policy.kind !== 'maskingPolicy' && policy.kind !== 'rowAccessPolicy') continue;
    const name = versionOf(policy, declared, current);
    if (name !== policy.name) renamed.set(policy.name.join('.'), name);
  }
  if (renamed.size === 0) return desired;
  return desired.map((resource) => withNames(resource, renamed));
}

/** The name of a policy without the version that a plan has put behind it. */
export function unversioned(name: TableName): string {
  return name.join('.').replace(/_V\d+$/, '');
}

function versionOf(
  policy: SignedPolicy,
  declared: ReadonlySet<string>,
  current: ReadonlyMap<string, Resource>,
): TableName {
  const [database, schema, base] = policy.name;
  const nameOf = (version: number): TableName =>
    version === 1 ? policy.name : [database, schema, `${base}_V${version}`];
  const isAnothers = (version: number) =>
    version > 1 && declared.has(addressOf({ ...policy, name: nameOf(version) }));
  const deployed = versionsIn(current, policy).filter(([version]) => !isAnothers(version));
  const fitting = deployed.filter(([, each]) => signatureOf(each) === signatureOf(policy));
  if (fitting.length > 0) return nameOf(Math.max(...fitting.map(([version]) => version)));
  if (deployed.length === 0) return policy.name;
  let next = Math.max(...deployed.map(([version]) => version)) + 1;
  while (isAnothers(next)) next += 1;
  return nameOf(next);
}

function versionsIn(
  current: ReadonlyMap<string, Resource>,
  policy: SignedPolicy,
): readonly (readonly [version: number, SignedPolicy])[] {
  const base = policy.name.join('.');
  const found: (readonly [number, SignedPolicy])[] = [];
  for (const each of current.values()) {
    if (each.kind !== policy.kind) continue;
    const name = each.name.join('.');
    const version = name === base ? 1 : Number(laterVersion.exec(name.slice(base.length))?.[1]);
    if (name.startsWith(base) && version >= 1) found.push([version, each]);
  }
  return found;
}

const laterVersion = /^_V([2-9]|[1-9]\d+)$/;

/** What of a policy is fixed once it is made. */
function signatureOf(policy: SignedPolicy): string {
  switch (policy.kind) {
    case 'maskingPolicy': {
      const { type, argument, conditions = [], exemptOtherPolicies = false } = policy;
      return JSON.stringify([type, argument ?? 'VAL', conditions, exemptOtherPolicies]);
    }
    case 'rowAccessPolicy':
      return JSON.stringify([policy.argument, ...(policy.moreArguments ?? [])]);
  }
}

function withNames(resource: Resource, renamed: ReadonlyMap<string, TableName>): Resource {
  const now = (name: TableName): TableName => renamed.get(name.join('.')) ?? name;
  switch (resource.kind) {
    case 'maskingPolicy':
    case 'rowAccessPolicy':
      return { ...resource, name: now(resource.name) };
    case 'tag': {
      const { maskingPolicies } = resource;
      return maskingPolicies === undefined
        ? resource
        : { ...resource, maskingPolicies: maskingPolicies.map(now) };
    }
    case 'table':
    case 'dynamicTable': {
      const { rowAccess } = resource;
      return {
        ...resource,
        columns: resource.columns.map((column) => withMaskName(column, now)),
        rowAccess: rowAccess && { ...rowAccess, policy: now(rowAccess.policy) },
      };
    }
    default:
      return resource;
  }
}

function withMaskName(column: ColumnResource, now: (name: TableName) => TableName): ColumnResource {
  const { maskingPolicy } = column;
  return maskingPolicy === undefined ? column : { ...column, maskingPolicy: now(maskingPolicy) };
}
