import type {
  ListingContent,
  ListingDeclaration,
  ListingTargets,
  ShareDeclaration,
} from '@das/core';
import {
  checkIdentifier,
  checkList,
  checkMembers,
  frozen,
  type Refuse,
  refusing,
} from '../declaring/refuse.js';

/** What `listing` takes. */
export interface ListingDefinition extends ListingContent {
  /** Upper case, unique in the account: how consumers name it in queries. */
  readonly name: string;
  /** A share of the domain that has no accounts. */
  readonly share: ShareDeclaration;
  readonly regions?: readonly [string, ...string[]];
}

const members = [
  'name',
  'share',
  'title',
  'description',
  'access',
  'discovery',
  'supportContact',
  'approverContact',
  'regions',
] as const;

const longest = { title: 110, description: 7500 };

/**
 * Declares an organization listing: accounts of the own organization find a share in their marketplace, and
 * those of `access` read it. It is published when all that the share shows is in place.
 *
 * @throws {@link GovernanceError} `DAS_GOVERNANCE_INVALID_SHARE`
 * @see https://docs.snowflake.com/en/user-guide/collaboration/listings/organizational/org-listing-manifest-reference
 * @example
 * ```ts
 * import { defineContract } from '@das/contracts';
 * import { listing, share } from '@das/governance';
 * import { z } from 'zod';
 *
 * const revenue = defineContract({
 *   domain: 'commerce',
 *   name: 'revenue',
 *   version: '1.0.0',
 *   owner: 'commerce',
 *   schema: z.object({ region: z.string(), total: z.number() }),
 *   columns: { region: 'internal', total: 'confidential' },
 * });
 * const revenueShare = share({ name: 'REVENUE', contracts: [revenue], accounts: [] });
 * const revenueListing = listing({
 *   name: 'REVENUE_BY_REGION',
 *   share: revenueShare,
 *   title: 'Revenue by region',
 *   access: [{ account: 'FINANCE', roles: ['ANALYST'] }],
 *   supportContact: 'commerce@brook.example',
 * });
 * console.log(revenueListing.share);
 * // => REVENUE
 * ```
 */
export function listing(definition: ListingDefinition): ListingDeclaration {
  const refuse = refusing('DAS_GOVERNANCE_INVALID_SHARE', 'listing', definition?.name);
  checkMembers(definition, members, refuse);
  const { name, share, title, description, access, discovery, regions } = definition;
  const { supportContact, approverContact } = definition;
  checkIdentifier(name, 'the name', refuse);
  if (share?.kind !== 'share') throw refuse('it shows no share', 'give what share() returns');
  if (share.accounts.length > 0) {
    throw refuse('its share has accounts', 'give the share accounts: [], and list them in access');
  }
  checkText(title, 'the title', longest.title, refuse);
  if (description !== undefined) {
    checkText(description, 'the description', longest.description, refuse);
  }
  checkTargets(access, 'access', refuse);
  if (discovery !== undefined) checkTargets(discovery, 'discovery', refuse);
  checkText(supportContact, 'supportContact', Number.POSITIVE_INFINITY, refuse);
  if (discovery !== undefined || approverContact !== undefined) {
    checkText(approverContact, 'approverContact', Number.POSITIVE_INFINITY, refuse);
  }
  if (regions !== undefined) {
    checkList(regions, 'regions', refuse);
    for (const region of regions) {
      if (/^[A-Z][A-Z0-9_]*(?:\.[A-Z][A-Z0-9_-]*)?$/.test(String(region))) continue;
      throw refuse('a region is not named as Snowflake does', 'write PUBLIC.AWS_EU_CENTRAL_1');
    }
  }
  return frozen<ListingDeclaration>({
    kind: 'listing',
    name,
    share: share.name,
    title,
    ...(description !== undefined && { description }),
    access: targetsOf(access),
    ...(discovery !== undefined && { discovery: targetsOf(discovery) }),
    supportContact,
    ...(approverContact !== undefined && { approverContact }),
    ...(regions !== undefined && { regions: [...regions] }),
  });
}

function checkText(value: unknown, what: string, most: number, refuse: Refuse): void {
  if (typeof value !== 'string' || value.trim() === '') {
    throw refuse(`${what} is missing`, 'write a text');
  }
  if (value.length > most) {
    throw refuse(`${what} has more than ${most} characters`, 'make it shorter');
  }
}

function checkTargets(targets: unknown, what: string, refuse: Refuse): void {
  if (targets === 'all') return;
  if (!Array.isArray(targets)) throw refuse(`${what} is no list`, "list accounts, or write 'all'");
  checkList(targets, what, refuse);
  const accounts = new Set<string>();
  for (const target of targets) {
    checkMembers(target, ['account', 'roles'], refuse);
    const { account, roles } = target as { account?: unknown; roles?: unknown };
    checkIdentifier(account, `an account of ${what}`, refuse);
    if (accounts.has(String(account))) {
      throw refuse(`${what} names an account twice`, 'list its roles together');
    }
    accounts.add(String(account));
    if (roles === undefined) continue;
    if (!Array.isArray(roles)) throw refuse('roles is no list', 'list roles, or leave them out');
    checkList(roles, 'roles', refuse);
    for (const role of roles) checkIdentifier(role, `a role of ${what}`, refuse);
  }
}

/** In one order, so that another one is no change. */
function targetsOf(targets: ListingTargets): ListingTargets {
  if (targets === 'all') return targets;
  return [...targets]
    .sort((one, other) => (one.account < other.account ? -1 : 1))
    .map(({ account, roles }) => ({
      account,
      ...(roles !== undefined && { roles: [...new Set(roles)].sort() }),
    }));
}
