import type { TableName } from '../domain/domain-names.js';
import { driftPrefix } from '../domain/drift-protection.js';
import type {
  BudgetedObject,
  ColumnResource,
  NetworkPolicyResource,
  Resource,
  TableResource,
  TagAssignment,
  TagResource,
} from '../resources/resource.js';
import type { ActualState, ColumnShape, Protections } from './actual-state.js';
import { isCommentOf } from './fingerprint-comment.js';
import { isSamePlace } from './network-places.js';
import { isSameType } from './read-shapes.js';
import { has, isEqual } from './same-value.js';

/** What is known of the account and wanted of it. */
export interface Sources {
  readonly actual: ActualState;
  readonly wanted: ReadonlyMap<string, Resource>;
  /** The database of the domain. */
  readonly database: string;
}

/** A budget that may be otherwise than its comment says, with what it watches by the account. */
export function budgetOnItsWay(
  known: Resource | undefined,
  watches: readonly BudgetedObject[],
): Resource | undefined {
  return known?.kind === 'budget' ? { ...known, watches } : undefined;
}

/** A tag whose making was interrupted may not have its policies yet. */
export function withBoundPolicies(
  resource: Resource,
  address: string,
  { attempts, protections }: ActualState,
): Resource {
  const bound = protections.get(address)?.ofTag;
  if (resource.kind !== 'tag' || bound === undefined || !attempts.has(address)) return resource;
  const wanted = resource.maskingPolicies ?? [];
  const isBound = wanted.length === bound.length && wanted.every((each) => has(bound, each));
  return isBound ? resource : { ...resource, maskingPolicies: bound };
}

/**
 * A network policy where it is in force by the account, of all places where a plan may have put it. What somebody
 * else has put in force there is not this one.
 */
export function withPlaces(
  policy: NetworkPolicyResource,
  known: readonly Resource[],
  { network }: ActualState,
): NetworkPolicyResource {
  if (network === undefined) return policy;
  const [name] = policy.name;
  const users = network.users.get(name);
  const places = known.flatMap((each) => (each.kind === 'networkPolicy' ? each.activeOn : []));
  const activeOn = [...policy.activeOn, ...places].filter((place, index, all) => {
    if (all.findIndex((each) => isSamePlace(each, place)) !== index) return false;
    if (place.type === 'ACCOUNT') return network.account === name;
    return users?.has(place.user) ?? policy.activeOn.some((each) => isSamePlace(each, place));
  });
  return { ...policy, activeOn };
}

/**
 * A tag whose alteration was interrupted: with its policies as they are, and the rest as it may be. What is
 * sure is what all that is known of it has; anything else is said again.
 */
export function tagOnItsWay(
  known: readonly Resource[],
  target: Resource | undefined,
  bound: readonly TableName[],
): TagResource | undefined {
  const tags = known.flatMap((each) => (each.kind === 'tag' ? [each] : []));
  const to = target?.kind === 'tag' ? target : tags.at(-1);
  const [first] = tags;
  if (first === undefined || to === undefined) return undefined;
  const { propagate: _, ...rest } = first;
  const other = <V>(partOf: (tag: TagResource) => V): V =>
    partOf(tags.find((each) => !isEqual(partOf(each), partOf(to))) ?? to);
  const propagate = other((tag) => tag.propagate);
  return {
    ...rest,
    allowedValues: other((tag) => tag.allowedValues),
    maskingPolicies: bound,
    ...(propagate !== undefined && { propagate }),
  };
}

/** A table whose alteration was interrupted: its columns and policies as they are in the account now. */
export function tableOnItsWay(
  address: string,
  before: TableResource,
  target: TableResource,
  { actual, wanted }: Pick<Sources, 'actual' | 'wanted'>,
): TableResource | undefined {
  const protections = actual.protections.get(address);
  const shapes = actual.shapes.get(address);
  const names = actual.columns.get(address);
  if (protections === undefined || names === undefined || shapes === undefined) return undefined;
  const declared = wanted.get(address);
  const former = formerTable(declared, actual) ?? before;
  const renames = new Map(
    (declared?.kind === 'table' ? declared.columns : []).flatMap(({ name, renamedFrom }) =>
      renamedFrom === undefined ? [] : [[name, renamedFrom] as const],
    ),
  );
  const attempts = (actual.attempts.get(address) ?? []).flatMap((each) =>
    each.kind === 'table' ? [each] : [],
  );
  const known = [former, ...attempts];
  const { rowAccess, aggregation } = protections;
  const { aggregationPolicy: _, tags: __, ...rest } = former;
  const tags = maybeSet(
    known.map((each) => each.tags ?? []),
    target.tags ?? [],
  );
  const kept = names.filter((name) => !name.startsWith(driftPrefix));
  if (kept.some((name) => !shapes.has(name))) return undefined;
  return {
    ...rest,
    name: target.name,
    ...(tags.length > 0 && { tags }),
    rowAccess,
    ...(aggregation !== undefined && { aggregationPolicy: aggregation }),
    columns: kept.flatMap((name): readonly ColumnResource[] => {
      const shape = shapes.get(name);
      if (shape === undefined) return [];
      const named = (columns: readonly ColumnResource[]) =>
        columns.find((each) => each.name === name) ??
        columns.find((each) => each.name === renames.get(name));
      const columns = known.flatMap((each) => named(each.columns) ?? []);
      return [columnOnItsWay(name, shape, columns, named(target.columns), protections)];
    }),
  };
}

function formerTable(
  declared: Resource | undefined,
  { deployed }: ActualState,
): TableResource | undefined {
  if (declared?.kind !== 'table' || declared.renamedFrom === undefined) return undefined;
  const former = deployed.get(`table ${declared.renamedFrom.join('.')}`);
  return former?.kind === 'table' ? former : undefined;
}

/** A column as the account has it, with the tags that it may have. */
function columnOnItsWay(
  name: string,
  shape: ColumnShape,
  known: readonly ColumnResource[],
  target: ColumnResource | undefined,
  protections: Protections,
): ColumnResource {
  const masking = protections.masking.get(name);
  const projectionPolicy = protections.projection.get(name);
  const types = [...known, ...(target === undefined ? [] : [target])].map(({ type }) => type);
  return {
    name,
    type: types.find((type) => isSameType(type, shape.type)) ?? shape.type,
    isNullable: shape.isNullable,
    maskingPolicy: masking?.policy,
    ...(masking !== undefined &&
      masking.columns.length > 0 && { maskingArguments: masking.columns }),
    ...(projectionPolicy !== undefined && { projectionPolicy }),
    tags: maybeSet(
      known.map(({ tags }) => tags),
      target?.tags ?? [],
    ),
  };
}

/** Tags that may have been set and are to go. Those that are to be there are set anew, whether they are or not. */
function maybeSet(
  known: readonly (readonly TagAssignment[])[],
  wanted: readonly TagAssignment[],
): readonly TagAssignment[] {
  const names = wanted.map(({ tag }) => tag);
  const found = new Map(known.flat().map((each) => [each.tag.join('.'), each] as const));
  return [...found.values()].filter(({ tag }) => !has(names, tag));
}

/**
 * A table without a record, from before there was one: it is what is declared without the columns that
 * are not there, if its fingerprint says so.
 */
export function withFewerColumns(
  address: string,
  target: TableResource,
  comment: string,
  { columns }: ActualState,
): TableResource | undefined {
  const names = new Set(columns.get(address) ?? []);
  const kept = { ...target, columns: target.columns.filter(({ name }) => names.has(name)) };
  return isCommentOf(comment, kept) ? kept : undefined;
}
