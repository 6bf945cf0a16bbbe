import type { ResultSet } from '@das/core';
import { holds, holdsGlobal, sees } from '../../access/privileges.js';
import type { TagObject } from '../../catalogue/catalogue-object.js';
import { isWord } from '../../lexing/token.js';
import { statusResult } from '../../shaping/status-result.js';
import {
  alreadyExists,
  invalidStatement,
  notAuthorized,
  notFound,
  unsupported,
} from '../../warehouse/errors.js';
import { readClauses, readCreate, readIfNotExists, readOption } from '../clauses.js';
import type { Definition } from '../definition.js';
import { checked, readStrings } from './alter-tag.js';
import { readConflict, readPropagation, type TagPropagation } from './tag-propagation.js';

/** `CREATE TAG`. */
export async function createTag(definition: Definition): Promise<ResultSet> {
  const { reader, draft } = definition;
  const mode = readCreate(reader);
  reader.expect('TAG');
  const ifNotExists = readIfNotExists(reader, mode);
  const { schema, plain } = definition.schemaFor(reader.name(), 'TAG');
  let comment = '';
  let allowedValues: readonly string[] | undefined;
  let propagation: TagPropagation = {};
  readClauses(reader, {
    ALLOWED_VALUES: () => {
      allowedValues = readStrings(definition);
    },
    PROPAGATE: () => {
      propagation = readPropagation(definition);
    },
    ON_CONFLICT: () => {
      propagation = { ...propagation, onConflict: readConflict(definition) };
    },
    COMMENT: () => {
      comment = readOption(reader);
    },
  });
  const existing = draft.find('TAG', schema.id, plain);
  if (existing !== undefined) {
    if (ifNotExists) return statusResult(`${plain} already exists, statement succeeded.`);
    if (mode.orReplace) throw unsupported('CREATE OR REPLACE TAG');
    if (!mode.orAlter) throw alreadyExists('Tag', draft.fullName(existing));
    definition.requireOwner(existing);
    if (propagation.propagate !== undefined) throw unsupported('CREATE OR ALTER TAG … PROPAGATE');
    // What it does not name is reset.
    const { propagate: _, onConflict: __, ...rest } = existing;
    draft.put({ ...rest, comment, allowedValues });
    return statusResult(`Tag ${plain} successfully altered.`);
  }
  const tag: TagObject = {
    ...definition.base(plain, comment),
    kind: 'TAG',
    parent: schema.id,
    allowedValues,
    ...propagation,
  };
  if (propagation.propagate !== undefined) definition.requireGlobal('APPLY TAG');
  draft.put(checked(tag));
  return statusResult(`Tag ${plain} successfully created.`);
}

/** `t1 = 'v', t2 = 'w'`: tag ids with their values, each allowed and applicable by the role. */
export function readTagValues(definition: Definition): Readonly<Record<string, string>> {
  const { reader } = definition;
  const values: Record<string, string> = {};
  do {
    const tag = applicableTag(definition, reader.name());
    reader.expectOperator('=');
    const value = reader.string();
    if (value.length > 256) throw invalidStatement('a tag value has more than 256 characters');
    if (tag.allowedValues !== undefined && !tag.allowedValues.includes(value)) {
      throw invalidStatement(`the tag ${tag.name} does not allow this value`, tag.name);
    }
    values[String(tag.id)] = value;
    // `MODIFY COLUMN a SET TAG t = 'v', COLUMN b …`: the list of tags ends before another column.
    if (reader.seesOperator(',') && isWord(reader.peek(1), 'COLUMN')) break;
  } while (reader.acceptOperator(','));
  return values;
}

/** `TAG t1, t2` after UNSET. */
export function readTagNames(definition: Definition): readonly string[] {
  const { reader } = definition;
  const ids: string[] = [];
  do ids.push(String(applicableTag(definition, reader.name()).id));
  while (reader.acceptOperator(','));
  return ids;
}

function applicableTag(definition: Definition, name: readonly string[]): TagObject {
  const tag = definition.find('TAG', name);
  const mayApply =
    holds(definition.roles, tag, 'APPLY') ||
    holdsGlobal(definition.draft, definition.roles, 'APPLY TAG');
  if (mayApply) return tag;
  const full = definition.draft.fullName(tag);
  throw sees(definition.roles, tag) ? notAuthorized('Tag', full) : notFound('Tag', full);
}
