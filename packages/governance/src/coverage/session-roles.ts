import type { Resource } from '@das/core';
import { otherPrimaries, primariesAskedBy, publicRole } from '../policy-bodies/asked-primary.js';
import type { BodySession } from '../policy-bodies/body-session.js';

/** What a session can act as, or data can be given to. */
export type SubjectType = 'role' | 'databaseRole' | 'share';

/** A role, a database role or a share. */
export interface Subject {
  readonly type: SubjectType;
  /** Of a database role `DATABASE.ROLE`. */
  readonly name: string;
}

/** The roles that are active together in a session. */
export interface ActiveRoles {
  /** Keys of subjects. */
  readonly keys: ReadonlySet<string>;
  /** The sessions in which a body may answer otherwise: whichever of them is the primary one. */
  sessionsFor(body: string): readonly [BodySession, ...BodySession[]];
}

/** A subject as a key of maps: types do not share names. */
export function subjectKey({ type, name }: Subject): string {
  return `${type} ${name}`;
}

type GranteeType = 'ROLE' | 'DATABASE ROLE' | 'SHARE';

const typeOfGrantee: Readonly<Record<GranteeType, SubjectType>> = {
  ROLE: 'role',
  'DATABASE ROLE': 'databaseRole',
  SHARE: 'share',
};

/** Who a privilege or a role is granted to. */
export function subjectOf(type: GranteeType, name: string): Subject {
  return { type: typeOfGrantee[type], name };
}

/**
 * Who holds which roles, by the grants of roles among resources.
 *
 * @see https://docs.snowflake.com/en/user-guide/security-access-control-overview
 */
export class RoleHierarchy {
  readonly #held = new Map<string, Set<string>>();
  readonly #closures = new Map<string, ReadonlySet<string>>();

  constructor(resources: readonly Resource[]) {
    for (const resource of resources) {
      if (resource.kind !== 'roleGrant') continue;
      const { role, to } = resource;
      const holder = subjectKey(subjectOf(to.type, to.name.join('.')));
      const held = this.#held.get(holder) ?? new Set();
      held.add(subjectKey(subjectOf(role.type, role.name.join('.'))));
      this.#held.set(holder, held);
    }
  }

  /** The keys of a subject and of all that it holds, whatever it holds through PUBLIC aside. */
  heldBy(key: string): ReadonlySet<string> {
    const known = this.#closures.get(key);
    if (known !== undefined) return known;
    const closure = new Set([key]);
    // A set hands out what is added to it while it is walked.
    for (const each of closure) for (const held of this.#held.get(each) ?? []) closure.add(held);
    this.#closures.set(key, closure);
    return closure;
  }

  /** What is active in a session with these roles, primary and secondary: PUBLIC always is. */
  activeWith(keys: readonly string[]): ActiveRoles {
    // A share carries no role of the account into the account of who reads it.
    const isShare = keys.every((key) => key.startsWith('share '));
    const everybody = isShare ? [] : [subjectKey({ type: 'role', name: publicRole })];
    const active = new Set([...keys, ...everybody].flatMap((key) => [...this.heldBy(key)]));
    const principals = new Set([...active].map(principalOf));
    const session = (currentRole: string | undefined): BodySession => ({
      currentRole,
      active: principals,
    });
    const [first = ''] = keys;
    const primary = accountRole(first);
    const accountRoles = [...active].flatMap((key) => accountRole(key) ?? []);
    const usual = session(primary);
    return {
      keys: active,
      sessionsFor: (body) => {
        const asked = isShare ? undefined : primariesAskedBy(body);
        if (asked === undefined) return [usual];
        return [usual, ...otherPrimaries(primary, accountRoles, asked).map(session)];
      },
    };
  }
}

function accountRole(key: string): string | undefined {
  return key.startsWith('role ') ? key.slice('role '.length) : undefined;
}

const prefixes: Readonly<Record<SubjectType, string>> = {
  role: 'ROLE',
  databaseRole: 'DATABASE ROLE',
  share: 'SHARE',
};

/** A key as the readers of bodies call a role. */
function principalOf(key: string): string {
  const [type = '', ...name] = key.split(' ');
  return `${prefixes[type as SubjectType]} ${name.join(' ')}`;
}
