import { type AccessRoleDeclaration, type Tier, tiers } from '../access/declarations.js';
import type { Resource, Securable } from '../resources/resource.js';
import type { Domain } from './define-domain.js';
import type { DomainTable } from './domain-tables.js';
import { readingGrants } from './tier-grants.js';

/** The role of the domain's database that reads the tables of a tier. */
function tierRole(tier: Tier): string {
  return `${tier}_R`;
}

/**
 * The database roles that read a tier each, where the domain has them. What is granted on its tables is
 * granted to them once, and access roles have them: who reads what is seen in the database itself.
 *
 * @see https://docs.snowflake.com/en/user-guide/security-access-control-considerations
 */
export function tierRoleResources(domain: Domain): readonly Resource[] {
  if (!domain.tierRoles) return [];
  return tiers.map((tier) => ({ kind: 'databaseRole', name: [domain.database, tierRole(tier)] }));
}

/** What the database roles of the tiers are granted. */
export function tierRoleGrants(
  domain: Domain,
  tables: readonly DomainTable[],
  securable: (table: DomainTable) => Securable,
): readonly Resource[] {
  const { database } = domain;
  if (!domain.tierRoles) return [];
  return tiers.flatMap((tier): readonly Resource[] => {
    const to = { to: `${database}.${tierRole(tier)}`, toType: 'DATABASE ROLE' } as const;
    const schema: Securable = { type: 'SCHEMA', name: [database, tier] };
    return [
      { kind: 'grant', privilege: 'USAGE', on: schema, ...to },
      ...readingGrants(domain, [tier], tables, securable, to),
    ];
  });
}

/** The database roles that an access role has, instead of privileges on tables. */
export function heldTierRoles(
  { database }: Domain,
  { name, reads }: AccessRoleDeclaration,
): readonly Resource[] {
  return reads.map((tier) => ({
    kind: 'roleGrant',
    role: { type: 'DATABASE ROLE', name: [database, tierRole(tier)] },
    to: { type: 'ROLE', name: [name] },
  }));
}
