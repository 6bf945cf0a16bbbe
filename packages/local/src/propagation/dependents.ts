import type { Catalogue, CatalogueDraft } from '../catalogue/catalogue.js';
import {
  type CatalogueObject,
  isRelation,
  type RelationObject,
} from '../catalogue/catalogue-object.js';
import { unsupported } from '../warehouse/errors.js';
import { type Dependent, isDependent } from './dependent.js';
import { followNames } from './follow-names.js';
import {
  ownTags,
  propagating,
  propagatingTag,
  type TagCarrier,
  type TagValues,
  withPropagated,
} from './propagating.js';
import { settleValue } from './settle-value.js';

/** As many objects as tags are carried to by one transaction. */
const mostTargets = 10_000;

/**
 * Carries tags on from what a statement changed to the views and dynamic tables that read it, and from
 * their sources to those that are new.
 *
 * @see https://docs.snowflake.com/en/user-guide/object-tagging/propagation
 */
export function propagateToDependents(before: Catalogue, draft: CatalogueDraft): void {
  const { put, removed } = draft.change();
  const touched: [id: number, tags: ReadonlySet<string>][] = [];
  for (const object of put.filter(isRelation)) {
    const settled = settledTags(draft, withoutHidden(object), before.get(object.id));
    if (settled !== object) draft.put(settled);
    touched.push([object.id, changedTags(before.get(object.id), settled)]);
  }
  for (const id of removed) touched.push([id, changedTags(before.get(id), undefined)]);
  for (const [former, now] of followNames(before, draft)) {
    touched.push([now.id, changedTags(former, undefined)], [now.id, changedTags(undefined, now)]);
  }
  let targets = 0;
  for (const [id, tags] of touched) {
    const carried = carriedTags(draft, tags);
    if (carried.size === 0) continue;
    for (const dependent of dependentsOf(draft, id)) {
      const next = withTags(draft, dependent, carried);
      if (next === dependent) continue;
      targets += 1;
      if (targets > mostTargets) {
        throw unsupported(`propagation of a tag to more than ${mostTargets} objects`);
      }
      draft.put(next);
      touched.push([next.id, changedTags(dependent, next)]);
    }
  }
}

/** A view or dynamic table has again what its sources carry to it where a tag that was set by hand comes off. */
function settledTags(
  draft: CatalogueDraft,
  relation: RelationObject,
  before: CatalogueObject | undefined,
): RelationObject {
  if (!isDependent(relation)) return relation;
  if (before === undefined) return withTagsOfSources(draft, relation);
  return withTags(draft, relation, carriedTags(draft, changedTags(before, relation)));
}

function carriedTags(draft: CatalogueDraft, tags: ReadonlySet<string>): ReadonlySet<string> {
  return new Set([...tags].filter((tag) => propagatingTag(draft, tag, 'DEPENDENCY') !== undefined));
}

/** What was set by hand takes the place of what was carried there. */
function withoutHidden(relation: RelationObject): RelationObject {
  const table = withPropagated(relation, relation.propagated ?? {});
  const columns = relation.columns.map((each) => withPropagated(each, each.propagated ?? {}));
  const isSame = columns.every((each, at) => each === relation.columns[at]);
  return isSame ? table : ({ ...table, columns } as RelationObject);
}

function dependentsOf(catalogue: Catalogue, id: number): readonly Dependent[] {
  return [...catalogue.all()].filter(
    (object): object is Dependent =>
      isDependent(object) && object.lineage.relations.includes(id) && object.id !== id,
  );
}

/** The tags that a relation or one of its columns has now and had not, or with another value. */
function changedTags(
  before: CatalogueObject | undefined,
  after: CatalogueObject | undefined,
): ReadonlySet<string> {
  const [former, next] = [carriersOf(before), carriersOf(after)];
  const changed = new Set<string>();
  for (const key of new Set([...former.keys(), ...next.keys()])) {
    const [one, other] = [former.get(key) ?? {}, next.get(key) ?? {}];
    for (const id of [...Object.keys(one), ...Object.keys(other)]) {
      if (one[id] !== other[id]) changed.add(id);
    }
  }
  return changed;
}

/** The tags of a relation, by 0, and of its columns, by their ids. */
function carriersOf(object: CatalogueObject | undefined): ReadonlyMap<number, TagValues> {
  if (object === undefined || !isRelation(object)) return new Map();
  return new Map([
    [0, ownTags(object)],
    ...object.columns.map((column): [number, TagValues] => [column.id, ownTags(column)]),
  ]);
}

/** A new view or dynamic table; a dynamic table moves data as well. */
function withTagsOfSources(catalogue: Catalogue, made: Dependent): RelationObject {
  const ids = new Set<string>();
  for (const source of sourcesOf(catalogue, made)) {
    for (const carrier of [source, ...source.columns]) {
      for (const by of ['DEPENDENCY', 'DATA_MOVEMENT'] as const) {
        if (by === 'DATA_MOVEMENT' && made.kind === 'VIEW') continue;
        for (const id of Object.keys(propagating(catalogue, carrier, by))) ids.add(id);
      }
    }
  }
  return withTags(catalogue, made, ids);
}

function sourcesOf(catalogue: Catalogue, { lineage }: Dependent): readonly RelationObject[] {
  return lineage.relations.flatMap((id) => {
    const source = catalogue.get(id);
    // Nothing is carried from a share to local objects.
    const isOwn = source !== undefined && isRelation(source) && source.shared === undefined;
    return isOwn ? [source] : [];
  });
}

/** A view or dynamic table with these tags as its sources have them now. */
function withTags(
  catalogue: Catalogue,
  target: Dependent,
  ids: ReadonlySet<string>,
): RelationObject {
  if (ids.size === 0) return target;
  const { lineage } = target;
  if (lineage.isPartial === true) {
    throw unsupported(
      'propagation of a tag through a stream, a clone or a query that reads itself',
      catalogue.fullName(target),
    );
  }
  const sources = new Map(sourcesOf(catalogue, target).map((source) => [source.id, source]));
  // Rows outlive what they came from: a dynamic table keeps the tags of a source that is gone.
  const outlives = target.kind === 'DYNAMIC TABLE';
  const settled = <T extends TagCarrier>(
    carrier: T,
    from: readonly TagCarrier[],
    isGone: boolean,
  ): T => {
    const propagated: Record<string, string> = { ...carrier.propagated };
    for (const id of ids) {
      const tag = catalogue.get(Number(id));
      if (tag?.kind !== 'TAG') continue;
      const kept = outlives && isGone ? carrier.propagated?.[id] : undefined;
      const values = new Set(from.flatMap((each) => ownTags(each)[id] ?? []));
      if (kept !== undefined) values.add(kept);
      const value = settleValue(tag, values);
      if (value === undefined) delete propagated[id];
      else propagated[id] = value;
    }
    return withPropagated(carrier, propagated);
  };
  const columns = target.columns.map((column, at) => {
    const made = lineage.columns[at] ?? [];
    const from = made.flatMap(
      ([relation, id]) => sources.get(relation)?.columns.find((each) => each.id === id) ?? [],
    );
    return settled(column, from, from.length < made.length);
  });
  const table = settled(target, [...sources.values()], sources.size < lineage.relations.length);
  const isSame = table === target && columns.every((each, at) => each === target.columns[at]);
  return isSame ? target : { ...table, columns };
}
