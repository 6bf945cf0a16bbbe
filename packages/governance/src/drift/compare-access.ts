import { carrierPrefix, carrierRole, expiryTask } from '../break-glass/access-names.js';
import { expiryStateOf } from '../break-glass/expiry-state.js';
import type { ObservedAccess, ObservedObject } from '../observe/observed-state.js';
import type { Comparison } from './comparison.js';
import { type DriftFinding, driftFinding } from './drift-finding.js';
import { driftRules } from './drift-rules.js';

/** The roles and tasks of access for a time that is written down: no domain declares them. */
export interface KnownAccess {
  /** Each access by its role. */
  readonly carriers: ReadonlyMap<string, ObservedAccess>;
  /** The addresses of the tasks that end it. */
  readonly tasks: ReadonlySet<string>;
}

/** Finds the access that is written down and not ended. */
export function knownAccess(access: readonly ObservedAccess[]): KnownAccess {
  return {
    carriers: new Map(access.map((each) => [carrierRole(each.database, each.id), each])),
    tasks: new Set(access.map(taskAddress)),
  };
}

/** Access for a time that will not end, has not ended, or was never written down. */
export function compareAccess(comparison: Comparison): readonly DriftFinding[] {
  const { observed, access } = comparison;
  const prefixes = observed.databases.map(carrierPrefix);
  const findings: DriftFinding[] = [];
  for (const { kind, name } of observed.objects.values()) {
    const [role = ''] = name;
    if (kind !== 'role' || !prefixes.some((prefix) => role.startsWith(prefix))) continue;
    const grant = access.carriers.get(role);
    const address = `role ${role}`;
    if (grant !== undefined) findings.push(compareCarrier(comparison, address, grant));
    else {
      const message = `no access that is written down and open has ${address}`;
      findings.push(
        driftFinding(driftRules.accessUnrecorded, message, { address }, comparison.originOf(role)),
      );
    }
  }
  return [...findings, ...compareHolders(comparison)];
}

/** Exactly one finding of each role that is there: how its access ends. */
function compareCarrier(
  { observed, originOf }: Comparison,
  address: string,
  grant: ObservedAccess,
): DriftFinding {
  const until = grant.expiresAt.toISOString();
  if (grant.isOver) {
    const message = `the access to ${grant.role} was until ${until}, and its role is still there`;
    return driftFinding(driftRules.accessBeyond, message, { address });
  }
  const task = taskAddress(grant);
  const expiry = expiryStateOf(grant.database, grant, taskOf(observed.objects.get(task)));
  if (expiry === 'started') {
    const message = `access to ${grant.role} is open until ${until}`;
    return driftFinding(driftRules.accessOpen, message, { address });
  }
  const message = `the task that ends the access to ${grant.role} at ${until} is ${expiry}`;
  const [, name = ''] = task.split(' ');
  return driftFinding(driftRules.accessUnguarded, message, { address: task }, originOf(name));
}

/** A carrier is for one user: everybody else who has it was let in by somebody's hand. */
function compareHolders({ observed, access }: Comparison): readonly DriftFinding[] {
  return observed.members.flatMap(({ role, user, grantedBy, grantedAt }) => {
    const grant = access.carriers.get(role);
    if (grant === undefined || grant.user === user) return [];
    const origin = {
      statement: 'GRANT',
      ...(grantedBy === undefined ? {} : { role: grantedBy }),
      ...(grantedAt === undefined ? {} : { at: grantedAt }),
    };
    const address = `roleGrant role ${role} to user ${user}`;
    const message = `user ${user} has role ${role}, which was made for another user`;
    return [driftFinding(driftRules.accessMember, message, { address }, origin)];
  });
}

function taskAddress({ database, id }: ObservedAccess): string {
  return `task ${expiryTask(database, id).join('.')}`;
}

function taskOf(object: ObservedObject | undefined): Parameters<typeof expiryStateOf>[2] {
  if (object === undefined) return undefined;
  const { state = '', schedule = '', statement = '', condition = '' } = object.properties;
  return { state, schedule, statement, condition };
}
