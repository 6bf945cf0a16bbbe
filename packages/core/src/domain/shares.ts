import type { Classification } from '@das/contracts';
import type { ShareDeclaration } from '../access/declarations.js';
import type { Resource, Securable } from '../resources/resource.js';
import type { Domain } from './define-domain.js';
import { domainNames } from './domain-names.js';
import type { DomainTable } from './domain-tables.js';

/** The role of the domain's database that goes into a share: policies know it in the consumer's account. */
export function shareRole({ name }: ShareDeclaration): string {
  return `SHARE_${name}`;
}

/** The shares of a domain. */
export function sharesOf(domain: Domain): readonly ShareDeclaration[] {
  return [...domain.shares, ...domain.access.filter((each) => each.kind === 'share')];
}

/** The database roles of the shares that see a classification in clear. */
export function clearedShareRoles(
  domain: Domain,
  classification: Classification,
): readonly string[] {
  return sharesOf(domain)
    .filter((share) => share.clearance.includes(classification))
    .map(shareRole);
}

/**
 * The shares of a domain: a database role that reads the tables, and the share that it goes into. Tables and
 * dynamic tables are shared themselves: a view that is not secure would show what its policies hide.
 *
 * @see https://docs.snowflake.com/en/user-guide/data-sharing-policy-protected-data
 */
export function shareResources(domain: Domain): readonly Resource[] {
  return sharesOf(domain).flatMap((share): readonly Resource[] => [
    { kind: 'databaseRole', name: [domain.database, shareRole(share)] },
    { kind: 'share', name: [share.name], accounts: share.accounts },
  ]);
}

/** What the shares of a domain are granted. */
export function shareGrants(
  domain: Domain,
  tables: readonly DomainTable[],
  securable: (table: DomainTable) => Securable,
): readonly Resource[] {
  const { database } = domainNames(domain.database);
  return sharesOf(domain).flatMap((share): readonly Resource[] => {
    const role = shareRole(share);
    const shared = tables.filter(
      ({ tier, contract }) => tier === share.tier && share.contracts.includes(contract.name),
    );
    const toRole = { to: `${database}.${role}`, toType: 'DATABASE ROLE' } as const;
    return [
      {
        kind: 'grant',
        privilege: 'USAGE',
        on: { type: 'SCHEMA', name: [database, share.tier] },
        ...toRole,
      },
      ...shared.map(
        (table): Resource => ({
          kind: 'grant',
          privilege: 'SELECT',
          on: securable(table),
          ...toRole,
        }),
      ),
      {
        kind: 'grant',
        privilege: 'USAGE',
        on: { type: 'DATABASE', name: [database] },
        to: share.name,
        toType: 'SHARE',
      },
      {
        kind: 'roleGrant',
        role: { type: 'DATABASE ROLE', name: [database, role] },
        to: { type: 'SHARE', name: [share.name] },
      },
    ];
  });
}
