import type { AnyContract, ConsumerPin } from '@das/contracts';
import type { AccessDeclaration } from '../access/declarations.js';
import type { Collector, CollectorClass } from '../collector/collector.js';
import { CoreError } from '../errors/core-error.js';
import type { Promotion } from '../promotion/promotion.js';
import { checkConsumers } from './check-consumers.js';
import { checkReferences } from './check-references.js';
import { checkIdentifier, type Platform } from './platform.js';

/** What `defineDomain` takes. */
export interface DomainDefinition {
  readonly platform: Platform;
  /** Lower case. The database is `<PREFIX>_<NAME>`. */
  readonly name: string;
  readonly contracts: readonly AnyContract[];
  readonly collectors?: readonly CollectorClass[];
  readonly promotions?: readonly Promotion[];
  readonly access?: readonly AccessDeclaration[];
  /** Who reads what of which contract, of this domain or of another: what a change may not break unnoticed. */
  readonly consumers?: readonly ConsumerPin[];
}

/** A domain: its contracts, how their data arrives and is promoted, and who sees it. */
export interface Domain {
  readonly kind: 'domain';
  readonly platform: Platform;
  readonly name: string;
  readonly database: string;
  readonly contracts: readonly AnyContract[];
  readonly collectors: readonly CollectorClass[];
  readonly promotions: readonly Promotion[];
  readonly access: readonly AccessDeclaration[];
  readonly consumers: readonly ConsumerPin[];
}

/**
 * Defines a domain: everything that one team owns, as one frozen declaration that `plan`, `apply`,
 * the collectors and the promotions read.
 *
 * @throws {@link CoreError} `DAS_DOMAIN_INVALID` when a name is not valid, a contract belongs to
 * another domain, a collector or promotion uses a contract that the domain does not list, or a
 * consumer reads what is not there
 */
export function defineDomain(definition: DomainDefinition): Domain {
  const { platform, name } = definition;
  checkMembers(definition);
  const database = `${platform.prefix}_${name.toUpperCase()}`;
  checkIdentifier(database, `the database name of domain ${name}`);
  const domain: Domain = Object.freeze({
    kind: 'domain',
    platform,
    name,
    database,
    contracts: Object.freeze([...definition.contracts]),
    collectors: Object.freeze([...(definition.collectors ?? [])]),
    promotions: Object.freeze([...(definition.promotions ?? [])]),
    access: Object.freeze([...(definition.access ?? [])]),
    consumers: Object.freeze((definition.consumers ?? []).map(frozenPin)),
  });
  checkContracts(domain);
  checkAccess(domain);
  checkConsumers(domain);
  checkReferences(domain);
  return domain;
}

/**
 * All that a domain may say; another one may be spread into it, so what is derived is taken and derived
 * anew. A word that is not known may be a protection that is misspelt.
 */
const members: Readonly<Record<keyof Domain, 'given' | 'list' | 'derived'>> = {
  platform: 'given',
  name: 'given',
  contracts: 'list',
  collectors: 'list',
  promotions: 'list',
  access: 'list',
  consumers: 'list',
  kind: 'derived',
  database: 'derived',
};

function checkMembers(definition: DomainDefinition): void {
  const invalid = (message: string, next: string) =>
    new CoreError('DAS_DOMAIN_INVALID', message, { place: `domain ${definition.name}`, next });
  for (const [member, value] of Object.entries(definition)) {
    if (!Object.hasOwn(members, member)) {
      const known = Object.entries(members).filter(([, role]) => role !== 'derived');
      throw invalid(
        `${member} is not known`,
        `use one of ${known.map(([each]) => each).join(', ')}`,
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

function checkAccess(domain: Domain): void {
  const roles = new Set(
    domain.access.flatMap((each) => (each.kind === 'accessRole' ? [each.name] : [])),
  );
  const filtered = new Set<string>();
  for (const each of domain.access) {
    if (each.kind !== 'rowAccessPolicy') continue;
    for (const name of each.appliesTo.contracts) {
      if (filtered.has(name)) {
        // A table takes one row access policy, so one of them would filter nothing.
        throw new CoreError(
          'DAS_DOMAIN_INVALID',
          `two row access policies apply to contract ${name}`,
          { place: `domain ${domain.name}`, next: 'write one policy that says what both say' },
        );
      }
      filtered.add(name);
    }
    const named = [...each.unrestricted, ...each.allow.map((rule) => rule.role)];
    for (const role of named) {
      if (!roles.has(role)) {
        throw new CoreError(
          'DAS_DOMAIN_INVALID',
          `row access policy ${each.name} names role ${role}, which is no access role of the domain`,
          {
            place: `domain ${domain.name}`,
            next: `add accessRole({ name: '${role}', ... }) to the access of the domain`,
          },
        );
      }
    }
    for (const name of each.appliesTo.contracts) {
      const contract = domain.contracts.find((one) => one.name === name);
      if (contract?.columns.some((column) => column.name === each.appliesTo.column)) continue;
      throw new CoreError(
        'DAS_DOMAIN_INVALID',
        `row access policy ${each.name} applies to ${name}.${each.appliesTo.column}, which is not there`,
        {
          place: `domain ${domain.name}`,
          next: 'name a contract of the domain and one of its columns',
        },
      );
    }
  }
}
