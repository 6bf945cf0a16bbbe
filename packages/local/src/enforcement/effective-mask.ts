import { rolesBelow } from '../access/role-set.js';
import type { Catalogue } from '../catalogue/catalogue.js';
import type {
  ColumnObject,
  PolicyObject,
  RelationObject,
  TagObject,
} from '../catalogue/catalogue-object.js';
import { type DataType, isSameKind } from '../datatype/data-type.js';
import { executionFailed } from '../warehouse/errors.js';
import { effectiveColumnTags } from './effective-tags.js';

/** A masking policy that protects a column: its own, or that of a tag. */
export interface EffectiveMask {
  readonly policy: PolicyObject;
  /** The columns that are passed to it, the masked one first. */
  readonly columns: readonly string[];
  /** Absent when the policy is on the column itself. */
  readonly tag: TagObject | undefined;
}

/** How the tags of a column and their policies fit together, in the words of `POLICY_STATUS`. */
export type MaskStatus =
  | 'ACTIVE'
  | 'MULTIPLE_MASKING_POLICY_ASSIGNED_TO_THE_COLUMN'
  | 'COLUMN_IS_MISSING_FOR_SECONDARY_ARG'
  | 'COLUMN_DATATYPE_MISMATCH_FOR_SECONDARY_ARG';

/** What protects a column; no masks: nothing does. Only `ACTIVE` lets a query read it. */
export interface MaskResolution {
  readonly status: MaskStatus;
  readonly masks: readonly EffectiveMask[];
}

/**
 * Finds what masks a column: its own policy, or else the policies of its tags for its data type.
 *
 * @param type - what the column is today, if that may differ from what the catalogue says
 * @see https://docs.snowflake.com/en/user-guide/tag-based-masking-policies
 */
export function resolveMask(
  catalogue: Catalogue,
  relation: RelationObject,
  column: ColumnObject,
  type: DataType = column.type,
): MaskResolution {
  if (column.mask !== undefined) {
    const policy = maskingPolicy(catalogue, column.mask.policy, relation);
    return { status: 'ACTIVE', masks: [{ policy, columns: column.mask.columns, tag: undefined }] };
  }
  const masks: EffectiveMask[] = [];
  let status: MaskStatus = 'ACTIVE';
  for (const { tag } of effectiveColumnTags(catalogue, relation, column).values()) {
    for (const id of tag.maskingPolicies ?? []) {
      const policy = maskingPolicy(catalogue, id, relation);
      const [first, ...others] = policy.parameters;
      if (first === undefined || !isSameKind(first.type, type)) continue;
      for (const other of others) {
        const argument = relation.columns.find((each) => each.name === other.name);
        if (argument === undefined) status = 'COLUMN_IS_MISSING_FOR_SECONDARY_ARG';
        else if (!isSameKind(argument.type, other.type)) {
          status = 'COLUMN_DATATYPE_MISMATCH_FOR_SECONDARY_ARG';
        }
      }
      masks.push({ policy, columns: [column.name, ...others.map(({ name }) => name)], tag });
    }
  }
  if (masks.length > 1) status = 'MULTIPLE_MASKING_POLICY_ASSIGNED_TO_THE_COLUMN';
  return { status, masks };
}

const problems: Readonly<Record<Exclude<MaskStatus, 'ACTIVE'>, string>> = {
  MULTIPLE_MASKING_POLICY_ASSIGNED_TO_THE_COLUMN: 'mapped to multiple masking policies by tags',
  COLUMN_IS_MISSING_FOR_SECONDARY_ARG:
    'mapped to a masking policy where the table does not have a column for a secondary argument name of the policy',
  COLUMN_DATATYPE_MISMATCH_FOR_SECONDARY_ARG:
    'mapped to a masking policy where the table has a column with different data-type for a secondary argument name',
};

/**
 * The policy that masks a column in a query.
 *
 * @throws WarehouseError `DAS_WAREHOUSE_EXECUTION_FAILED` when its tags give it none that can run: as
 * on Snowflake, the query fails.
 */
export function effectiveMask(
  catalogue: Catalogue,
  relation: RelationObject,
  column: ColumnObject,
  type?: DataType,
): EffectiveMask | undefined {
  const { status, masks } = resolveMask(catalogue, relation, column, type);
  if (status !== 'ACTIVE') {
    throw executionFailed(`SQL execution error: Column ${column.name} is ${problems[status]}.`, {
      place: catalogue.fullName(relation),
      next: 'change the tags of the column, or the policies of its tags',
    });
  }
  return masks[0];
}

/** Whether anything masks a column, be it that the tags are at odds. */
export function isMasked(
  catalogue: Catalogue,
  relation: RelationObject,
  column: ColumnObject,
): boolean {
  return resolveMask(catalogue, relation, column).masks.length > 0;
}

/**
 * Whether a policy may take a masked column as an argument: every policy on it says
 * EXEMPT_OTHER_POLICIES, and its owner stands in the role hierarchy of the other policy's owner.
 *
 * @see https://docs.snowflake.com/en/sql-reference/sql/create-masking-policy
 */
export function mayReadMasked(
  catalogue: Catalogue,
  reader: { readonly owner: string },
  masks: readonly EffectiveMask[],
): boolean {
  const roles = rolesBelow(catalogue, reader.owner);
  return masks.every(({ policy }) => policy.exemptsOthers === true && roles.has(policy.owner));
}

function maskingPolicy(catalogue: Catalogue, id: number, relation: RelationObject): PolicyObject {
  const policy = catalogue.get(id);
  if (policy?.kind !== 'MASKING POLICY') {
    throw executionFailed(`the policy of ${catalogue.fullName(relation)} is gone`);
  }
  return policy;
}
