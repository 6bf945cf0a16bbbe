import type { Catalogue, CatalogueDraft } from '../catalogue/catalogue.js';
import { isRelation, type Lineage, type RelationObject } from '../catalogue/catalogue-object.js';
import { isDependent } from './dependent.js';

/**
 * A view or dynamic table reads what has the name that its query says: what it is made of follows where that
 * name has passed to another relation, by OR REPLACE, RENAME or SWAP. Of what is gone a trace stays, by which
 * a dynamic table keeps the tags of the rows that it has.
 *
 * @returns each relation whose name has passed to another one, with that one
 */
export function followNames(
  before: Catalogue,
  draft: CatalogueDraft,
): readonly (readonly [former: RelationObject, now: RelationObject])[] {
  const passed = new Map<number, readonly [RelationObject, RelationObject]>();
  const { put, removed } = draft.change();
  for (const id of [...removed, ...put.map((object) => object.id)]) {
    const former = before.get(id);
    if (former === undefined || !isRelation(former)) continue;
    const now = draft.findRelation(former.parent, former.name);
    if (now !== undefined && now.id !== id) passed.set(id, [former, now]);
  }
  if (passed.size === 0) return [];
  for (const object of [...draft.all()]) {
    if (!isDependent(object) || !object.lineage.relations.some((id) => passed.has(id))) continue;
    draft.put({ ...object, lineage: followed(object.lineage, passed, draft) });
  }
  return [...passed.values()];
}

function followed(
  lineage: Lineage,
  passed: ReadonlyMap<number, readonly [RelationObject, RelationObject]>,
  draft: CatalogueDraft,
): Lineage {
  const isGone = (id: number) => draft.get(id) === undefined;
  return {
    ...lineage,
    relations: lineage.relations.flatMap((id) => {
      const [, now] = passed.get(id) ?? [];
      if (now === undefined) return [id];
      return isGone(id) ? [id, now.id] : [now.id];
    }),
    columns: lineage.columns.map((sources) =>
      sources.flatMap(([id, column]): typeof sources => {
        const [former, now] = passed.get(id) ?? [];
        if (former === undefined || now === undefined) return [[id, column]];
        const name = former.columns.find((each) => each.id === column)?.name;
        const next = now.columns.find((each) => each.name === name);
        const kept: typeof sources = isGone(id) ? [[id, column]] : [];
        return next === undefined ? kept : [...kept, [now.id, next.id]];
      }),
    ),
  };
}
