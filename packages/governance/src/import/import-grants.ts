import { type GrantResource, inheritingKinds, type Resource, type Securable } from '@das/core';
import type { ObservedGrant } from '../observe/observed-state.js';
import type { ExistingDatabase } from './existing-database.js';
import type { ExistingNames } from './existing-names.js';
import { accountRoles, isInDatabase } from './import-account.js';
import type { Noting } from './import-note.js';

interface Holders {
  readonly existing: ExistingDatabase;
  readonly names: ExistingNames;
  /** The addresses of what is imported. */
  readonly imported: ReadonlySet<string>;
  readonly deployRole: string;
  readonly note: Noting;
}

/** The privileges in a database, and those of its roles on what is imported with it. */
export function importGrants(holders: Holders): readonly Resource[] {
  return holders.existing.observed.grants.flatMap((grant) => {
    const resource = grantOf(holders, grant);
    return resource === undefined ? [] : [resource];
  });
}

function grantOf(holders: Holders, grant: ObservedGrant): Resource | undefined {
  const { existing, imported, deployRole, note } = holders;
  const { privilege, on, name, toType, to, inherited } = grant;
  const holder = `${toType.toLowerCase()} ${to}`;
  const isOwn = isInDatabase(existing.database, name);
  const isOfOwnRole = toType !== 'ROLE' || imported.has(`role ${to}`);
  // A role of the database that others have, such as SYSADMIN.
  const isOwnRole = on === 'ROLE' && imported.has(`role ${name}`);
  if (!isOwn && !isOfOwnRole && !isOwnRole) return undefined;
  const omit = (reason: string): undefined => {
    const of = inherited === undefined ? '' : `all ${inherited.toLowerCase()}s in `;
    const address = `grant ${privilege} on ${`${of}${on.toLowerCase()} ${name}`.trim()} to ${holder}`;
    note({ outcome: 'omitted', address, reason });
  };
  if (on.startsWith('FUTURE '))
    return omit('no declaration describes privileges on future objects');
  if (privilege === 'OWNERSHIP' && on !== 'DYNAMIC TABLE') {
    // Whoever deploys owns what it made, and roles are owned by whoever may give them away.
    if (to === deployRole || on.endsWith('ROLE')) return undefined;
    return omit('it stays the owner: the deploy role needs OWNERSHIP to adopt or change it');
  }
  if (privilege === 'OWNERSHIP' && to === deployRole) return undefined;
  if (on === 'ROLE' || on === 'DATABASE ROLE') return roleGrantOf(holders, grant, omit);
  // An owner may always.
  if (grant.hasGrantOption && privilege !== 'OWNERSHIP')
    return omit('it may be passed on, which no declaration says');
  const securable = securableOf(holders, on, name);
  if (securable === undefined) {
    return omit(
      `no declaration describes privileges on ${on.toLowerCase()}, or it is not imported`,
    );
  }
  if (!isKnownHolder(holders, toType, to)) return omit('nothing tells of who holds it');
  const passed = inheritingKinds.find((each) => each === inherited);
  if (inherited !== undefined && passed === undefined)
    return omit(`no declaration describes privileges on all ${inherited.toLowerCase()}s`);
  const kind = {
    kind: 'grant',
    privilege,
    on: securable,
    to,
    ...(passed !== undefined && { inherited: passed }),
  } as const;
  return toType === 'ROLE' ? kind : ({ ...kind, toType } satisfies GrantResource);
}

function isKnownHolder(
  { names, imported, deployRole }: Holders,
  toType: string,
  to: string,
): boolean {
  if (toType === 'DATABASE ROLE') return imported.has(`databaseRole ${to}`);
  if (toType === 'SHARE') return imported.has(`share ${to}`);
  return accountRoles.has(to) || to === deployRole || names.has(`role ${to}`);
}

function roleGrantOf(
  holders: Holders,
  { privilege, on, name, toType, to, hasGrantOption }: ObservedGrant,
  omit: (reason: string) => undefined,
): Resource | undefined {
  const { imported } = holders;
  const isImported = imported.has(`${on === 'ROLE' ? 'role' : 'databaseRole'} ${name}`);
  if (privilege !== 'USAGE' || !isImported) return omit('the role is not imported');
  if (hasGrantOption) return omit('it may be passed on, which no declaration says');
  if (!isKnownHolder(holders, toType, to)) return omit('nothing tells of who holds it');
  const [database = '', role = ''] = name.split('.');
  const [toDatabase = '', toRole = ''] = to.split('.');
  return {
    kind: 'roleGrant',
    role:
      on === 'ROLE'
        ? { type: on, name: [name] }
        : { type: 'DATABASE ROLE', name: [database, role] },
    to:
      toType === 'DATABASE ROLE'
        ? { type: toType, name: [toDatabase, toRole] }
        : { type: toType, name: [to] },
  };
}

/** What a privilege is on, where the plan can find it again. */
function securableOf(
  { names, imported }: Holders,
  on: string,
  name: string,
): Securable | undefined {
  const [database = '', schema = ''] = name.split('.');
  switch (on) {
    case 'ACCOUNT':
      return { type: on, name: [] };
    case 'DATABASE':
    case 'WAREHOUSE':
      return imported.has(`${on.toLowerCase()} ${name}`) ? { type: on, name: [name] } : undefined;
    case 'SCHEMA':
      return imported.has(`schema ${name}`) ? { type: on, name: [database, schema] } : undefined;
    case 'TABLE': {
      const table = imported.has(`table ${name}`) ? names.inSchema('table', name) : undefined;
      const dynamic = imported.has(`dynamicTable ${name}`)
        ? names.inSchema('dynamicTable', name)
        : undefined;
      const view = names.inSchema('view', name);
      if (table !== undefined) return { type: 'TABLE', name: table };
      if (dynamic !== undefined) return { type: 'DYNAMIC TABLE', name: dynamic };
      return view === undefined ? undefined : { type: 'VIEW', name: view };
    }
    case 'DYNAMIC TABLE':
    case 'STAGE':
    case 'TASK': {
      const kind = on === 'DYNAMIC TABLE' ? 'dynamicTable' : on.toLowerCase();
      const full = imported.has(`${kind} ${name}`) ? names.inSchema(kind, name) : undefined;
      return full === undefined ? undefined : { type: on, name: full };
    }
    case 'VIEW': {
      const view = names.inSchema('view', name);
      return view === undefined ? undefined : { type: on, name: view };
    }
    default:
      return undefined;
  }
}
