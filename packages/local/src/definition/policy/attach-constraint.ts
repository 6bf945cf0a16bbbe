import type { RelationObject } from '../../catalogue/catalogue-object.js';
import type { AggregationAttachment } from '../../catalogue/constraint-policy-object.js';
import { invalidStatement, unsupported } from '../../warehouse/errors.js';
import type { Definition } from '../definition.js';
import { applicablePolicy } from './attach-policy.js';

/** `[WITH] PROJECTION POLICY p` after its first words: the id of the policy. */
export function readProjection(definition: Definition): number {
  return applicablePolicy(definition, 'PROJECTION POLICY', definition.reader.name()).id;
}

/** `[WITH] AGGREGATION POLICY p [ENTITY KEY (…)] …` after its first words. */
export function readAggregation(definition: Definition): AggregationAttachment {
  const policy = applicablePolicy(definition, 'AGGREGATION POLICY', definition.reader.name());
  return { policy: policy.id, entityKeys: readKeys(definition) };
}

function readKeys(definition: Definition): readonly (readonly string[])[] {
  const { reader } = definition;
  const keys: (readonly string[])[] = [];
  while (reader.accept('ENTITY', 'KEY')) {
    const key = reader.list(() => reader.identifier());
    if (key.length === 0 || new Set(key).size < key.length) {
      throw invalidStatement('an entity key names columns, each once');
    }
    keys.push(key);
  }
  return keys;
}

/** Every column of an entity key must be there. */
export function checkEntityKeys(relation: RelationObject): void {
  for (const name of relation.aggregation?.entityKeys.flat() ?? []) {
    if (!relation.columns.some((column) => column.name === name)) {
      throw invalidStatement(`invalid identifier ${name}`, name, 904);
    }
  }
}

/**
 * `SET AGGREGATION POLICY p [ENTITY KEY (…)] [FORCE]`, `ADD AGGREGATION POLICY p ENTITY KEY (…)`,
 * `DROP AGGREGATION POLICY p [ENTITY KEY (…)]` and `UNSET AGGREGATION POLICY`.
 *
 * @param requireUnset - requires what it takes to take the policy off
 * @see https://docs.snowflake.com/en/user-guide/aggregation-policies-entity-privacy
 */
export function changeAggregation(
  definition: Definition,
  relation: RelationObject,
  requireUnset: (policy: number) => void,
): RelationObject {
  const { reader } = definition;
  const before = relation.aggregation;
  const { aggregation: _, ...without } = relation;
  if (reader.accept('UNSET', 'AGGREGATION', 'POLICY')) {
    if (before === undefined) throw nothingAttached(relation);
    requireUnset(before.policy);
    return without as RelationObject;
  }
  if (reader.accept('DROP', 'AGGREGATION', 'POLICY')) {
    const { policy, entityKeys } = readAggregation(definition);
    if (before?.policy !== policy) throw nothingAttached(relation);
    requireUnset(policy);
    if (entityKeys.length === 0) return without as RelationObject;
    const dropped = entityKeys.map((key) => key.join('\u0000'));
    const left = before.entityKeys.filter((key) => !dropped.includes(key.join('\u0000')));
    if (left.length + dropped.length !== before.entityKeys.length) throw nothingAttached(relation);
    if (left.length === 0) return without as RelationObject;
    return { ...relation, aggregation: { policy, entityKeys: left } };
  }
  if (reader.accept('ADD', 'AGGREGATION', 'POLICY')) {
    const { policy, entityKeys } = readAggregation(definition);
    if (entityKeys.length === 0) throw invalidStatement('ADD AGGREGATION POLICY needs ENTITY KEY');
    if (before === undefined) return { ...relation, aggregation: { policy, entityKeys } };
    if (before.policy !== policy) throw unsupported('two aggregation policies on one table');
    // Rows are counted where no key was given; a key beside that would be another requirement.
    if (before.entityKeys.length === 0) {
      throw unsupported('an entity key beside an aggregation policy without one');
    }
    const known = before.entityKeys.map((key) => key.join('\u0000'));
    const added = entityKeys.filter((key) => !known.includes(key.join('\u0000')));
    return {
      ...relation,
      aggregation: { policy, entityKeys: [...before.entityKeys, ...added] },
    };
  }
  reader.expect('SET', 'AGGREGATION', 'POLICY');
  const aggregation = readAggregation(definition);
  const force = reader.accept('FORCE');
  if (before !== undefined) {
    if (!force) {
      throw invalidStatement(
        `${relation.name} already has an aggregation policy: say FORCE to replace it`,
        relation.name,
      );
    }
    requireUnset(before.policy);
  }
  return { ...relation, aggregation };
}

function nothingAttached(relation: RelationObject): Error {
  return invalidStatement(`${relation.name} has no such aggregation policy`, relation.name);
}
