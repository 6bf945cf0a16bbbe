import type { Catalogue } from '../catalogue/catalogue.js';
import type { CatalogueObject, RelationObject } from '../catalogue/catalogue-object.js';
import { resolveMask } from './effective-mask.js';

/** The policies of every kind that protect a table or view, or a column of it, also by a tag. */
export function policiesOfRelation(
  catalogue: Catalogue,
  relation: RelationObject,
): readonly CatalogueObject[] {
  const constraints = [
    relation.rowAccess?.policy,
    relation.aggregation?.policy,
    ...relation.columns.map(({ projection }) => projection),
  ].flatMap((id) => (id === undefined ? [] : (catalogue.get(id) ?? [])));
  const masks = relation.columns.flatMap((column) =>
    resolveMask(catalogue, relation, column).masks.map(({ policy }) => policy),
  );
  return [...new Set([...constraints, ...masks])];
}
