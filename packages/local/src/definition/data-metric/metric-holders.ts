import type { Catalogue } from '../../catalogue/catalogue.js';
import { isRelation, type RelationObject } from '../../catalogue/catalogue-object.js';

/** The tables and views that a data metric function is set on. */
export function metricHolders(catalogue: Catalogue, metric: number): readonly RelationObject[] {
  return [...catalogue.all()]
    .filter(isRelation)
    .filter(({ metrics = [] }) => metrics.some((each) => each.metric === metric));
}
