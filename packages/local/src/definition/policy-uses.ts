import type { Catalogue } from '../catalogue/catalogue.js';
import { isRelation, type RelationObject } from '../catalogue/catalogue-object.js';

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
    for (const column of relation.columns) {
      if (column.mask?.policy !== policy) continue;
      uses.push({ relation, column: column.name, arguments: column.mask.columns });
    }
  }
  return uses;
}

/** Whether a tag is set on anything. */
export function isTagUsed(catalogue: Catalogue, tag: number): boolean {
  for (const object of catalogue.all()) {
    if (!isRelation(object)) continue;
    if (String(tag) in object.tags) return true;
    if (object.columns.some((column) => String(tag) in column.tags)) return true;
  }
  return false;
}
