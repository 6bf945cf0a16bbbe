import type { AnyContract } from '@das/contracts';
import type { MaskingPolicyDeclaration, TagDeclaration } from '@das/core';
import { type ColumnsOf, contractNames, sharedType } from '../declaring/contract-columns.js';
import {
  checkIdentifier,
  checkKnown,
  checkList,
  checkMembers,
  frozen,
  type Refuse,
  refusing,
} from '../declaring/refuse.js';

/** What `tag` takes. */
export interface TagDefinition<V extends string> {
  /** Upper case. */
  readonly name: string;
  /** All values that it may have: at most 5,000, each of at most 256 characters. */
  readonly allowedValues: readonly V[];
  /** What carries it, made by `tagged`. */
  readonly assigned?: readonly TagAssignment<NoInfer<V>>[];
  /** Policies that mask whatever column carries the tag. */
  readonly masking?: readonly MaskingPolicyDeclaration[];
  /** Whether Snowflake carries it on to what is made from the data. Default: not. */
  readonly propagate?: 'dependency' | 'dataMovement' | 'dependencyAndDataMovement';
}

/** A table or column that carries a tag. */
export interface TagAssignment<V extends string> {
  readonly contract: string;
  readonly column?: string;
  readonly value: V;
}

/** Snowflake's limits. */
const mostValues = 5000;
const longestValue = 256;

/**
 * A value of a tag for the tables of a contract, or for one of its columns.
 *
 * @throws {@link GovernanceError} `DAS_GOVERNANCE_INVALID_TAG`
 */
export function tagged<const C extends AnyContract, const V extends string>(
  contract: C,
  value: V,
  column?: ColumnsOf<C>,
): TagAssignment<V> {
  const refuse = refusing('DAS_GOVERNANCE_INVALID_TAG', 'tagged', undefined);
  const [name] = contractNames([contract], refuse);
  if (column !== undefined) sharedType([contract], column, refuse);
  return frozen<TagAssignment<V>>({
    contract: name ?? contract.name,
    ...(column === undefined ? {} : { column }),
    value,
  });
}

/**
 * Declares a tag with its values. The tags of classification and semantic type are there anyway.
 *
 * @throws {@link GovernanceError} `DAS_GOVERNANCE_INVALID_TAG`
 * @see https://docs.snowflake.com/en/user-guide/object-tagging/introduction
 * @example
 * ```ts
 * import { tag } from '@das/governance';
 *
 * console.log(tag({ name: 'COST_CENTRE', allowedValues: ['4711', '4712'] }).allowedValues.length);
 * // => 2
 * ```
 */
export function tag<const V extends string>(definition: TagDefinition<V>): TagDeclaration {
  const refuse = refusing('DAS_GOVERNANCE_INVALID_TAG', 'tag', definition?.name);
  checkMembers(definition, ['name', 'allowedValues', 'assigned', 'masking', 'propagate'], refuse);
  const { name, allowedValues, assigned = [], masking = [], propagate } = definition;
  checkIdentifier(name, 'the name', refuse);
  checkValues(allowedValues, refuse);
  for (const { value } of assigned) {
    checkKnown(value, allowedValues, 'a value that is assigned', refuse);
  }
  const places = assigned.map(({ contract, column = '' }) => `${contract}.${column}`);
  if (new Set(places).size !== places.length) {
    throw refuse('one place carries the tag twice', 'assign one value to each place');
  }
  for (const policy of masking) {
    if (policy?.kind !== 'maskingPolicy') {
      throw refuse('masking holds what is no masking policy', 'list what maskingPolicy gives');
    }
  }
  if (propagate !== undefined) {
    checkKnown(
      propagate,
      ['dependency', 'dataMovement', 'dependencyAndDataMovement'],
      'propagate',
      refuse,
    );
  }
  return frozen<TagDeclaration>({
    kind: 'tag',
    name,
    allowedValues: [...allowedValues],
    assigned: assigned.map((each) => ({ ...each })),
    ...(masking.length === 0 ? {} : { masking: masking.map((policy) => policy.name) }),
    ...(propagate === undefined ? {} : { propagate }),
  });
}

function checkValues(values: readonly unknown[], refuse: Refuse): void {
  checkList(values, 'allowedValues', refuse);
  if (values.length > mostValues) {
    throw refuse('it has more values than a tag takes', `list at most ${mostValues}`);
  }
  for (const value of values) {
    if (typeof value === 'string' && value !== '' && [...value].length <= longestValue) continue;
    throw refuse(
      'a value is empty, too long or no text',
      `give texts of 1 to ${longestValue} characters`,
    );
  }
}
