import { driftPrefix } from '../domain/drift-protection.js';
import { fingerprintOf } from '../resources/create-statement.js';
import {
  addressOf,
  type ColumnResource,
  type GrantResource,
  type Resource,
  type RoleGrantResource,
  type TableResource,
} from '../resources/resource.js';
import type { ActualState, Protections } from './actual-state.js';
import { securableAddresses } from './dependencies.js';
import { isOurs, isUnderWay } from './fingerprint-comment.js';

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
): ReadonlyMap<string, Resource> {
  const wanted = new Map(declared.map((resource) => [addressOf(resource), resource]));
  const current = new Map<string, Resource>();
  for (const address of new Set([
    ...actual.deployed.keys(),
    ...actual.pending.keys(),
    ...wanted.keys(),
  ])) {
    const known = [
      actual.deployed.get(address),
      actual.pending.get(address),
      wanted.get(address),
    ].flatMap((each) => each ?? []);
    const [first] = known;
    if (first === undefined) continue;
    const found = hasFingerprint(first.kind)
      ? fromComment(address, known, actual, wanted)
      : fromRecord(address, actual, wanted);
    if (found !== undefined) current.set(address, found);
  }
  return current;
}

function fromComment(
  address: string,
  known: readonly Resource[],
  actual: ActualState,
  wanted: ReadonlyMap<string, Resource>,
): Resource | undefined {
  const comment = actual.objects.get(address);
  if (comment === undefined || !isOurs(comment)) return undefined;
  const exact = known.find((each) => fingerprintOf(each) === comment);
  if (exact !== undefined) return exact;
  const [before] = known;
  const target = wanted.get(address) ?? actual.pending.get(address);
  if (before?.kind === 'table' && target?.kind === 'table') {
    return isUnderWay(comment)
      ? tableOnItsWay(address, before, target, actual, wanted)
      : withFewerColumns(address, target, comment, actual);
  }
  const protections = actual.protections.get(address);
  if (before?.kind === 'tag' && isUnderWay(comment) && protections !== undefined) {
    return { ...before, allowedValues: [], maskingPolicies: protections.ofTag };
  }
  return undefined;
}

/** What carries no comment is there if the record says so, and what it is in is there. */
function fromRecord(
  address: string,
  actual: ActualState,
  wanted: ReadonlyMap<string, Resource>,
): Resource | undefined {
  const recorded = actual.deployed.get(address);
  const resource = recorded ?? (actual.grants.has(address) ? wanted.get(address) : undefined);
  switch (resource?.kind) {
    case 'grant':
      return isOnSomething(resource, actual) ? resource : undefined;
    case 'roleGrant':
      return isOfRoles(resource, actual) ? resource : undefined;
    case 'databaseRole':
      return actual.objects.has(`database ${resource.name[0]}`) ? resource : undefined;
    case 'dataMetric':
      return actual.objects.has(`table ${resource.name.slice(0, 3).join('.')}`)
        ? resource
        : undefined;
    case 'resourceMonitor':
      return actual.objects.has(address) ? resource : undefined;
    default:
      return undefined;
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

/** A table whose alteration was interrupted: its columns and policies as they are attached now. */
function tableOnItsWay(
  address: string,
  before: TableResource,
  target: TableResource,
  actual: ActualState,
  wanted: ReadonlyMap<string, Resource>,
): TableResource | undefined {
  const protections = actual.protections.get(address);
  const names = actual.columns.get(address);
  if (protections === undefined || names === undefined) return undefined;
  const declared = wanted.get(address);
  const former = formerTable(declared, actual) ?? before;
  const renames = new Map(
    (declared?.kind === 'table' ? declared.columns : []).flatMap(({ name, renamedFrom }) =>
      renamedFrom === undefined ? [] : [[name, renamedFrom] as const],
    ),
  );
  const { rowAccess, aggregation } = protections;
  const { aggregationPolicy: _, tags, ...rest } = former;
  return {
    ...rest,
    name: target.name,
    ...(tags !== undefined && {
      tags: tags.filter(
        ({ tag }) =>
          !has(
            (target.tags ?? []).map((each) => each.tag),
            tag,
          ),
      ),
    }),
    rowAccess,
    ...(aggregation !== undefined && { aggregationPolicy: aggregation }),
    columns: names
      .filter((name) => !name.startsWith(driftPrefix))
      .map((name) => {
        const shapes = [former.columns, target.columns].map((columns) =>
          columns.find((each) => each.name === name),
        );
        const renamed = former.columns.find((each) => each.name === renames.get(name));
        return columnOnItsWay(name, shapes[0] ?? renamed, shapes[1], protections);
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

/** Its tags may have been set or not: those that it is to have are set anew. */
function columnOnItsWay(
  name: string,
  before: ColumnResource | undefined,
  target: ColumnResource | undefined,
  protections: Protections,
): ColumnResource {
  const shape = before ?? target;
  const masking = protections.masking.get(name);
  const projectionPolicy = protections.projection.get(name);
  const wanted = (target?.tags ?? []).map(({ tag }) => tag);
  return {
    name,
    type: shape?.type ?? 'VARIANT',
    isNullable: shape?.isNullable ?? true,
    maskingPolicy: masking?.policy,
    ...(masking !== undefined &&
      masking.columns.length > 0 && { maskingArguments: masking.columns }),
    ...(projectionPolicy !== undefined && { projectionPolicy }),
    tags: (before?.tags ?? []).filter(({ tag }) => !has(wanted, tag)),
  };
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
  return fingerprintOf(kept) === comment ? kept : undefined;
}

function has(all: readonly unknown[], wanted: unknown): boolean {
  return all.some((each) => JSON.stringify(each) === JSON.stringify(wanted));
}
