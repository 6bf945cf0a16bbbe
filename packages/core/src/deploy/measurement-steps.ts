import { createStatements } from '../resources/create-statement.js';
import { dropDataMetric } from '../resources/data-metric.js';
import { addressOf, type DataMetricResource, type Resource } from '../resources/resource.js';
import { leaving, removing, stepOf } from './change.js';
import type { PlanContext } from './plan-resources.js';
import type { PlanStep } from './plan-step.js';
import { metricKey } from './read-protections.js';

/** The step after which a column is measured as it is declared. */
export function measurementSteps(
  after: DataMetricResource,
  { current, actual }: PlanContext,
): readonly PlanStep[] {
  const address = addressOf(after);
  const before = current.get(address);
  const isThere =
    actual.metrics.get(measuredTable(after))?.has(keyOf(after)) ??
    (before?.kind === 'dataMetric' && keyOf(before) === keyOf(after));
  const changes = createStatements(after)
    .filter((statement) => !isThere || !statement.text.includes(' ADD DATA METRIC FUNCTION '))
    .map((statement) => leaving(after, statement));
  return [stepOf(before === undefined ? 'create' : 'alter', address, changes)];
}

/**
 * The steps that take off what is measured otherwise from now on, as long as the table and its columns have
 * the names under which it is measured.
 */
export function detachSteps(
  planned: readonly Resource[],
  { current, actual }: PlanContext,
): readonly PlanStep[] {
  const measured = new Map(planned.map((each) => [addressOf(each), each]));
  const renamed = new Set(
    planned.flatMap((each) =>
      each.kind === 'table' && each.renamedFrom !== undefined && !current.has(addressOf(each))
        ? [`table ${each.renamedFrom.join('.')}`]
        : [],
    ),
  );
  return [...current.values()].flatMap((before) => {
    if (before.kind !== 'dataMetric') return [];
    const address = addressOf(before);
    const after = measured.get(address);
    const isOther = after?.kind === 'dataMetric' && keyOf(after) !== keyOf(before);
    if (!isOther && !renamed.has(measuredTable(before))) return [];
    const isThere = actual.metrics.get(measuredTable(before))?.has(keyOf(before)) ?? true;
    if (!isThere) return [];
    return [
      stepOf(isOther ? 'alter' : 'drop', address, [removing(address, dropDataMetric(before))]),
    ];
  });
}

function measuredTable({ name }: DataMetricResource): string {
  return `table ${name.slice(0, 3).join('.')}`;
}

function keyOf(metric: DataMetricResource): string {
  return metricKey(metric.function, metric.columns);
}
