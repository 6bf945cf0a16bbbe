import type { TableName } from '../domain/domain-names.js';
import { type SqlFragment, sql } from '../warehouse/statement.js';
import { fingerprintComment } from './fingerprint.js';
import type { TagResource } from './resource.js';

/**
 * How Snowflake writes the ways in which a tag goes along with data.
 *
 * @see https://docs.snowflake.com/en/user-guide/object-tagging/propagation
 */
export const tagPropagation: Readonly<Record<NonNullable<TagResource['propagate']>, string>> = {
  dependency: 'ON_DEPENDENCY',
  dataMovement: 'ON_DATA_MOVEMENT',
  dependencyAndDataMovement: 'ON_DEPENDENCY_AND_DATA_MOVEMENT',
};

/**
 * Creates a tag, and puts the masking policies on it that mask what carries it. Nothing carries it yet.
 *
 * @see https://docs.snowflake.com/en/sql-reference/sql/create-tag
 */
export function createTag(resource: TagResource): readonly SqlFragment[] {
  const { allowedValues, maskingPolicies = [] } = resource;
  // ALLOWED_VALUES has to be the first clause.
  const values = allowedValues.length === 0 ? [] : [sql`ALLOWED_VALUES ${strings(allowedValues)}`];
  const propagate =
    resource.propagate === undefined
      ? []
      : [sql`PROPAGATE = ${sql.raw(tagPropagation[resource.propagate])}`];
  const clauses = sql.join([...values, ...propagate, fingerprintComment(resource)], ' ');
  const create = sql`CREATE TAG IF NOT EXISTS ${sql.id(...resource.name)} ${clauses}`;
  if (maskingPolicies.length === 0) return [create];
  return [create, setTagPolicies(resource.name, maskingPolicies)];
}

/**
 * Brings the allowed values of a tag from what they were to what they are, and then its comment. Never
 * CREATE OR ALTER, which would turn the propagation off. Values that are assigned stay assigned.
 *
 * @see https://docs.snowflake.com/en/sql-reference/sql/alter-tag
 */
export function alterTag(before: TagResource, after: TagResource): readonly SqlFragment[] {
  const tag = sql`ALTER TAG ${sql.id(...after.name)}`;
  const comment = sql`${tag} SET ${fingerprintComment(after)}`;
  // None means any; to drop the last one would mean that there is none to be set.
  if (after.allowedValues.length === 0) {
    const unset = before.allowedValues.length === 0 ? [] : [sql`${tag} UNSET ALLOWED_VALUES`];
    return [...unset, comment];
  }
  const added = after.allowedValues.filter((value) => !before.allowedValues.includes(value));
  const dropped = before.allowedValues.filter((value) => !after.allowedValues.includes(value));
  return [
    ...(added.length === 0 ? [] : [sql`${tag} ADD ALLOWED_VALUES ${strings(added)}`]),
    ...(dropped.length === 0 ? [] : [sql`${tag} DROP ALLOWED_VALUES ${strings(dropped)}`]),
    comment,
  ];
}

/**
 * Says whether Snowflake carries a tag on to what is made from the data. What it has carried stays as it is
 * until the data moves again.
 *
 * @see https://docs.snowflake.com/en/sql-reference/sql/alter-tag
 */
export function setPropagation({ name, propagate }: TagResource): SqlFragment {
  const action =
    propagate === undefined
      ? sql`UNSET PROPAGATE`
      : sql`SET PROPAGATE = ${sql.raw(tagPropagation[propagate])}`;
  return sql`ALTER TAG ${sql.id(...name)} ${action}`;
}

/**
 * Puts masking policies on a tag, each in place of the one for its data type: all that carries the tag is
 * masked throughout.
 *
 * @see https://docs.snowflake.com/en/user-guide/tag-based-masking-policies
 */
export function setTagPolicies(tag: TableName, policies: readonly TableName[]): SqlFragment {
  const list = policies.map((policy) => sql`MASKING POLICY ${sql.id(...policy)}`);
  return sql`ALTER TAG ${sql.id(...tag)} SET ${sql.join(list)} FORCE`;
}

/** Takes masking policies off a tag: what only the tag masked is in the clear after it. */
export function unsetTagPolicies(tag: TableName, policies: readonly TableName[]): SqlFragment {
  const list = policies.map((policy) => sql`MASKING POLICY ${sql.id(...policy)}`);
  return sql`ALTER TAG ${sql.id(...tag)} UNSET ${sql.join(list)}`;
}

function strings(values: readonly string[]): SqlFragment {
  return sql.join(values.map((value) => sql.literal(value)));
}
