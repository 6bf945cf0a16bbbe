import { holdsGlobal } from '../../access/privileges.js';
import type { ColumnObject, RelationObject } from '../../catalogue/catalogue-object.js';
import { resolveMask } from '../../enforcement/effective-mask.js';
import { effectiveColumnTags } from '../../enforcement/effective-tags.js';
import { unsupported } from '../../warehouse/errors.js';
import type { Definition } from '../definition.js';

/**
 * Refuses to put rows where a tag of their schema or database would mask them no more: whoever may
 * only see them masked could clone or move a table into a schema of their own. As where such a tag
 * comes off, APPLY MASKING POLICY allows it.
 *
 * @param ids - the clones of the tags and policies that were cloned along
 */
export function keepTagMasks(
  definition: Definition,
  before: RelationObject,
  after: RelationObject,
  ids: ReadonlyMap<number, number> = new Map(),
): void {
  const { draft, roles } = definition;
  if (before.parent === after.parent) return;
  const to = (id: number): number => ids.get(id) ?? id;
  const left = (column: ColumnObject): ReadonlySet<string> =>
    new Set(masksOf(definition, after, column, (id) => id));
  const isKept = before.columns.every((column) => {
    const masks = masksOf(definition, before, column, to);
    if (masks.length === 0) return true;
    const same = after.columns.find(({ id }) => id === column.id);
    const kept = same && left(same);
    return masks.every((mask) => kept?.has(mask) === true);
  });
  if (isKept || holdsGlobal(draft, roles, 'APPLY MASKING POLICY')) return;
  throw unsupported(
    'a place where the tags that mask the columns do not apply, without APPLY MASKING POLICY',
    draft.fullName(before),
  );
}

/** The policies that tags put on a column, with the value of each tag, which they may read. */
function masksOf(
  { draft }: Definition,
  relation: RelationObject,
  column: ColumnObject,
  to: (id: number) => number,
): readonly string[] {
  const tags = effectiveColumnTags(draft, relation, column);
  return resolveMask(draft, relation, column).masks.flatMap(({ policy, tag }) =>
    tag === undefined ? [] : [JSON.stringify([to(tag.id), to(policy.id), tags.get(tag.id)?.value])],
  );
}
