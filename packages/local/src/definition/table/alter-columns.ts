import { holds, holdsGlobal, owns } from '../../access/privileges.js';
import type {
  ColumnObject,
  MaskAttachment,
  PolicyObject,
  RelationObject,
} from '../../catalogue/catalogue-object.js';
import { isSameKind } from '../../datatype/data-type.js';
import { invalidStatement, unsupported } from '../../warehouse/errors.js';
import { readOption } from '../clauses.js';
import type { Definition } from '../definition.js';
import { changeAggregation, readProjection } from '../policy/attach-constraint.js';
import {
  applicablePolicy,
  checkPolicies,
  readMask,
  readRowAccess,
} from '../policy/attach-policy.js';
import { readTagNames, readTagValues } from '../tag/tag.js';

/**
 * The clauses that tables, views and dynamic tables share: masking policies, row access, tags and
 * comments. The statement is applied as a whole or not at all.
 */
export async function changeColumns(
  definition: Definition,
  relation: RelationObject,
): Promise<void> {
  const { reader } = definition;
  const before = relation;
  requireChanger(definition, relation);
  let changed: RelationObject = relation;
  const isModify =
    reader.sees('MODIFY') || (reader.sees('ALTER') && !reader.sees('ALTER', 'TABLE'));
  if (isModify) {
    reader.next();
    const bracketed = reader.acceptOperator('(');
    do changed = modifyColumn(definition, changed);
    while (reader.acceptOperator(','));
    if (bracketed) reader.expectOperator(')');
  } else if (
    reader.sees('ADD', 'ROW') ||
    reader.sees('DROP', 'ROW') ||
    reader.sees('DROP', 'ALL')
  ) {
    do changed = changeRowAccess(definition, changed);
    while (reader.acceptOperator(','));
  } else if (verbs.some((verb) => reader.sees(verb, 'AGGREGATION', 'POLICY'))) {
    if (!reader.sees('UNSET')) requireApplier(definition, 'APPLY AGGREGATION POLICY', relation);
    changed = changeAggregation(definition, changed, (policy) =>
      requireUnset(definition, { policy, columns: [] }, 'APPLY AGGREGATION POLICY', relation),
    );
  } else if (reader.accept('SET', 'TAG')) {
    requireTagger(definition, changed);
    changed = { ...changed, tags: { ...changed.tags, ...readTagValues(definition) } };
  } else if (reader.accept('UNSET', 'TAG')) {
    requireTagger(definition, changed);
    changed = { ...changed, tags: without(changed.tags, unsetTags(definition, changed)) };
  } else if (reader.accept('SET', 'COMMENT')) {
    definition.requireOwner(relation);
    changed = { ...changed, comment: readOption(reader) };
  } else if (reader.accept('UNSET', 'COMMENT')) {
    definition.requireOwner(relation);
    changed = { ...changed, comment: '' };
  } else {
    throw unsupported(`ALTER ${before.kind} … ${reader.peek().value}`);
  }
  reader.expectEnd();
  checkPolicies(definition, changed);
  await definition.lock(relation.id);
  storeRelation(definition, changed);
}

/** Puts a changed relation back: into the catalogue, or into the session if it is temporary. */
export function storeRelation(definition: Definition, relation: RelationObject): void {
  const { temporaries } = definition.context.state;
  if (relation.kind === 'TABLE' && temporaries.has(relation.id)) {
    definition.afterCommit(() => temporaries.set(relation.id, relation));
  } else {
    definition.draft.put(relation);
  }
}

function modifyColumn(definition: Definition, relation: RelationObject): RelationObject {
  const { reader } = definition;
  reader.accept('COLUMN');
  const name = reader.identifier();
  const column = relation.columns.find((candidate) => candidate.name === name);
  if (column === undefined) throw invalidStatement(`invalid identifier ${name}`, name, 904);
  const replace = (next: Partial<ColumnObject>): RelationObject => ({
    ...relation,
    columns: relation.columns.map((each) => (each.name === name ? { ...each, ...next } : each)),
  });
  if (reader.accept('SET', 'MASKING', 'POLICY')) {
    requireApplier(definition, 'APPLY MASKING POLICY', relation);
    const mask = readMask(definition, name);
    const force = reader.accept('FORCE');
    if (column.mask !== undefined && !force) {
      throw invalidStatement(
        `the column ${name} already has a masking policy: say FORCE to replace it`,
        name,
        3529,
      );
    }
    if (column.mask !== undefined) {
      requireUnset(definition, column.mask, 'APPLY MASKING POLICY', relation);
      checkForce(definition, column.mask, mask, name);
    }
    return replace({ mask });
  }
  if (reader.accept('UNSET', 'MASKING', 'POLICY')) {
    requireUnset(definition, column.mask, 'APPLY MASKING POLICY', relation);
    return replace({ mask: undefined });
  }
  if (reader.accept('SET', 'PROJECTION', 'POLICY')) {
    requireApplier(definition, 'APPLY PROJECTION POLICY', relation);
    const projection = readProjection(definition);
    const force = reader.accept('FORCE');
    if (column.projection !== undefined && !force) {
      throw invalidStatement(
        `the column ${name} already has a projection policy: say FORCE to replace it`,
        name,
      );
    }
    if (column.projection !== undefined) unproject(definition, column.projection, relation);
    return replace({ projection });
  }
  if (reader.accept('UNSET', 'PROJECTION', 'POLICY')) {
    if (column.projection === undefined) return relation;
    unproject(definition, column.projection, relation);
    const { projection: _, ...without } = column;
    return {
      ...relation,
      columns: relation.columns.map((each) => (each === column ? without : each)),
    };
  }
  if (reader.accept('SET', 'TAG')) {
    requireTagger(definition, relation);
    return replace({ tags: { ...column.tags, ...readTagValues(definition) } });
  }
  if (reader.accept('UNSET', 'TAG')) {
    requireTagger(definition, relation);
    return replace({ tags: without(column.tags, unsetTags(definition, column)) });
  }
  if (reader.accept('COMMENT')) {
    definition.requireOwner(relation);
    reader.acceptOperator('=');
    return replace({ comment: reader.string() });
  }
  throw unsupported(`MODIFY COLUMN … ${reader.peek().value}`);
}

const verbs = ['SET', 'UNSET', 'ADD', 'DROP'];

function unproject(definition: Definition, policy: number, relation: RelationObject): void {
  requireUnset(definition, { policy, columns: [] }, 'APPLY PROJECTION POLICY', relation);
}

/** FORCE may not change the type that the policy takes. */
function checkForce(
  definition: Definition,
  before: MaskAttachment,
  after: MaskAttachment,
  name: string,
): void {
  const [old, next] = [before, after].map(
    ({ policy }) => definition.draft.get(policy) as PolicyObject | undefined,
  );
  const [from, to] = [old?.parameters[0]?.type, next?.parameters[0]?.type];
  if (from !== undefined && to !== undefined && !isSameKind(from, to)) {
    throw invalidStatement(`FORCE cannot change the type of the policy on ${name}`, name);
  }
}

const globalAppliers = [
  'APPLY MASKING POLICY',
  'APPLY ROW ACCESS POLICY',
  'APPLY PROJECTION POLICY',
  'APPLY AGGREGATION POLICY',
  'APPLY TAG',
];

/** Every clause needs OWNERSHIP or a global privilege: nobody else may learn which columns there are. */
function requireChanger(definition: Definition, relation: RelationObject): void {
  const { draft, roles } = definition;
  if (globalAppliers.some((privilege) => holdsGlobal(draft, roles, privilege))) return;
  definition.requireOwner(relation);
}

/**
 * A policy is put on a table by its owner, or by who may apply policies everywhere: APPLY on a
 * policy alone, one's own for instance, gives no say over the tables of others.
 *
 * @see https://docs.snowflake.com/en/user-guide/security-column-intro
 */
function requireApplier(definition: Definition, global: string, relation: RelationObject): void {
  if (holdsGlobal(definition.draft, definition.roles, global)) return;
  definition.requireOwner(relation);
}

/**
 * A policy is taken off, or replaced with FORCE, by who may apply policies everywhere, or by the
 * owner of the table who may apply that policy; owning the table is not enough.
 */
function requireUnset(
  definition: Definition,
  attachment: MaskAttachment | undefined,
  global: string,
  relation: RelationObject,
): void {
  const policy = attachment === undefined ? undefined : definition.draft.get(attachment.policy);
  if (policy === undefined)
    throw invalidStatement(`${relation.name} has no such policy`, relation.name);
  const { roles, draft } = definition;
  if (holdsGlobal(draft, roles, global)) return;
  definition.requireOwner(relation);
  if (!holds(roles, policy, 'APPLY')) definition.requireGlobal(global);
}

function requireTagger(definition: Definition, relation: RelationObject): void {
  if (owns(definition.roles, relation)) return;
  if (holdsGlobal(definition.draft, definition.roles, 'APPLY TAG')) return;
  definition.requireOwner(relation);
}

function changeRowAccess(definition: Definition, relation: RelationObject): RelationObject {
  const { reader, draft } = definition;
  if (reader.accept('ADD', 'ROW', 'ACCESS', 'POLICY')) {
    if (relation.rowAccess !== undefined) {
      throw invalidStatement(
        `${relation.name} already has a row access policy`,
        relation.name,
        3552,
      );
    }
    requireApplier(definition, 'APPLY ROW ACCESS POLICY', relation);
    return { ...relation, rowAccess: readRowAccess(definition) };
  }
  if (reader.accept('DROP', 'ALL', 'ROW', 'ACCESS', 'POLICIES')) {
    if (relation.rowAccess !== undefined) {
      requireUnset(definition, relation.rowAccess, 'APPLY ROW ACCESS POLICY', relation);
    }
    return { ...relation, rowAccess: undefined };
  }
  reader.expect('DROP', 'ROW', 'ACCESS', 'POLICY');
  const policy = applicablePolicy(definition, 'ROW ACCESS POLICY', reader.name());
  if (relation.rowAccess?.policy !== policy.id) {
    throw invalidStatement(
      `${draft.fullName(policy)} is not attached to ${relation.name}`,
      relation.name,
    );
  }
  requireUnset(definition, relation.rowAccess, 'APPLY ROW ACCESS POLICY', relation);
  return { ...relation, rowAccess: undefined };
}

function without(
  tags: Readonly<Record<string, string>>,
  ids: readonly string[],
): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(tags).filter(([id]) => !ids.includes(id)));
}

/** What becomes of a tag that came with the data and is unset by hand, no documentation says. */
function unsetTags(
  definition: Definition,
  { tags, propagated = {} }: RelationObject | ColumnObject,
): readonly string[] {
  const ids = readTagNames(definition);
  const carried = ids.find((id) => Object.hasOwn(propagated, id) && !Object.hasOwn(tags, id));
  if (carried === undefined) return ids;
  throw unsupported('UNSET TAG of a tag that was propagated');
}
