import type { Catalogue } from '../../catalogue/catalogue.js';
import {
  type CatalogueObject,
  isRelation,
  type RelationObject,
  type TagObject,
} from '../../catalogue/catalogue-object.js';
import { ownTags } from '../../propagation/propagating.js';

/** One place where a policy protects something. */
export interface PolicyUse {
  readonly relation: RelationObject;
  /** The masked column; absent for row access. */
  readonly column: string | undefined;
  readonly arguments: readonly string[];
}

/** Where a policy is attached. */
export function policyUses(catalogue: Catalogue, policy: number): readonly PolicyUse[] {
  const uses: PolicyUse[] = [];
  for (const relation of catalogue.all()) {
    if (!isRelation(relation)) continue;
    if (relation.rowAccess?.policy === policy) {
      uses.push({ relation, column: undefined, arguments: relation.rowAccess.columns });
    }
    if (relation.aggregation?.policy === policy) {
      const keys = relation.aggregation.entityKeys.flat();
      uses.push({ relation, column: undefined, arguments: keys });
    }
    for (const column of relation.columns) {
      if (column.projection === policy) {
        uses.push({ relation, column: column.name, arguments: [] });
      }
      if (column.mask?.policy !== policy) continue;
      uses.push({ relation, column: column.name, arguments: column.mask.columns });
    }
  }
  return uses;
}

/** The tags that carry a masking policy. */
export function tagsWithPolicy(catalogue: Catalogue, policy: number): readonly TagObject[] {
  return [...catalogue.ofKind('TAG')].filter((tag) => tag.maskingPolicies?.includes(policy));
}

/** The objects that a tag is set on; a column counts as its table. */
export function holdersOfTag(catalogue: Catalogue, tag: number): readonly CatalogueObject[] {
  const id = String(tag);
  return [...catalogue.all()].filter(
    (object) =>
      id in (isRelation(object) ? ownTags(object) : (object.tags ?? {})) ||
      (isRelation(object) && object.columns.some((column) => id in ownTags(column))),
  );
}
