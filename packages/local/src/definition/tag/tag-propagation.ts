import type { ConflictRule, Propagation, TagObject } from '../../catalogue/catalogue-object.js';
import { unsupported } from '../../warehouse/errors.js';
import type { Definition } from '../definition.js';

/** What a tag says of how it is carried on. */
export type TagPropagation = Pick<TagObject, 'propagate' | 'onConflict'>;

const kinds: readonly Propagation[] = [
  'ON_DEPENDENCY_AND_DATA_MOVEMENT',
  'ON_DEPENDENCY',
  'ON_DATA_MOVEMENT',
];

/**
 * `= ON_… [ON_CONFLICT = …]`, after PROPAGATE.
 *
 * @see https://docs.snowflake.com/en/sql-reference/sql/create-tag
 */
export function readPropagation(definition: Definition): TagPropagation {
  const { reader } = definition;
  reader.expectOperator('=');
  const word = reader.expectOneOf(kinds);
  const propagate = kinds.find((each) => each === word);
  if (propagate === undefined) throw reader.unexpected('a kind of propagation');
  if (!reader.accept('ON_CONFLICT')) return { propagate };
  return { propagate, onConflict: readConflict(definition) };
}

/** `= 'text' | ALLOWED_VALUES_SEQUENCE`, after ON_CONFLICT. */
export function readConflict({ reader }: Definition): ConflictRule {
  reader.expectOperator('=');
  if (reader.accept('MERGE')) throw unsupported('ON_CONFLICT = MERGE: tags of several values');
  if (reader.accept('ALLOWED_VALUES_SEQUENCE')) return 'ALLOWED_VALUES_SEQUENCE';
  return { value: reader.string() };
}
