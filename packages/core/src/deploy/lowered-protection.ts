import { type Classification, classifications, isMoreSensitive } from '@das/contracts';
import { signatureType } from '../access/mask-expression.js';
import type { TableName } from '../domain/domain-names.js';
import { CoreError } from '../errors/core-error.js';
import { openedTo } from '../resources/opened-share.js';
import {
  addressOf,
  type ColumnResource,
  type DynamicTableResource,
  type Resource,
  type TableResource,
  type TagAssignment,
  type TagResource,
} from '../resources/resource.js';
import type { ActualState } from './actual-state.js';
import { loweredNetwork, takenFromOthers } from './lowered-network.js';
import { unversioned } from './policy-versions.js';

/**
 * Refuses a plan after which something is protected less than before.
 *
 * @throws {@link CoreError} `DAS_PLAN_LOWERS_PROTECTION`
 */
export function refuseLowering(
  planned: readonly Resource[],
  current: ReadonlyMap<string, Resource>,
  dropped: readonly string[],
  network: ActualState['network'],
): void {
  const after = new Map(current);
  for (const address of dropped) after.delete(address);
  for (const each of planned) after.set(addressOf(each), each);
  const lowered = [
    ...[...after.values()].flatMap((each) => {
      const before = formerOf(each, current);
      return before === undefined ? [] : loweredProtection(before, each, current, after);
    }),
    ...[...after.values()].flatMap((each) => {
      const to = openedTo(each, current);
      return to === undefined ? [] : [`${addressOf(each)} is opened to ${to}`];
    }),
    ...loweredNetwork(current, after),
    ...takenFromOthers(planned, current, network),
  ];
  const [first] = lowered;
  if (first === undefined) return;
  const more = lowered.length === 1 ? '' : `, and ${lowered.length - 1} more like it`;
  throw new CoreError('DAS_PLAN_LOWERS_PROTECTION', `${first}${more}`, {
    place: first.split(' ').slice(0, 2).join(' '),
    next: 'have it approved and plan with --allow-lowering, or keep the protection',
  });
}

/** What something was: a table of the other kind and of its name, or of its earlier name, also. */
function formerOf(after: Resource, current: ReadonlyMap<string, Resource>): Resource | undefined {
  const same = current.get(addressOf(after));
  if (same !== undefined || !isRelation(after)) return same;
  const names = [after.name, ...(after.kind === 'table' ? [after.renamedFrom] : [])];
  const addresses = names.flatMap((name) =>
    name === undefined ? [] : [`table ${name.join('.')}`, `dynamicTable ${name.join('.')}`],
  );
  return addresses.flatMap((address) => current.get(address) ?? [])[0];
}

/**
 * What protects less after a change than before: each as a sentence. Which rows and values a policy
 * shows is not judged by its body.
 */
function loweredProtection(
  before: Resource,
  after: Resource,
  current: ReadonlyMap<string, Resource>,
  final: ReadonlyMap<string, Resource>,
): readonly string[] {
  if (isRelation(before) && isRelation(after)) {
    return loweredRelation({ table: before, all: current }, { table: after, all: final });
  }
  if (before.kind === 'tag' && after.kind === 'tag') {
    const kept = new Set((after.maskingPolicies ?? []).map(unversioned));
    return [
      ...(before.maskingPolicies ?? [])
        .filter((policy) => !kept.has(unversioned(policy)))
        .map((policy) => `${addressOf(before)} loses masking policy ${policy.join('.')}`),
      ...(isCarriedLess(before, after) ? [`${addressOf(before)} is carried on to less`] : []),
    ];
  }
  return [];
}

/** Where a tag is carried on to, what is made from the data is protected by it too. */
function isCarriedLess(before: TagResource, after: TagResource): boolean {
  if (before.propagate === undefined || before.propagate === after.propagate) return false;
  return after.propagate !== 'dependencyAndDataMovement';
}

/** A table among all that there is with it. */
interface InState {
  readonly table: Relation;
  readonly all: ReadonlyMap<string, Resource>;
}

type Relation = TableResource | DynamicTableResource;

function isRelation(resource: Resource): resource is Relation {
  return resource.kind === 'table' || resource.kind === 'dynamicTable';
}

function loweredRelation(was: InState, is: InState): readonly string[] {
  const [before, after] = [was.table, is.table];
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
    lost.push(...loweredColumn(now, to, was, is).map((text) => `${address}.${to.name} ${text}`));
  }
  return lost;
}

function loweredColumn(
  before: ColumnResource,
  after: ColumnResource,
  was: InState,
  is: InState,
): readonly string[] {
  const lost: string[] = [];
  const mask = before.maskingPolicy ?? maskByTag(before, was);
  const isMasked = after.maskingPolicy !== undefined || maskByTag(after, is) !== undefined;
  if (mask !== undefined && !isMasked) {
    lost.push(`loses masking policy ${mask.join('.')}`);
  }
  if (before.projectionPolicy !== undefined && after.projectionPolicy === undefined) {
    lost.push(`loses projection policy ${before.projectionPolicy.join('.')}`);
  }
  const [level, next] = [classificationIn(before.tags), classificationIn(after.tags)];
  if (level !== undefined && (next === undefined || isMoreSensitive(level, next))) {
    lost.push(`is classified ${next ?? 'not at all'} and was ${level}`);
  }
  return lost;
}

function classificationIn(tags: readonly TagAssignment[]): Classification | undefined {
  const value = tags.find(({ tag }) => tag[2] === 'CLASSIFICATION')?.value;
  return classifications.find((each) => each === value);
}

/** The policy by which a tag of a column, or of its table, masks it. */
function maskByTag(column: ColumnResource, { table, all }: InState): TableName | undefined {
  for (const { tag } of [...column.tags, ...(table.tags ?? [])]) {
    const resource = all.get(`tag ${tag.join('.')}`);
    if (resource?.kind !== 'tag') continue;
    const mask = (resource.maskingPolicies ?? []).find((name) => masks(name, column, all));
    if (mask !== undefined) return mask;
  }
  return undefined;
}

function masks(
  name: TableName,
  { type }: ColumnResource,
  all: ReadonlyMap<string, Resource>,
): boolean {
  const policy = all.get(`maskingPolicy ${name.join('.')}`);
  return policy?.kind === 'maskingPolicy' && policy.type === signatureType(type);
}
