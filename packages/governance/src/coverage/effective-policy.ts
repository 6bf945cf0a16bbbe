import type { PhysicalType } from '@das/contracts';
import type { Resource, TableName } from '@das/core';
import type { CoveringPolicy, ExposureReason } from './coverage-report.js';

export type ProtectedTable = Extract<Resource, { kind: 'table' | 'dynamicTable' }>;
type MaskingPolicy = Extract<Resource, { kind: 'maskingPolicy' }>;
type Tag = Extract<Resource, { kind: 'tag' }>;

/** What masks a column, or why nothing does. */
export type EffectivePolicy =
  | { readonly is: 'policy'; readonly covering: CoveringPolicy; readonly policy: MaskingPolicy }
  | {
      readonly is: 'missing';
      readonly reason: ExposureReason;
      readonly covering?: CoveringPolicy;
    };

/** Policies and tags by full name. */
export interface PolicyIndex {
  readonly policies: ReadonlyMap<string, MaskingPolicy>;
  readonly tags: ReadonlyMap<string, Tag>;
}

/** Sorts out the masking policies and the tags of resources. */
export function policyIndex(resources: readonly Resource[]): PolicyIndex {
  const policies = new Map<string, MaskingPolicy>();
  const tags = new Map<string, Tag>();
  for (const resource of resources) {
    if (resource.kind === 'maskingPolicy') policies.set(fullName(resource.name), resource);
    if (resource.kind === 'tag') tags.set(fullName(resource.name), resource);
  }
  return { policies, tags };
}

/** A name as a report writes it. */
export function fullName(name: readonly string[]): string {
  return name.join('.');
}

/**
 * The policy that masks a column: its own, or else the one that a tag of the column or of its table has
 * for the type of the column.
 *
 * @see https://docs.snowflake.com/en/user-guide/tag-based-masking-policies
 */
export function effectivePolicy(
  index: PolicyIndex,
  table: ProtectedTable,
  column: ProtectedTable['columns'][number],
): EffectivePolicy {
  if (column.maskingPolicy !== undefined) {
    return named(index, { name: fullName(column.maskingPolicy) }, column.type);
  }
  // A tag of the table is one of its columns too, unless the column has a value of its own.
  const onTable = table.kind === 'table' ? (table.tags ?? []) : [];
  const tags = new Set([...column.tags, ...onTable].map(({ tag }) => fullName(tag)));
  const having = [...tags].flatMap((tag) =>
    (index.tags.get(tag)?.maskingPolicies ?? []).map((policy) => ({ tag, policy })),
  );
  if (having.length === 0) return { is: 'missing', reason: 'noPolicy' };
  const unknown = having.find(({ policy }) => !index.policies.has(fullName(policy)));
  if (unknown !== undefined) return missing('policyMissing', unknown);
  const fitting = having.filter(({ policy }) => {
    const type = index.policies.get(fullName(policy))?.type;
    return type !== undefined && isSameKind(type, column.type);
  });
  const [only, another] = fitting;
  if (only === undefined) return { is: 'missing', reason: 'tagLacksType' };
  if (another !== undefined) return missing('tagsAtOdds', only);
  return named(index, { name: fullName(only.policy), tag: only.tag }, column.type);
}

function missing(
  reason: ExposureReason,
  { tag, policy }: { readonly tag: string; readonly policy: TableName },
): EffectivePolicy {
  return { is: 'missing', reason, covering: { name: fullName(policy), tag } };
}

function named(
  { policies }: PolicyIndex,
  covering: CoveringPolicy,
  type: PhysicalType,
): EffectivePolicy {
  const policy = policies.get(covering.name);
  return policy !== undefined && isSameKind(policy.type, type)
    ? { is: 'policy', covering, policy }
    : { is: 'missing', reason: 'policyMissing', covering };
}

/** Whether a policy of the one type masks a column of the other: lengths and digits do not matter. */
function isSameKind(one: PhysicalType, other: PhysicalType): boolean {
  return one.replace(/\(.*/, '') === other.replace(/\(.*/, '');
}
