import type { ResultSet } from '@das/core';
import { holds, holdsGlobal, owns } from '../../access/privileges.js';
import { isRelation, type PolicyObject, type TagObject } from '../../catalogue/catalogue-object.js';
import { formatType, isSameKind } from '../../datatype/data-type.js';
import { isProtected } from '../../enforcement/protected-relation.js';
import { statusResult } from '../../shaping/status-result.js';
import {
  alreadyExists,
  invalidStatement,
  notAuthorized,
  unsupported,
} from '../../warehouse/errors.js';
import { readOption } from '../clauses.js';
import type { Definition } from '../definition.js';
import { readsProtected } from '../policy/attach-policy.js';
import { relationsOfBody } from '../policy/policy.js';
import { readConflict, readPropagation } from './tag-propagation.js';

/**
 * `ALTER TAG … RENAME TO | ADD, DROP, SET, UNSET ALLOWED_VALUES | SET, UNSET PROPAGATE, ON_CONFLICT | SET,
 * UNSET COMMENT | SET, UNSET MASKING POLICY`.
 *
 * @see https://docs.snowflake.com/en/sql-reference/sql/alter-tag
 */
export async function alterTag(definition: Definition): Promise<ResultSet> {
  const { reader, draft } = definition;
  const done = statusResult('Statement executed successfully.');
  reader.expect('ALTER', 'TAG');
  const ifExists = reader.accept('IF', 'EXISTS');
  const name = reader.name();
  const known = definition.findOrUndefined('TAG', name);
  if (known === undefined && ifExists) return done;
  if (known === undefined && definition.path(name)[0] === 'SNOWFLAKE') {
    throw unsupported('ALTER TAG of a tag of the system: no masking policy can be set on one');
  }
  const tag = known ?? definition.find('TAG', name);
  if (reader.accept('SET', 'MASKING', 'POLICY')) {
    draft.put(setPolicies(definition, tag));
  } else if (reader.accept('UNSET', 'MASKING', 'POLICY')) {
    draft.put(unsetPolicies(definition, tag));
  } else {
    definition.requireOwner(tag);
    if (reader.accept('RENAME', 'TO')) rename(definition, tag);
    else draft.put(changed(definition, tag));
  }
  reader.expectEnd();
  return done;
}

function rename(definition: Definition, tag: TagObject): void {
  const { draft, reader, roles } = definition;
  const { schema, plain } = definition.schemaFor(reader.name(), 'TAG');
  if (draft.find('TAG', schema.id, plain) !== undefined) throw alreadyExists('Tag', plain);
  if (schema.id !== tag.parent && schema.isManaged && !owns(roles, schema)) {
    throw notAuthorized('Schema', draft.fullName(schema));
  }
  draft.put({ ...tag, name: plain, parent: schema.id });
}

function changed(definition: Definition, tag: TagObject): TagObject {
  const { reader } = definition;
  if (reader.accept('ADD', 'ALLOWED_VALUES')) {
    const added = readStrings(definition);
    const before = tag.allowedValues ?? [];
    return checked({ ...tag, allowedValues: [...new Set([...before, ...added])] });
  }
  if (reader.accept('DROP', 'ALLOWED_VALUES')) {
    const dropped = readStrings(definition);
    const missing = dropped.some((value) => tag.allowedValues?.includes(value) !== true);
    if (missing) throw invalidStatement(`the tag ${tag.name} has no such allowed value`, tag.name);
    const left = (tag.allowedValues ?? []).filter((value) => !dropped.includes(value));
    return { ...tag, allowedValues: left };
  }
  if (reader.accept('UNSET', 'ALLOWED_VALUES')) return { ...tag, allowedValues: undefined };
  if (reader.accept('UNSET', 'COMMENT')) return { ...tag, comment: '' };
  if (reader.accept('SET', 'ALLOWED_VALUES')) {
    return checked({ ...tag, allowedValues: readStrings(definition) });
  }
  if (reader.accept('SET', 'PROPAGATE')) {
    // Only who may set the tag everywhere lets it go everywhere.
    definition.requireGlobal('APPLY TAG');
    return checked({ ...tag, ...readPropagation(definition) });
  }
  if (reader.accept('SET', 'ON_CONFLICT')) {
    return checked({ ...tag, onConflict: readConflict(definition) });
  }
  if (reader.accept('UNSET', 'PROPAGATE')) {
    const { propagate: _, ...rest } = tag;
    return rest;
  }
  if (reader.accept('UNSET', 'ON_CONFLICT')) {
    const { onConflict: _, ...rest } = tag;
    return rest;
  }
  if (reader.accept('SET', 'COMMENT')) return { ...tag, comment: readOption(reader) };
  throw unsupported(`ALTER TAG … ${reader.peek().value} ${reader.peek(1).value}`);
}

/** Values between commas; there are at most 5,000 of at most 256 characters. */
export function readStrings(definition: Definition): readonly string[] {
  const values = [definition.reader.string()];
  while (definition.reader.acceptOperator(',')) values.push(definition.reader.string());
  return [...new Set(values)];
}

export function checked(tag: TagObject): TagObject {
  const { allowedValues = [], onConflict } = tag;
  if (onConflict === 'ALLOWED_VALUES_SEQUENCE' && tag.allowedValues === undefined) {
    throw invalidStatement('ALLOWED_VALUES_SEQUENCE asks for ALLOWED_VALUES', tag.name);
  }
  if (allowedValues.length > 5000 || allowedValues.some((value) => value.length > 256)) {
    throw invalidStatement('a tag allows at most 5,000 values of at most 256 characters', tag.name);
  }
  return tag;
}

function readPolicies(definition: Definition): readonly PolicyObject[] {
  const { reader, draft, roles } = definition;
  const policies: PolicyObject[] = [];
  do {
    if (policies.length > 0) reader.expect('MASKING', 'POLICY');
    policies.push(definition.find('MASKING POLICY', reader.name()));
  } while (reader.acceptOperator(','));
  // Who owns the tag alone has no say over what is masked, and who applies policies needs no more.
  if (!holdsGlobal(draft, roles, 'APPLY MASKING POLICY')) {
    throw notAuthorized('Account', 'LOCAL');
  }
  return policies;
}

function setPolicies(definition: Definition, tag: TagObject): TagObject {
  const { reader, draft } = definition;
  requireKnown(definition, tag);
  const added = readPolicies(definition);
  const isForced = reader.accept('FORCE');
  let ids = tag.maskingPolicies ?? [];
  for (const [at, policy] of added.entries()) {
    const type = policy.returns;
    if (added.slice(0, at).some((other) => isSameKind(other.returns, type))) {
      throw invalidStatement(
        `two masking policies for ${formatType(type)} cannot be on one tag`,
        policy.name,
        3529,
      );
    }
    const same = ids.filter((id) => {
      const other = draft.get(id);
      return other?.kind === 'MASKING POLICY' && isSameKind(other.returns, type);
    });
    if (same.length > 0 && !isForced) {
      throw invalidStatement(
        `the tag ${tag.name} already has a masking policy for this data type: say FORCE to replace it`,
        tag.name,
        3529,
      );
    }
    for (const id of relationsOfBody(definition, policy)) {
      const mapping = draft.get(id);
      if (mapping !== undefined && isRelation(mapping) && isProtected(draft, mapping)) {
        throw readsProtected(policy.name, mapping.name);
      }
    }
    ids = [...ids.filter((id) => !same.includes(id)), policy.id];
  }
  return { ...tag, maskingPolicies: ids };
}

function unsetPolicies(definition: Definition, tag: TagObject): TagObject {
  requireKnown(definition, tag);
  const removed = readPolicies(definition).map(({ id }) => id);
  const before = tag.maskingPolicies ?? [];
  if (removed.some((id) => !before.includes(id))) {
    throw invalidStatement(`the tag ${tag.name} does not have this masking policy`, tag.name);
  }
  return { ...tag, maskingPolicies: before.filter((id) => !removed.includes(id)) };
}

/** Who may apply policies or tags everywhere may know every tag; any other role needs a grant on it. */
function requireKnown(definition: Definition, tag: TagObject): void {
  const { draft, roles } = definition;
  if (holds(roles, tag, 'APPLY') || holdsGlobal(draft, roles, 'APPLY MASKING POLICY')) return;
  definition.requireOwner(tag);
}
