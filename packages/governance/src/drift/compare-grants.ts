import { domainNames, type GrantResource, type Resource } from '@das/core';
import type { ObservedGrant } from '../observe/observed-state.js';
import type { Comparison } from './comparison.js';
import { type DriftFinding, type DriftOrigin, driftFinding } from './drift-finding.js';
import type { DriftRule } from './drift-rule.js';
import { driftRules } from './drift-rules.js';
import { securableFamily, securables } from './securables.js';

const grantKey = (
  privilege: string,
  on: string,
  name: string,
  toType: string,
  to: string,
  inherited?: string,
) => JSON.stringify([privilege, securableFamily(on), name, toType, to, inherited]);

function originOfGrant({ grantedBy, grantedAt }: ObservedGrant): DriftOrigin {
  return {
    statement: 'GRANT',
    ...(grantedBy === undefined ? {} : { role: grantedBy }),
    ...(grantedAt === undefined ? {} : { at: grantedAt }),
  };
}

/** What the deployed resources say of grants. */
interface Declared {
  /** The resources that can be granted on, as `FAMILY name`. */
  readonly names: ReadonlySet<string>;
  readonly grants: ReadonlyMap<string, string>;
  /** What the roles of an access for a time hold. */
  readonly carried: ReadonlySet<string>;
  readonly roles: ReadonlySet<string>;
}

function declaredOf({ deployed, access }: Comparison): Declared {
  const names = new Set<string>();
  const grants = new Map<string, string>();
  const carried = new Set<string>();
  for (const [address, resource] of deployed) {
    const on = securables[resource.kind];
    if (on !== undefined && 'name' in resource) names.add(`${on} ${resource.name.join('.')}`);
    if (resource.kind === 'grant') {
      const { privilege, on: target, to, toType = 'ROLE', inherited } = resource;
      const name = target.name.join('.');
      if (privilege !== 'OWNERSHIP')
        grants.set(grantKey(privilege, target.type, name, toType, to, inherited), address);
    }
    if (resource.kind === 'roleGrant') {
      const { role, to } = resource;
      const key = grantKey('USAGE', role.type, role.name.join('.'), to.type, to.name.join('.'));
      grants.set(key, address);
    }
  }
  // The role that was made for an access may be given to its user alone, and has nothing but the role.
  for (const [carrier, { role }] of access.carriers) {
    names.add(`ROLE ${carrier}`);
    carried.add(grantKey('USAGE', 'ROLE', role, 'ROLE', carrier));
  }
  const roles = [...deployed.values()].flatMap((resource) =>
    resource.kind === 'role' || resource.kind === 'databaseRole' ? [resource.name.join('.')] : [],
  );
  return { names, grants, carried, roles: new Set(roles) };
}

/** Privileges, roles and owners that came, went or changed. */
export function compareGrants(comparison: Comparison): readonly DriftFinding[] {
  const { observed } = comparison;
  const declared = declaredOf(comparison);
  const there = new Map<string, ObservedGrant>();
  const findings: DriftFinding[] = [];
  for (const grant of observed.grants) {
    if (!concerns(comparison, declared, grant)) continue;
    const { privilege, on, name, toType, to, inherited } = grant;
    const key = grantKey(privilege, on, name, toType, to, inherited);
    // Each grantor has a row of its own, and one of them may have given the option.
    const known = there.get(key);
    if (known !== undefined && (known.hasGrantOption || !grant.hasGrantOption)) continue;
    there.set(key, grant);
    const rule =
      privilege === 'OWNERSHIP' && !on.startsWith('FUTURE ')
        ? ruleOfOwner(comparison, declared, grant)
        : declared.grants.has(key) || declared.carried.has(key)
          ? grant.hasGrantOption
            ? driftRules.grantOption
            : undefined
          : ruleOfAdded(grant);
    if (rule === undefined) continue;
    const address = addressOfGrant(grant);
    const text = messageOf(rule, grant);
    findings.push(driftFinding(rule, text, { address }, originOfGrant(grant)));
  }
  for (const [key, address] of declared.grants) {
    const resource = comparison.deployed.get(address);
    if (there.has(key) || resource === undefined || !canBeThere(comparison, resource)) continue;
    const rule =
      resource.kind === 'roleGrant' ? driftRules.roleGrantMissing : driftRules.grantMissing;
    findings.push(driftFinding(rule, 'it was deployed and is not granted any more', { address }));
  }
  return [...findings, ...compareMembers(comparison, declared)];
}

/** Whether a grant is on something of the domain, or gives its roles power over the account. */
function concerns(
  { deployed, observed }: Comparison,
  { names, roles }: Declared,
  { privilege, on, name, to, toType, inherited }: ObservedGrant,
): boolean {
  // One in the account reaches every database of it.
  if (inherited !== undefined && on === 'ACCOUNT') return true;
  // Snowflake gives it to a role of the database with the role.
  const isOwn = toType === 'DATABASE ROLE' && to.split('.')[0] === name;
  const isOnIt = on === 'DATABASE' && inherited === undefined;
  if (isOwn && isOnIt && privilege === 'USAGE') return false;
  if (on === 'ACCOUNT') return to === 'PUBLIC' || (toType === 'ROLE' && roles.has(to));
  if (toType === 'SHARE') return deployed.has(`share ${to}`);
  if (on.startsWith('FUTURE ')) return true;
  const [database = ''] = name.split('.');
  if (name.includes('.') || on === 'DATABASE') return observed.databases.includes(database);
  return names.has(`${on} ${name}`);
}

function ruleOfOwner(
  { ownerOf }: Comparison,
  { names }: Declared,
  { on, name, to }: ObservedGrant,
): DriftRule | undefined {
  const object = `${securableFamily(on)} ${name}`;
  if (!names.has(object) || ownerOf(object) === to) return undefined;
  return driftRules.ownership;
}

function ruleOfAdded({ on, to, toType, inherited }: ObservedGrant): DriftRule {
  if (toType === 'SHARE') return driftRules.shareGrant;
  if (on === 'ACCOUNT' && inherited === undefined) return driftRules.accountPrivilege;
  if (on === 'ROLE' || on === 'DATABASE ROLE') {
    return to === 'PUBLIC' ? driftRules.roleToPublic : driftRules.roleGranted;
  }
  if (to === 'PUBLIC') return driftRules.grantToPublic;
  return on.startsWith('FUTURE ') ? driftRules.futureGrant : driftRules.grantAdded;
}

/** A grant on what is gone, or to a role that is gone, is gone with it. */
function canBeThere({ observed }: Comparison, resource: Resource): boolean {
  const isThere = (kinds: readonly string[], name: readonly string[]): boolean =>
    kinds.some((kind) => observed.objects.has(`${kind} ${name.join('.')}`));
  const hasGrantee = (type: string, name: string): boolean =>
    type === 'SHARE'
      ? isThere(['share'], [name])
      : // Roles that another domain deploys are not in this one's databases.
        isThere(['role', 'databaseRole'], [name]) || type === 'DATABASE ROLE';
  if (resource.kind === 'roleGrant') {
    const { role, to } = resource;
    return isThere(['role', 'databaseRole'], role.name) && hasGrantee(to.type, to.name.join('.'));
  }
  if (resource.kind !== 'grant') return false;
  const { on, to, toType = 'ROLE', inherited } = resource;
  const [database = ''] = to.split('.');
  const isOwn = toType === 'DATABASE ROLE' && on.type === 'DATABASE' && on.name[0] === database;
  if (isOwn && inherited === undefined) return false;
  return hasGrantee(toType, to) && (on.type === 'ACCOUNT' || isThere(kindsOf(on.type), on.name));
}

function kindsOf(on: GrantResource['on']['type']): readonly string[] {
  if (['TABLE', 'DYNAMIC TABLE', 'VIEW'].includes(on)) return ['table', 'dynamicTable', 'view'];
  return Object.entries(securables).flatMap(([kind, name]) => (name === on ? [kind] : []));
}

function addressOfGrant(grant: ObservedGrant): string {
  const { privilege, on, name, to, toType } = grant;
  if (privilege === 'USAGE' && (on === 'ROLE' || on === 'DATABASE ROLE')) {
    return `roleGrant ${on.toLowerCase()} ${name} to ${toType.toLowerCase()} ${to}`;
  }
  const grantee = toType === 'ROLE' ? to : `${toType.toLowerCase()} ${to}`;
  return `grant ${privilege} on ${targetOf(grant)} to ${grantee}`;
}

function targetOf({ on, name, inherited }: ObservedGrant): string {
  const of = inherited === undefined ? '' : `all ${inherited.toLowerCase()}s in `;
  return `${of}${on.toLowerCase()} ${name}`.trim();
}

function messageOf(rule: DriftRule, grant: ObservedGrant): string {
  const { privilege, to } = grant;
  const object = targetOf(grant);
  if (rule === driftRules.ownership) return `${to} owns ${object}, and was not given it`;
  if (rule === driftRules.grantOption) return `${to} may grant ${privilege} on ${object} to others`;
  return `${to} has ${privilege} on ${object}, which is not declared`;
}

/** Users that have roles of the domain: no domain declares who works for it. */
function compareMembers({ observed }: Comparison, { roles }: Declared): readonly DriftFinding[] {
  const pipelines = observed.databases.map((database) => domainNames(database).pipelineRole);
  return observed.members.flatMap(({ role, user, grantedBy, grantedAt }) => {
    if (!roles.has(role)) return [];
    const rule = pipelines.includes(role) ? driftRules.pipelineMember : driftRules.member;
    const origin = {
      statement: 'GRANT',
      ...(grantedBy === undefined ? {} : { role: grantedBy }),
      ...(grantedAt === undefined ? {} : { at: grantedAt }),
    };
    const address = `roleGrant role ${role} to user ${user}`;
    return [driftFinding(rule, `user ${user} has role ${role}`, { address }, origin)];
  });
}
