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
}

type TagValues = Readonly<Record<string, string>> | undefined;

/**
 * The tags of an object, by the id of the tag: its own, and those that it inherits from its schema
 * and database. The nearest value wins. A tag that was dropped counts for nothing.
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
  add(catalogue, column.tags, relation, true, found);
  gather(catalogue, relation, found);
  return found;
}

function gather(
  catalogue: Catalogue,
  object: CatalogueObject,
  found: Map<number, EffectiveTag>,
): void {
  for (let next: CatalogueObject | undefined = object; next !== undefined; ) {
    add(catalogue, next.tags, next, false, found);
    next = 'parent' in next ? catalogue.get(next.parent) : undefined;
  }
}

function add(
  catalogue: Catalogue,
  values: TagValues,
  holder: CatalogueObject,
  isOnColumn: boolean,
  found: Map<number, EffectiveTag>,
): void {
  for (const [id, value] of Object.entries(values ?? {})) {
    const tag = catalogue.get(Number(id));
    if (tag?.kind !== 'TAG' || found.has(tag.id)) continue;
    found.set(tag.id, { tag, value, holder, isOnColumn });
  }
}
