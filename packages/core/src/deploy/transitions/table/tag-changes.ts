import {
  setColumnTags,
  setTableTags,
  unsetColumnTags,
  unsetTableTags,
} from '../../../resources/alter-table.js';
import type { TableResource, TagAssignment } from '../../../resources/resource.js';
import { isEqual } from '../../same-value.js';
import type { Alteration } from './alteration.js';

export function setTags(alteration: Alteration, after: TableResource): void {
  for (const [now, { name, tags }] of alteration.kept(after)) {
    const missing = tags.filter((tag) => !hasTag(now.tags, tag));
    if (missing.length === 0) continue;
    const column = { ...now, tags: mergeTags(now.tags, missing) };
    alteration.alterColumn(setColumnTags(alteration.current, [{ name, tags: missing }]), column);
  }
  const { current } = alteration;
  const missing = (after.tags ?? []).filter((tag) => !hasTag(current.tags ?? [], tag));
  for (const statement of setTableTags(current, missing)) {
    alteration.alter(statement, { ...current, tags: mergeTags(current.tags ?? [], missing) });
  }
}

export function unsetTags(alteration: Alteration, after: TableResource): void {
  for (const [now, to] of alteration.kept(after)) {
    const gone = now.tags.filter(({ tag }) => !to.tags.some((each) => isEqual(each.tag, tag)));
    if (gone.length === 0) continue;
    const tags = gone.map(({ tag }) => tag);
    alteration.alterColumn(unsetColumnTags(alteration.current, now.name, tags), {
      ...now,
      tags: to.tags,
    });
  }
  const { current } = alteration;
  const kept = after.tags ?? [];
  const gone = (current.tags ?? []).filter(
    ({ tag }) => !kept.some((each) => isEqual(each.tag, tag)),
  );
  if (gone.length === 0) return;
  const tags = gone.map(({ tag }) => tag);
  alteration.alter(unsetTableTags(current, tags), { ...current, tags: kept });
}

function hasTag(tags: readonly TagAssignment[], wanted: TagAssignment): boolean {
  return tags.some((each) => isEqual(each, wanted));
}

function mergeTags(
  tags: readonly TagAssignment[],
  more: readonly TagAssignment[],
): readonly TagAssignment[] {
  return [...tags.filter(({ tag }) => !more.some((each) => isEqual(each.tag, tag))), ...more];
}
