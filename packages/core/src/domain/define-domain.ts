import type { AnyContract, ConsumerPin } from '@das/contracts';
import type { AccessDeclaration, ShareDeclaration } from '../access/declarations.js';
import type { Collector, CollectorClass } from '../collector/collector.js';
import { CoreError } from '../errors/core-error.js';
import type { Promotion } from '../promotion/promotion.js';
import { checkSpendingBudgets } from './budgets.js';
import { checkAccess } from './check-access.js';
import { checkBudget, type DomainBudget } from './check-budget.js';
import { checkConstrainedSources } from './check-constrained-sources.js';
import { checkConsumers } from './check-consumers.js';
import { checkPlatformRules, type MaskingApproval } from './check-platform-rules.js';
import { checkReferences } from './check-references.js';
import { checkDataMetrics, type DataMetricOptions } from './data-metrics.js';
import { checkImported, type Imported } from './imported.js';
import { checkListings } from './listings.js';
import { checkIdentifier, type Platform } from './platform.js';
import { type TierGrants, tierGrantsOf } from './tier-grants.js';
import { unknownName } from './unknown-name.js';

/** What `defineDomain` takes. */
export interface DomainDefinition {
  readonly platform: Platform;
  /** Lower case. The database is `<PREFIX>_<NAME>`. */
  readonly name: string;
  /** The database, where it was there before and is called otherwise. */
  readonly databaseName?: string | undefined;
  readonly contracts: readonly AnyContract[];
  readonly collectors?: readonly CollectorClass[];
  readonly promotions?: readonly Promotion[];
  readonly access?: readonly AccessDeclaration[];
  /** What other accounts read. They may stand in `access` as well. */
  readonly shares?: readonly ShareDeclaration[];
  /** What the domain's warehouses may use in a month, all those together that have no budget of their own. */
  readonly budget?: DomainBudget | undefined;
  /** Who has approved which masks that are weaker than the platform's, or not known to be as strict. */
  readonly approvals?: readonly MaskingApproval[];
  /** Who reads what of which contract, of this domain or of another: what a change may not break unnoticed. */
  readonly consumers?: readonly ConsumerPin[];
  /** What Snowflake measures of the tables by itself. Default: the tables of PLATINUM, by their contracts. */
  readonly dataMetrics?: DataMetricOptions | undefined;
  /**
   * Whether the tables of each tier are granted to a role of the database, such as `PLATINUM_R`, which the
   * access roles have, and not to each access role. Default: not.
   */
  readonly tierRoles?: boolean | undefined;
  /**
   * How the tables of a tier are granted to those who read it: `objects`, each by itself; or `inherited`, once
   * for all tables of the tier's schema, also those that are no contract's and those to come. The account has
   * to have `FEATURE_RBAC_INHERITED_GRANTS` enabled. Default: `objects`.
   */
  readonly grants?: TierGrants | undefined;
  /** What the database held before, exactly as it is. `das import` writes it. */
  readonly imported?: readonly Imported[];
}

/** A domain: its contracts, how their data arrives and is promoted, and who sees it. */
export interface Domain {
  readonly kind: 'domain';
  readonly platform: Platform;
  readonly name: string;
  readonly databaseName: string | undefined;
  readonly database: string;
  readonly contracts: readonly AnyContract[];
  readonly collectors: readonly CollectorClass[];
  readonly promotions: readonly Promotion[];
  readonly access: readonly AccessDeclaration[];
  readonly shares: readonly ShareDeclaration[];
  readonly budget: DomainBudget | undefined;
  readonly approvals: readonly MaskingApproval[];
  readonly consumers: readonly ConsumerPin[];
  readonly dataMetrics: DataMetricOptions;
  readonly tierRoles: boolean;
  readonly grants: TierGrants;
  readonly imported: readonly Imported[];
}

/**
 * Defines a domain: everything that one team owns, as one frozen declaration that `plan`, `apply`,
 * the collectors and the promotions read.
 *
 * @throws {@link CoreError} `DAS_DOMAIN_INVALID` when a name is not valid, a contract belongs to
 * another domain, a collector or promotion uses a contract that the domain does not list, a
 * consumer reads what is not there, or a declaration names what there is not;
 * `DAS_DOMAIN_WEAKENS_PLATFORM` when it would show more than the platform does
 */
export function defineDomain(definition: DomainDefinition): Domain {
  const { platform, name } = definition;
  checkMembers(definition);
  const database = definition.databaseName ?? `${platform.prefix}_${name.toUpperCase()}`;
  checkIdentifier(database, `the database name of domain ${name}`);
  const domain: Domain = Object.freeze({
    kind: 'domain',
    platform,
    name,
    databaseName: definition.databaseName,
    database,
    contracts: Object.freeze([...definition.contracts]),
    collectors: Object.freeze([...(definition.collectors ?? [])]),
    promotions: Object.freeze([...(definition.promotions ?? [])]),
    access: Object.freeze([...(definition.access ?? [])]),
    shares: Object.freeze([...(definition.shares ?? [])]),
    budget: definition.budget === undefined ? undefined : Object.freeze({ ...definition.budget }),
    approvals: Object.freeze([...(definition.approvals ?? [])]),
    consumers: Object.freeze((definition.consumers ?? []).map(frozenPin)),
    dataMetrics: Object.freeze({ ...definition.dataMetrics }),
    tierRoles: definition.tierRoles ?? false,
    grants: tierGrantsOf(definition),
    imported: Object.freeze([...(definition.imported ?? [])]),
  });
  checkContracts(domain);
  checkAccess(domain);
  checkBudget(domain);
  checkSpendingBudgets(domain);
  checkListings(domain);
  checkPlatformRules(domain);
  checkConsumers(domain);
  checkConstrainedSources(domain);
  checkReferences(domain);
  checkDataMetrics(domain);
  checkImported(domain);
  return domain;
}

/**
 * All that a domain may say; another one may be spread into it, so what is derived is taken and derived
 * anew. A word that is not known may be a protection that is misspelt.
 */
const members: Readonly<Record<keyof Domain, 'given' | 'list' | 'derived'>> = {
  platform: 'given',
  name: 'given',
  databaseName: 'given',
  contracts: 'list',
  collectors: 'list',
  promotions: 'list',
  access: 'list',
  shares: 'list',
  budget: 'given',
  approvals: 'list',
  consumers: 'list',
  dataMetrics: 'given',
  tierRoles: 'given',
  grants: 'given',
  imported: 'list',
  kind: 'derived',
  database: 'derived',
};

function checkMembers(definition: DomainDefinition): void {
  const invalid = (message: string, next: string) =>
    new CoreError('DAS_DOMAIN_INVALID', message, { place: `domain ${definition.name}`, next });
  for (const [member, value] of Object.entries(definition)) {
    if (!Object.hasOwn(members, member)) {
      const known = Object.entries(members).filter(([, role]) => role !== 'derived');
      throw unknownName(
        `domain ${definition.name}`,
        `${member} is not known`,
        member,
        known.map(([each]) => each),
      );
    }
    const isList = members[member as keyof Domain] === 'list';
    if (isList && value !== undefined && !Array.isArray(value)) {
      throw invalid(`${member} is not a list`, `write ${member}: [...]`);
    }
  }
  if (definition.contracts === undefined) {
    throw invalid('contracts is missing', 'list the contracts of the domain');
  }
}

function frozenPin(pin: ConsumerPin): ConsumerPin {
  const { columns, exhaustive } = pin;
  return Object.freeze({
    ...pin,
    columns: Object.freeze([...columns]),
    exhaustive: Object.freeze([...exhaustive]),
  });
}

/**
 * A new collector of this name.
 *
 * @throws {@link CoreError} `DAS_DOMAIN_UNKNOWN_COLLECTOR`
 */
export function collectorOf(domain: Domain, name: string): Collector {
  const collectors = collectorsOf(domain);
  const found = collectors.find((collector) => collector.name === name);
  if (found !== undefined) return found;
  const known = collectors.map((collector) => collector.name).join(', ');
  throw new CoreError('DAS_DOMAIN_UNKNOWN_COLLECTOR', `there is no collector ${name}`, {
    place: `domain ${domain.name}`,
    next: known === '' ? 'add a collector to the domain' : `use one of: ${known}`,
  });
}

/** One new collector of each class that the domain lists. */
export function collectorsOf(domain: Domain): readonly Collector[] {
  return domain.collectors.map((CollectorClass) => new CollectorClass());
}

function checkContracts(domain: Domain): void {
  const invalid = (message: string, next: string) =>
    new CoreError('DAS_DOMAIN_INVALID', message, { place: `domain ${domain.name}`, next });
  const listed = new Set(domain.contracts);
  const names = domain.contracts.map((contract) => contract.name);
  for (const contract of domain.contracts) {
    if (contract.domain !== domain.name) {
      throw invalid(
        `contract ${contract.name} belongs to domain ${contract.domain}`,
        'list the contract in its own domain',
      );
    }
  }
  if (new Set(names).size !== names.length) {
    throw invalid('two contracts have the same name', 'rename one of them');
  }
  const used = [
    ...collectorsOf(domain).map((each) => each.contract),
    ...domain.promotions.flatMap((each) => [each.from.contract, each.to.contract]),
  ];
  for (const contract of used) {
    if (!listed.has(contract)) {
      throw invalid(
        `contract ${contract.name} is used but not listed`,
        `add ${contract.name} to the contracts of the domain`,
      );
    }
  }
}
