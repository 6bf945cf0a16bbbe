import { journalOf } from '../time-travel/row-versions.js';
import type { Catalogue, CatalogueChange } from './catalogue.js';
import { type CatalogueObject, physicalTable } from './catalogue-object.js';

/** The objects that a change takes away for good: neither live nor kept to be restored. */
export function lostObjects(
  before: Catalogue,
  change: CatalogueChange,
): readonly CatalogueObject[] {
  const kept = new Set(change.put.flatMap((object) => withInside(object)).map(({ id }) => id));
  return change.removed
    .flatMap((id) => {
      const object = before.get(id);
      return object === undefined ? [] : withInside(object);
    })
    .filter(({ id }) => !kept.has(id));
}

/** An object, and those that a dropped one keeps. */
function withInside(object: CatalogueObject): readonly CatalogueObject[] {
  return object.kind === 'DROPPED' ? [object, ...object.objects.flatMap(withInside)] : [object];
}

/** The physical tables that belong to objects. */
export function physicalTables(objects: readonly CatalogueObject[]): readonly string[] {
  return objects.flatMap((object) => {
    if (object.kind === 'DYNAMIC TABLE') return [physicalTable(object)];
    return object.kind === 'TABLE' ? [physicalTable(object), journalOf(object)] : [];
  });
}
