import type { Resource } from '@das/core';
import type { ObservedObject } from '../observe/observed-state.js';
import type { ExistingDatabase } from './existing-database.js';
import { type ExistingNames, isNameable, nameOf, unnameable } from './existing-names.js';
import type { Noting } from './import-note.js';

/** The roles that come with an account. */
export const accountRoles: ReadonlySet<string> = new Set([
  'ACCOUNTADMIN',
  'GLOBALORGADMIN',
  'ORGADMIN',
  'PUBLIC',
  'SECURITYADMIN',
  'SYSADMIN',
  'USERADMIN',
]);

/** Whether a privilege is on the database, or on what is in it. */
export function isInDatabase(database: string, name: string): boolean {
  return name === database || name.startsWith(`${database}.`);
}

/**
 * What of an account belongs to a database: roles that have privileges in no other one, warehouses that
 * nobody else uses, monitors that watch no other warehouse, network policies of its own rules, its shares.
 */
export function importAccount(
  existing: ExistingDatabase,
  names: ExistingNames,
  deployRole: string,
  note: Noting,
): readonly Resource[] {
  const roles = ownRoles(existing, names, deployRole, note);
  const warehouses = ownWarehouses(existing, names, roles, deployRole, note);
  return [
    ...[...roles].map((role): Resource => ({ kind: 'role', name: [role] })),
    ...ownMonitors(existing, names, warehouses, note),
    ...warehouses,
    ...networkPolicies(existing, names, note),
    ...shares(existing, names, note),
  ];
}

function ofKind(
  { observed }: ExistingDatabase,
  kind: string,
): readonly (readonly [string, ObservedObject])[] {
  return [...observed.objects].filter(([, object]) => object.kind === kind);
}

function ownRoles(
  existing: ExistingDatabase,
  names: ExistingNames,
  deployRole: string,
  note: Noting,
): ReadonlySet<string> {
  const { observed, database, rolesElsewhere } = existing;
  const found = new Set(
    observed.grants.flatMap(({ toType, to, name }) =>
      toType === 'ROLE' && isInDatabase(database, name) ? [to] : [],
    ),
  );
  const own = new Set<string>();
  for (const role of found) {
    const address = `role ${role}`;
    if (accountRoles.has(role) || role === deployRole || !names.has(address)) continue;
    if (rolesElsewhere.has(role)) {
      const reason =
        'it has privileges in other databases too: only those in this one are imported';
      note({ outcome: 'partly', address, reason });
    } else own.add(role);
  }
  for (const role of own) {
    const users = observed.members.filter((each) => each.role === role).length;
    if (users === 0) continue;
    const who = users === 1 ? '1 user has it' : `${users} users have it`;
    note({
      outcome: 'partly',
      address: `role ${role}`,
      reason: `${who}, which no declaration says`,
    });
  }
  return own;
}

type Warehouse = Extract<Resource, { kind: 'warehouse' }>;

const sizes = ['XSMALL', 'SMALL', 'MEDIUM', 'LARGE', 'XLARGE'] as const;

function ownWarehouses(
  existing: ExistingDatabase,
  names: ExistingNames,
  roles: ReadonlySet<string>,
  deployRole: string,
  note: Noting,
): readonly Warehouse[] {
  const { observed, database } = existing;
  return ofKind(existing, 'warehouse').flatMap(([address, { name, properties }]) => {
    const [warehouse = ''] = name;
    const users = new Set(
      observed.grants
        .filter((each) => each.on === 'WAREHOUSE' && each.name === warehouse)
        .map(({ to }) => to)
        .filter((role) => !accountRoles.has(role) && role !== deployRole),
    );
    const isUsed = [...users].some((role) => roles.has(role));
    const isOthers = [...users].some((role) => !roles.has(role));
    const isNamed = warehouse.startsWith(`${database}_`);
    if (!names.has(address) || (!isUsed && !isNamed)) return [];
    const omit = (reason: string): readonly Warehouse[] => {
      note({ outcome: 'omitted', address, reason });
      return [];
    };
    if (isOthers) return omit('roles of other databases use it too');
    const size = sizes.find((each) => each === properties.size);
    if (size === undefined)
      return omit(`no declaration describes its size ${properties.size ?? ''}`);
    const seconds = Number(properties.autoSuspend);
    if (!(seconds > 0)) return omit('it is never suspended by itself');
    if (properties.autoResume !== 'TRUE') {
      note({ outcome: 'partly', address, reason: 'it does not resume by itself' });
    }
    const monitor = properties.resourceMonitor ?? '';
    if (monitor !== '' && !isNameable(monitor)) return omit(`its monitor ${unnameable}`);
    return [
      {
        kind: 'warehouse',
        name: [warehouse],
        size,
        autoSuspendSeconds: seconds,
        ...(monitor === '' ? {} : { resourceMonitor: monitor }),
      },
    ];
  });
}

function ownMonitors(
  existing: ExistingDatabase,
  names: ExistingNames,
  warehouses: readonly Warehouse[],
  note: Noting,
): readonly Resource[] {
  const own = new Set(warehouses.map(({ name }) => name[0]));
  return ofKind(existing, 'resourceMonitor').flatMap(
    ([address, { name, properties }]): readonly Resource[] => {
      const [monitor = ''] = name;
      const watched = existing.resourceMonitorWarehouses.get(monitor) ?? [];
      if (!names.has(address) || !watched.some((each) => own.has(each))) return [];
      const omit = (reason: string): readonly Resource[] => {
        note({ outcome: 'omitted', address, reason });
        return [];
      };
      if (!watched.every((each) => own.has(each))) return omit('it watches other warehouses too');
      const creditQuota = Number(properties.creditQuota);
      if (!(creditQuota > 0)) return omit('it has no quota, or this role may not see it');
      note({ outcome: 'guessed', address, reason: 'it is taken to begin anew each month' });
      return [
        {
          kind: 'resourceMonitor',
          name: [monitor],
          creditQuota,
          triggers: (['NOTIFY', 'SUSPEND', 'SUSPEND_IMMEDIATE'] as const).flatMap((action) =>
            (JSON.parse(properties[action] ?? '[]') as readonly string[])
              .map(Number)
              .sort((a, b) => a - b)
              .map((percent) => ({ percent, action })),
          ),
        },
      ];
    },
  );
}

type Place = Extract<Resource, { kind: 'networkPolicy' }>['activeOn'][number];

function networkPolicies(
  existing: ExistingDatabase,
  names: ExistingNames,
  note: Noting,
): readonly Resource[] {
  const { observed, database } = existing;
  return ofKind(existing, 'networkPolicy').flatMap(
    ([address, { name, properties }]): readonly Resource[] => {
      const list = (key: string) => JSON.parse(properties[key] ?? '[]') as readonly string[];
      const rules = [...list('allowed'), ...list('blocked')];
      const isOwn = rules.some((each) => isInDatabase(database, each));
      const [policy = ''] = name;
      if (!names.has(address) || !isOwn) return [];
      const omit = (reason: string): readonly Resource[] => {
        note({ outcome: 'omitted', address, reason });
        return [];
      };
      if (list('allowedAddresses').length + list('blockedAddresses').length > 0) {
        return omit('it lists addresses itself, and not by network rules alone');
      }
      if (rules.some((each) => nameOf(each) === undefined))
        return omit(`a rule of it ${unnameable}`);
      const ruleNames = (key: string) =>
        list(key).flatMap((each) => {
          const rule = nameOf(each);
          return rule === undefined ? [] : [rule];
        });
      const uses = observed.attachments.filter(
        (each) => each.kind === 'networkPolicy' && each.policy === policy,
      );
      if (uses.some((each) => each.domain === 'USER' && !isNameable(each.on))) {
        return omit(`a user that it holds for ${unnameable}`);
      }
      return [
        {
          kind: 'networkPolicy',
          name: [policy],
          allowed: ruleNames('allowed'),
          blocked: ruleNames('blocked'),
          activeOn: uses.flatMap((each): readonly Place[] =>
            each.domain === 'ACCOUNT'
              ? [{ type: 'ACCOUNT' as const }]
              : each.domain === 'USER'
                ? [{ type: 'USER' as const, user: each.on }]
                : [],
          ),
        },
      ];
    },
  );
}

function shares(
  existing: ExistingDatabase,
  names: ExistingNames,
  note: Noting,
): readonly Resource[] {
  const listings = ofKind(existing, 'listing');
  return ofKind(existing, 'share').flatMap(([address, { name, properties }]) => {
    const [share = ''] = name;
    if (!names.has(address) || properties.database !== existing.database) return [];
    for (const [listing, each] of listings) {
      if (each.properties.share !== share) continue;
      const reason = 'listings are not imported: whoever reads by it goes on to do so';
      note({ outcome: 'omitted', address: listing, reason });
    }
    const accounts = JSON.parse(properties.accounts ?? '[]') as readonly string[];
    return [{ kind: 'share', name: [share], accounts }];
  });
}
