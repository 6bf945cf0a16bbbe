import {
  addressOf,
  type Grantee,
  type GrantResource,
  type Resource,
  type RoleGrantResource,
} from '../resources/resource.js';
import type { ActualState } from './actual-state.js';
import { securableAddresses } from './dependencies.js';
import { metricKey } from './read-protections.js';

/** Whether a measurement is on its table; `undefined` where the table was not asked. */
export function isMeasured(resource: Resource, { metrics }: ActualState): boolean | undefined {
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
      return isDatabaseRole(resource.name, actual);
    case 'dataMetric':
      return (
        actual.objects.has(`table ${resource.name.slice(0, 3).join('.')}`) &&
        isMeasured(resource, actual) !== false
      );
    default:
      return actual.objects.has(addressOf(resource));
  }
}

/** Whether there may be a database role: where it is not sure, the account was asked. */
function isDatabaseRole(name: readonly string[], { objects, databaseRoles }: ActualState): boolean {
  const [database = ''] = name;
  if (!objects.has(`database ${database}`)) return false;
  return databaseRoles.get(database)?.has(name.join('.')) ?? true;
}

/** A privilege goes with what it is on, and with who holds it. */
function isOnSomething({ on, to, toType }: GrantResource, actual: ActualState): boolean {
  const places = securableAddresses(on);
  const isThere = places.length === 0 || places.some((address) => actual.objects.has(address));
  return isThere && isHolder({ type: toType ?? 'ROLE', name: [to] }, actual);
}

function isOfRoles({ role, to }: RoleGrantResource, actual: ActualState): boolean {
  return isHolder(role, actual) && isHolder(to, actual);
}

function isHolder(
  { type, name }: { readonly type: Grantee['type']; readonly name: readonly string[] },
  actual: ActualState,
): boolean {
  const full = name.join('.');
  switch (type) {
    case 'DATABASE ROLE':
      return isDatabaseRole(full.split('.'), actual);
    case 'SHARE':
      return actual.objects.has(`share ${full}`);
    default:
      return !isRoleGone(full, actual.objects);
  }
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
