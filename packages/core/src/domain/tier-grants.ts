import { nearMiss } from '@das/contracts';
import type { Tier } from '../access/declarations.js';
import { CoreError } from '../errors/core-error.js';
import type { GrantResource, InheritingKind, Securable } from '../resources/resource.js';
import type { Domain, DomainDefinition } from './define-domain.js';
import type { DomainTable } from './domain-tables.js';

/** How the tables of a tier are granted: each by itself, or once in the schema for all of them. */
export type TierGrants = 'objects' | 'inherited';

const known: readonly TierGrants[] = ['objects', 'inherited'];

/** What a tier's schema holds that is read. */
const inherited: readonly InheritingKind[] = ['TABLE', 'DYNAMIC TABLE'];

/** How a domain says that its tables are granted. */
export function tierGrantsOf({ name, grants = 'objects' }: DomainDefinition): TierGrants {
  const found = known.find((each) => each === grants);
  if (found !== undefined) return found;
  const meant = nearMiss(String(grants), new Set<string>(known));
  throw new CoreError('DAS_DOMAIN_INVALID', 'grants is neither objects nor inherited', {
    place: `domain ${name}`,
    next: meant === undefined ? `write one of: ${known.join(', ')}` : `did you mean ${meant}?`,
  });
}

/**
 * What lets somebody read the tables of tiers.
 *
 * @see https://docs.snowflake.com/en/user-guide/inherited-grants-intro
 */
export function readingGrants(
  { database, grants }: Domain,
  reads: readonly Tier[],
  tables: readonly DomainTable[],
  securable: (table: DomainTable) => Securable,
  to: Pick<GrantResource, 'to' | 'toType'>,
): readonly GrantResource[] {
  const grant = { kind: 'grant', privilege: 'SELECT', ...to } as const;
  if (grants === 'inherited') {
    return reads.flatMap((tier) =>
      inherited.map((kind) => ({
        ...grant,
        on: { type: 'SCHEMA', name: [database, tier] },
        inherited: kind,
      })),
    );
  }
  return tables
    .filter((table) => reads.includes(table.tier))
    .map((table) => ({ ...grant, on: securable(table) }));
}
