import { type Classification, classifications, isMoreSensitive } from '@das/contracts';
import { signatureType } from '../access/mask-expression.js';
import type { TableName } from '../domain/domain-names.js';
import { CoreError } from '../errors/core-error.js';
import {
  addressOf,
  type ColumnResource,
  type DynamicTableResource,
  type Resource,
  type TableResource,
  type TagAssignment,
} from '../resources/resource.js';
import { unversioned } from './policy-versions.js';

/**
 * Refuses a plan after which something is protected less than before.
 *
 * @throws {@link CoreError} `DAS_PLAN_LOWERS_PROTECTION`
 */
export function refuseLowering(
  planned: readonly Resource[],
  current: ReadonlyMap<string, Resource>,
  desired: ReadonlyMap<string, Resource>,
): void {
  const lowered = planned.flatMap((after) => {
    const renamedFrom = after.kind === 'table' ? after.renamedFrom : undefined;
    const before =
      current.get(addressOf(after)) ??
      (renamedFrom === undefined ? undefined : current.get(`table ${renamedFrom.join('.')}`));
    return before === undefined ? [] : loweredProtection(before, after, desired);
  });
  const [first] = lowered;
  if (first === undefined) return;
  const more = lowered.length === 1 ? '' : `, and ${lowered.length - 1} more like it`;
  throw new CoreError('DAS_PLAN_LOWERS_PROTECTION', `${first}${more}`, {
    place: first.split(' ').slice(0, 2).join(' '),
    next: 'have it approved and plan with --allow-lowering, or keep the protection',
  });
}

/**
 * What protects less after a change than before: each as a sentence. Which rows and values a policy
 * shows is not judged by its body.
 */
function loweredProtection(
  before: Resource,
  after: Resource,
  desired: ReadonlyMap<string, Resource>,
): readonly string[] {
  if (isRelation(before) && isRelation(after)) return loweredRelation(before, after, desired);
  if (before.kind === 'tag' && after.kind === 'tag') {
    const kept = new Set((after.maskingPolicies ?? []).map(unversioned));
    return (before.maskingPolicies ?? [])
      .filter((policy) => !kept.has(unversioned(policy)))
      .map((policy) => `${addressOf(before)} loses masking policy ${policy.join('.')}`);
  }
  if (before.kind === 'networkPolicy' && after.kind === 'networkPolicy') {
    const inForce = new Set(after.activeOn.map((place) => JSON.stringify(place)));
    const blocked = new Set(after.blocked.map((rule) => rule.join('.')));
    return [
      ...before.activeOn
        .filter((place) => !inForce.has(JSON.stringify(place)))
        .map(({ type }) => `${addressOf(before)} ceases to be in force on ${type.toLowerCase()}`),
      ...before.blocked
        .filter((rule) => !blocked.has(rule.join('.')))
        .map((rule) => `${addressOf(before)} does not block ${rule.join('.')} any more`),
    ];
  }
  return [];
}

type Relation = TableResource | DynamicTableResource;

function isRelation(resource: Resource): resource is Relation {
  return resource.kind === 'table' || resource.kind === 'dynamicTable';
}

function loweredRelation(
  before: Relation,
  after: Relation,
  desired: ReadonlyMap<string, Resource>,
): readonly string[] {
  const address = addressOf(before);
  const lost: string[] = [];
  if (before.rowAccess !== undefined && after.rowAccess === undefined) {
    lost.push(`${address} loses row access policy ${before.rowAccess.policy.join('.')}`);
  }
  if (before.aggregationPolicy !== undefined && after.aggregationPolicy === undefined) {
    lost.push(`${address} loses aggregation policy ${before.aggregationPolicy.join('.')}`);
  }
  for (const to of after.columns) {
    const now = before.columns.find(
      ({ name }) => name === to.name || (to.renamedFrom !== undefined && name === to.renamedFrom),
    );
    if (now === undefined) continue;
    lost.push(
      ...loweredColumn(now, to, after, desired).map((text) => `${address}.${to.name} ${text}`),
    );
  }
  return lost;
}

function loweredColumn(
  before: ColumnResource,
  after: ColumnResource,
  table: Relation,
  desired: ReadonlyMap<string, Resource>,
): readonly string[] {
  const lost: string[] = [];
  const isMasked = after.maskingPolicy !== undefined || isMaskedByTag(after, table, desired);
  if (before.maskingPolicy !== undefined && !isMasked) {
    lost.push(`loses masking policy ${before.maskingPolicy.join('.')}`);
  }
  if (before.projectionPolicy !== undefined && after.projectionPolicy === undefined) {
    lost.push(`loses projection policy ${before.projectionPolicy.join('.')}`);
  }
  const [was, is] = [classificationIn(before.tags), classificationIn(after.tags)];
  if (was !== undefined && (is === undefined || isMoreSensitive(was, is))) {
    lost.push(`is classified ${is ?? 'not at all'} and was ${was}`);
  }
  return lost;
}

function classificationIn(tags: readonly TagAssignment[]): Classification | undefined {
  const value = tags.find(({ tag }) => tag[2] === 'CLASSIFICATION')?.value;
  return classifications.find((each) => each === value);
}

function isMaskedByTag(
  column: ColumnResource,
  table: Relation,
  desired: ReadonlyMap<string, Resource>,
): boolean {
  const ofTable = table.kind === 'table' ? (table.tags ?? []) : [];
  return [...column.tags, ...ofTable].some(({ tag }) => {
    const resource = desired.get(`tag ${tag.join('.')}`);
    if (resource?.kind !== 'tag') return false;
    return (resource.maskingPolicies ?? []).some((name) => masks(name, column, desired));
  });
}

function masks(
  name: TableName,
  { type }: ColumnResource,
  desired: ReadonlyMap<string, Resource>,
): boolean {
  const policy = desired.get(`maskingPolicy ${name.join('.')}`);
  return policy?.kind === 'maskingPolicy' && policy.type === signatureType(type);
}
