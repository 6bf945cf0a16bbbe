import {
  setAggregationPolicy,
  setProjectionPolicy,
  unsetAggregationPolicy,
  unsetProjectionPolicy,
} from '../../../resources/alter-table.js';
import type { TableResource } from '../../../resources/resource.js';
import { isEqual } from '../../same-value.js';
import type { Alteration } from './alteration.js';

/** Sets the aggregation policy and the projection policies, each in place of the one that there is. */
export function restrict(alteration: Alteration, after: TableResource): void {
  for (const [now, { projectionPolicy }] of alteration.kept(after)) {
    if (projectionPolicy === undefined || isEqual(now.projectionPolicy, projectionPolicy)) continue;
    const column = { ...now, projectionPolicy };
    alteration.alterColumn(setProjectionPolicy(alteration.current, [column]), column);
  }
  const { aggregationPolicy } = after;
  const { current } = alteration;
  if (aggregationPolicy !== undefined && !isEqual(current.aggregationPolicy, aggregationPolicy)) {
    alteration.alter(setAggregationPolicy(current, aggregationPolicy), {
      ...current,
      aggregationPolicy,
    });
  }
}

/** Takes restrictions off. Whether that is wanted has been asked before. */
export function unrestrict(alteration: Alteration, after: TableResource): void {
  for (const [now, to] of alteration.kept(after)) {
    if (to.projectionPolicy !== undefined || now.projectionPolicy === undefined) continue;
    const { projectionPolicy: _, ...rest } = now;
    alteration.alterColumn(unsetProjectionPolicy(alteration.current, now.name), rest);
  }
  if (after.aggregationPolicy !== undefined) return;
  const { aggregationPolicy, ...rest } = alteration.current;
  if (aggregationPolicy !== undefined) alteration.alter(unsetAggregationPolicy(rest), rest);
}
