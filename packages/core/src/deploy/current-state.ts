import type { TableName } from '../domain/domain-names.js';
import { driftPrefix } from '../domain/drift-protection.js';
import {
  addressOf,
  type ColumnResource,
  type GrantResource,
  type Resource,
  type RoleGrantResource,
  type TableResource,
  type TagAssignment,
  type TagResource,
} from '../resources/resource.js';
import type { ActualState, ColumnShape, Protections } from './actual-state.js';
import { securableAddresses } from './dependencies.js';
import { isCommentOf, isOfAnother, isOurs, isUnderWay } from './fingerprint-comment.js';
import { interimPolicies } from './narrowing/policy-meet.js';
import { metricKey } from './read-protections.js';
import { isSameType } from './read-shapes.js';

/** The kinds that have a comment, which says by its fingerprint which definition they have. */
const uncommented: ReadonlySet<Resource['kind']> = new Set([
  'databaseRole',
  'resourceMonitor',
  'dataMetric',
  'grant',
  'roleGrant',
]);

/** Whether a kind of resource carries the fingerprint of its definition in its comment. */
export function hasFingerprint(kind: Resource['kind']): boolean {
  return !uncommented.has(kind);
}

/**
 * What is in the account now, by address, as far as DAS made it and knows it: the definition whose
 * fingerprint is in the comment, or what an interrupted plan has left, put together from what is there.
 */
export function currentState(
  actual: ActualState,
  declared: readonly Resource[],
  database: string,
): ReadonlyMap<string, Resource> {
  const wanted = new Map(declared.map((resource) => [addressOf(resource), resource]));
  const current = new Map<string, Resource>();
  for (const address of [
    ...new Set([...actual.deployed.keys(), ...actual.pending.keys(), ...wanted.keys()]),
  ].sort()) {
    const known = [
      actual.deployed.get(address),
      actual.pending.get(address),
      ...(actual.attempts.get(address) ?? []),
      wanted.get(address),
    ].flatMap((each) => each ?? []);
    const [first] = known;
    if (first === undefined) continue;
    const found = hasFingerprint(first.kind)
      ? fromComment(address, known, { actual, wanted, database })
      : fromRecord(address, known, { actual, wanted, database });
    if (found !== undefined) current.set(address, found);
  }
  return current;
}

/** What is known of the account and wanted of it. */
interface Sources {
  readonly actual: ActualState;
  readonly wanted: ReadonlyMap<string, Resource>;
  /** The database of the domain. */
  readonly database: string;
}

function fromComment(
  address: string,
  known: readonly Resource[],
  sources: Sources,
): Resource | undefined {
  const { actual, wanted, database } = sources;
  const comment = actual.objects.get(address);
  if (comment === undefined || !isOurs(comment) || isOfAnother(comment, database)) return undefined;
  const exact = known.find((each) => isCommentOf(comment, each));
  if (exact !== undefined) return withBoundPolicies(exact, address, actual);
  const narrowed = interimPolicies(known).find((each) => isCommentOf(comment, each));
  if (narrowed !== undefined) return narrowed;
  const [before] = known;
  const target = wanted.get(address) ?? actual.pending.get(address);
  if (before?.kind === 'table' && target?.kind === 'table') {
    return isUnderWay(comment)
      ? tableOnItsWay(address, before, target, sources)
      : withFewerColumns(address, target, comment, actual);
  }
  const protections = actual.protections.get(address);
  if (before?.kind === 'tag' && isUnderWay(comment) && protections !== undefined) {
    return tagOnItsWay(known, target, protections.ofTag);
  }
  return undefined;
}

/** A tag whose making was interrupted may not have its policies yet. */
function withBoundPolicies(
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
 * What carries no comment is there if the record says so, and what it is in is there. Of a measurement, the
 * table says which one it has of those that were recorded, tried or declared, where it was asked.
 */
function fromRecord(
  address: string,
  known: readonly Resource[],
  { actual, wanted }: Sources,
): Resource | undefined {
  const measured = known.find((each) => isMeasured(each, actual) === true);
  const recorded = measured ?? actual.deployed.get(address);
  const declared = actual.grants.has(address) ? wanted.get(address) : undefined;
  const resource = recorded ?? declared;
  return resource !== undefined && mayBeThere(resource, actual) ? resource : undefined;
}

/** Whether a measurement is on its table; `undefined` where the table was not asked. */
function isMeasured(resource: Resource, { metrics }: ActualState): boolean | undefined {
  if (resource.kind !== 'dataMetric') return undefined;
  const there = metrics.get(`table ${resource.name.slice(0, 3).join('.')}`);
  return there?.has(metricKey(resource.function, resource.columns));
}

/** Whether a resource can be in the account: it is shown, or what it belongs to is. */
export function mayBeThere(resource: Resource, actual: ActualState): boolean {
  switch (resource.kind) {
    case 'grant':
      return isOnSomething(resource, actual);
    case 'roleGrant':
      return isOfRoles(resource, actual);
    case 'databaseRole':
      return actual.objects.has(`database ${resource.name[0]}`);
    case 'dataMetric':
      return (
        actual.objects.has(`table ${resource.name.slice(0, 3).join('.')}`) &&
        isMeasured(resource, actual) !== false
      );
    default:
      return actual.objects.has(addressOf(resource));
  }
}

/** A privilege goes with what it is on, and with who holds it. */
function isOnSomething({ on, to, toType }: GrantResource, { objects }: ActualState): boolean {
  const places = securableAddresses(on);
  const isThere = places.length === 0 || places.some((address) => objects.has(address));
  if (toType === 'DATABASE ROLE') return isThere && objects.has(`database ${to.split('.')[0]}`);
  return isThere && (toType === 'SHARE' ? objects.has(`share ${to}`) : !isRoleGone(to, objects));
}

function isOfRoles({ role, to }: RoleGrantResource, { objects }: ActualState): boolean {
  return [role, to].every(({ type, name }) => {
    if (type === 'DATABASE ROLE') return objects.has(`database ${name[0]}`);
    return type === 'SHARE' ? objects.has(`share ${name[0]}`) : !isRoleGone(name[0] ?? '', objects);
  });
}

/** A role that comes with the account, such as the one that deploys, is not shown as ours. */
function isRoleGone(role: string, objects: ReadonlyMap<string, string>): boolean {
  return !objects.has(`role ${role}`) && !accountRoles.has(role);
}

const accountRoles: ReadonlySet<string> = new Set([
  'ACCOUNTADMIN',
  'SECURITYADMIN',
  'USERADMIN',
  'SYSADMIN',
  'ORGADMIN',
  'PUBLIC',
]);

/**
 * A tag whose alteration was interrupted: with its policies as they are, and the rest as it may be. What is
 * sure is what all that is known of it has; anything else is said again.
 */
function tagOnItsWay(
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
function tableOnItsWay(
  address: string,
  before: TableResource,
  target: TableResource,
  { actual, wanted }: Sources,
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
function withFewerColumns(
  address: string,
  target: TableResource,
  comment: string,
  { columns }: ActualState,
): TableResource | undefined {
  const names = new Set(columns.get(address) ?? []);
  const kept = { ...target, columns: target.columns.filter(({ name }) => names.has(name)) };
  return isCommentOf(comment, kept) ? kept : undefined;
}

function has(all: readonly unknown[], wanted: unknown): boolean {
  return all.some((each) => isEqual(each, wanted));
}

function isEqual(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
