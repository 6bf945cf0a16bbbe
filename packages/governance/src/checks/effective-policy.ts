import { type Classification, classifications, isProtected } from '@das/contracts';
import {
  type ColumnResource,
  type DynamicTableResource,
  domainNames,
  type MaskingPolicyResource,
  type Resource,
  signatureType,
  type TableName,
  type TableResource,
  type TagResource,
} from '@das/core';

/** The resources of a state, by address. */
export type ResourceState = ReadonlyMap<string, Resource>;

/** What holds rows and has columns. */
export type AnyTable = TableResource | DynamicTableResource;

/** What masks a column, or why nothing does. */
export type EffectivePolicy =
  | {
      readonly is: 'masked';
      readonly policy: MaskingPolicyResource;
      readonly by: 'column' | 'tag';
    }
  | {
      readonly is: 'bare';
      readonly why: 'no policy' | 'unknown policy' | 'other type';
      /** The policy that is not known or does not fit. */
      readonly policy?: TableName;
    };

/** The last part of the name of the tag that classifies columns, the same in every domain. */
const classificationTag = domainNames('').classificationTag[2];

const semanticTag = domainNames('').semanticTag[2];

/** What the values of a column mean, as its tag says it. */
export function semanticOf(column: ColumnResource): string | undefined {
  return column.tags.find(({ tag }) => tag[2] === semanticTag)?.value;
}

/** The classification of a column, as its tag says it. */
function classificationOf(column: ColumnResource): Classification | undefined {
  const value = column.tags.find(({ tag }) => tag[2] === classificationTag)?.value;
  return classifications.find((each) => each === value);
}

/**
 * Whether a column must be masked. A classification that is none of those that are known counts as
 * one that must be.
 */
export function isClassified(column: ColumnResource): boolean {
  const tag = column.tags.find((each) => each.tag[2] === classificationTag);
  if (tag === undefined) return false;
  const classification = classificationOf(column);
  return classification === undefined || isProtected(classification);
}

/**
 * The masking policy that is in force on a column: its own before that of a tag, the column's tags
 * before the table's, and of a tag's policies the one for the column's type.
 *
 * @see https://docs.snowflake.com/en/user-guide/tag-based-masking-policies
 */
export function effectivePolicy(
  state: ResourceState,
  table: AnyTable,
  column: ColumnResource,
): EffectivePolicy {
  if (column.maskingPolicy !== undefined) {
    const policy = maskingPolicyOf(state, column.maskingPolicy);
    if (policy === undefined) {
      return { is: 'bare', why: 'unknown policy', policy: column.maskingPolicy };
    }
    return fits(policy, column)
      ? { is: 'masked', policy, by: 'column' }
      : { is: 'bare', why: 'other type', policy: policy.name };
  }
  let reason: EffectivePolicy = { is: 'bare', why: 'no policy' };
  for (const tag of tagsOf(state, table, column)) {
    for (const name of tag.maskingPolicies ?? []) {
      const policy = maskingPolicyOf(state, name);
      if (policy === undefined) reason = { is: 'bare', why: 'unknown policy', policy: name };
      else if (fits(policy, column)) return { is: 'masked', policy, by: 'tag' };
      else if (reason.why === 'no policy') reason = { is: 'bare', why: 'other type', policy: name };
    }
  }
  return reason;
}

/** The tags of a column that are known, its own before those of its table. */
export function tagsOf(
  state: ResourceState,
  table: AnyTable,
  column: ColumnResource,
): readonly TagResource[] {
  const assigned = [...column.tags, ...(table.kind === 'table' ? (table.tags ?? []) : [])];
  return assigned.flatMap(({ tag }) => {
    const resource = state.get(`tag ${tag.join('.')}`);
    return resource?.kind === 'tag' ? [resource] : [];
  });
}

function maskingPolicyOf(state: ResourceState, name: TableName): MaskingPolicyResource | undefined {
  const resource = state.get(`maskingPolicy ${name.join('.')}`);
  return resource?.kind === 'maskingPolicy' ? resource : undefined;
}

/** Text of any length is one type; of every other type the policy's must be the column's. */
function fits(policy: MaskingPolicyResource, column: ColumnResource): boolean {
  return signatureType(policy.type) === signatureType(column.type);
}
