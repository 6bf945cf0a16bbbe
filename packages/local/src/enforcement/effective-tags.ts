import type { Catalogue } from '../catalogue/catalogue.js';
import type {
  CatalogueObject,
  ColumnObject,
  RelationObject,
  TagObject,
} from '../catalogue/catalogue-object.js';

/** A tag as an object has it: set on the object itself, or on what holds it. */
export interface EffectiveTag {
  readonly tag: TagObject;
  readonly value: string;
  /** The object that the tag was set on; for a column of a table, that table. */
  readonly holder: CatalogueObject;
  /** Whether it was set on the column itself. */
  readonly isOnColumn: boolean;
  /** Whether it came with the data, and nobody set it. */
  readonly isPropagated: boolean;
}

type Carrier = CatalogueObject | ColumnObject;

/**
 * The tags of an object, by the id of the tag: its own, those that came with the data, and those that it
 * inherits from its schema and database. The nearest value wins. A tag that was dropped counts for nothing.
 *
 * @see https://docs.snowflake.com/en/user-guide/object-tagging/inheritance
 */
export function effectiveTags(
  catalogue: Catalogue,
  object: CatalogueObject,
): ReadonlyMap<number, EffectiveTag> {
  const found = new Map<number, EffectiveTag>();
  gather(catalogue, object, found);
  return found;
}

/** The tags of a column: its own, and those of its table and of what holds that. */
export function effectiveColumnTags(
  catalogue: Catalogue,
  relation: RelationObject,
  column: ColumnObject,
): ReadonlyMap<number, EffectiveTag> {
  const found = new Map<number, EffectiveTag>();
  add(catalogue, column, relation, true, found);
  gather(catalogue, relation, found);
  return found;
}

function gather(
  catalogue: Catalogue,
  object: CatalogueObject,
  found: Map<number, EffectiveTag>,
): void {
  for (let next: CatalogueObject | undefined = object; next !== undefined; ) {
    add(catalogue, next, next, false, found);
    next = 'parent' in next ? catalogue.get(next.parent) : undefined;
  }
}

function add(
  catalogue: Catalogue,
  carrier: Carrier,
  holder: CatalogueObject,
  isOnColumn: boolean,
  found: Map<number, EffectiveTag>,
): void {
  const sets = [carrier.tags, 'propagated' in carrier ? carrier.propagated : undefined];
  for (const [at, values] of sets.entries()) {
    for (const [id, value] of Object.entries(values ?? {})) {
      const tag = catalogue.get(Number(id));
      if (tag?.kind !== 'TAG' || found.has(tag.id)) continue;
      found.set(tag.id, { tag, value, holder, isOnColumn, isPropagated: at === 1 });
    }
  }
}
