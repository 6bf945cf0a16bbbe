import { type AnyContract, nearMiss } from '@das/contracts';
import type { AccessDeclaration } from '../access/declarations.js';
import { tiers } from '../access/declarations.js';
import { signatureType } from '../access/mask-expression.js';
import { CoreError } from '../errors/core-error.js';
import { projectionsFor } from './constraint-policies.js';
import type { Domain } from './define-domain.js';
import { checkIdentifier } from './platform.js';
import { declaredFor, filteringShares } from './row-access.js';
import { sharesOf } from './shares.js';
import { unknownName } from './unknown-name.js';

/**
 * Checks that what decides who sees what names roles, contracts, columns, tags and policies that are
 * there, and that no object is given two policies of which it takes one.
 */
export function checkAccess(domain: Domain): void {
  const check = new AccessCheck(domain);
  for (const declaration of domain.access) check.declaration(declaration);
  for (const share of sharesOf(domain)) check.share(share);
  check.unique();
  for (const contract of domain.contracts) check.contract(contract);
}

const kinds: Readonly<Record<AccessDeclaration['kind'], true>> = {
  maskingPolicy: true,
  rowAccessPolicy: true,
  accessRole: true,
  aggregationPolicy: true,
  projectionPolicy: true,
  tag: true,
  share: true,
  warehouse: true,
  networkPolicy: true,
};

class AccessCheck {
  readonly #domain: Domain;
  readonly #place: string;
  readonly #roles: readonly string[];

  constructor(domain: Domain) {
    this.#domain = domain;
    this.#place = `domain ${domain.name}`;
    this.#roles = domain.access.flatMap((each) => (each.kind === 'accessRole' ? [each.name] : []));
  }

  declaration(declaration: AccessDeclaration): void {
    switch (declaration.kind) {
      case 'maskingPolicy': {
        const what = `masking policy ${declaration.name}`;
        for (const name of declaration.appliesTo.contracts ?? []) {
          const contract = this.#contract(what, name);
          this.#arguments(what, contract, declaration.conditions);
        }
        this.#suspect(what, [...declaration.reveal, ...(declaration.namedRoles ?? [])]);
        return;
      }
      case 'rowAccessPolicy':
        this.#rowAccess(declaration);
        return;
      case 'aggregationPolicy': {
        const what = `aggregation policy ${declaration.name}`;
        for (const name of declaration.appliesTo.contracts) this.#contract(what, name);
        for (const tier of declaration.appliesTo.tiers) this.#tier(what, tier);
        this.#named(what, declaration.unrestricted);
        return;
      }
      case 'projectionPolicy': {
        const what = `projection policy ${declaration.name}`;
        const { appliesTo } = declaration;
        if ('contracts' in appliesTo) {
          for (const name of appliesTo.contracts) {
            const contract = this.#contract(what, name);
            for (const column of appliesTo.columns) this.#column(what, contract, column);
          }
        }
        this.#named(what, declaration.allow);
        return;
      }
      case 'tag':
        this.#tag(declaration);
        return;
      case 'warehouse':
        this.#named(`warehouse ${declaration.name ?? ''}`.trim(), declaration.usedBy);
        return;
      case 'accessRole':
        checkIdentifier(declaration.name, 'the name of an access role');
        for (const tier of declaration.reads) this.#tier(`role ${declaration.name}`, tier);
        return;
      case 'share':
      case 'networkPolicy':
        return;
      default: {
        const { kind } = declaration as { readonly kind: unknown };
        throw unknownName(
          this.#place,
          `the access has a declaration of a kind that is not known`,
          String(kind),
          Object.keys(kinds),
        );
      }
    }
  }

  share(share: Extract<AccessDeclaration, { kind: 'share' }>): void {
    const what = `share ${share.name}`;
    checkIdentifier(share.name, 'the name of a share');
    this.#tier(what, share.tier);
    for (const account of share.accounts) {
      if (/^[A-Z][A-Z0-9_]*\.[A-Z][A-Z0-9_]*$/.test(account)) continue;
      throw this.#invalid(
        `${what} names an account that is none`,
        'write ORGANIZATION.ACCOUNT in upper case',
      );
    }
    for (const name of share.contracts) {
      const contract = this.#contract(what, name);
      if (share.rows === undefined) continue;
      const column = this.#column(what, contract, share.rows.column);
      if (!column.type.startsWith('VARCHAR')) {
        throw this.#invalid(
          `${what} filters by ${name}.${column.name}, which is no text`,
          'filter by a column with texts',
        );
      }
    }
  }

  /** Two of one name: the one would be deployed in place of the other. */
  unique(): void {
    const seen = new Set<string>();
    const named = [
      ...this.#domain.access.filter(
        (each) => each.kind !== 'maskingPolicy' && each.kind !== 'share',
      ),
      ...sharesOf(this.#domain),
    ];
    for (const { kind, name } of named) {
      const key = `${kind} ${name ?? ''}`.trim();
      if (seen.has(key)) {
        throw this.#invalid(`${key} is declared twice`, 'give each a name of its own');
      }
      seen.add(key);
    }
  }

  /** What a contract's tables and columns take only one of. */
  contract(contract: AnyContract): void {
    const of = (kind: 'rowAccessPolicy' | 'aggregationPolicy') =>
      this.#domain.access.flatMap((each) =>
        each.kind === kind && each.appliesTo.contracts.includes(contract.name) ? [each] : [],
      );
    if (of('rowAccessPolicy').length > 1) {
      // A table takes one row access policy, so one of them would filter nothing.
      throw this.#twice('row access', contract.name);
    }
    for (const tier of tiers) {
      const inTier = of('aggregationPolicy').filter(
        (each) => each.kind === 'aggregationPolicy' && each.appliesTo.tiers.includes(tier),
      );
      if (inTier.length > 1) throw this.#twice('aggregation', contract.name);
    }
    for (const column of contract.columns) {
      if (projectionsFor(this.#domain, contract, column).length < 2) continue;
      throw this.#twice('projection', `${contract.name}.${column.name}`);
    }
    const declared = declaredFor(this.#domain, contract);
    const columns = filteringShares(this.#domain, contract).flatMap(({ rows }) =>
      rows === undefined ? [] : [rows.column],
    );
    const all = new Set([
      ...columns,
      ...(declared === undefined ? [] : [declared.appliesTo.column]),
    ]);
    if (columns.length === 0 || all.size === 1) return;
    throw this.#invalid(
      `the rows of contract ${contract.name} are filtered by ${[...all].join(' and by ')}, and a table has one row access policy`,
      'filter shares and roles by the same column',
    );
  }

  #rowAccess(policy: Extract<AccessDeclaration, { kind: 'rowAccessPolicy' }>): void {
    const what = `row access policy ${policy.name}`;
    const { appliesTo, mapping } = policy;
    const named = [...policy.unrestricted, ...policy.allow.map((rule) => rule.role)];
    this.#named(what, named);
    const types = new Set<string>();
    for (const name of appliesTo.contracts) {
      const contract = this.#domain.contracts.find((one) => one.name === name);
      const column = contract?.columns.find((each) => each.name === appliesTo.column);
      if (contract === undefined || column === undefined) {
        throw unknownName(
          this.#place,
          `${what} applies to ${name}.${appliesTo.column}, which is not there`,
          contract === undefined ? name : appliesTo.column,
          contract === undefined
            ? this.#domain.contracts.map((each) => each.name)
            : contract.columns.map((each) => each.name),
        );
      }
      types.add(signatureType(column.type));
      this.#arguments(what, contract, policy.conditions);
    }
    if (types.size > 1) {
      throw this.#invalid(
        `${what} applies to columns of the types ${[...types].join(' and ')}`,
        'write one policy for each type',
      );
    }
    if (mapping === undefined) return;
    const contract = this.#contract(`the mapping of ${what}`, mapping.contract);
    this.#column(`the mapping of ${what}`, contract, mapping.value);
    this.#column(`the mapping of ${what}`, contract, mapping.holder);
    this.#tier(`the mapping of ${what}`, mapping.tier);
    const isFiltered =
      appliesTo.contracts.includes(mapping.contract) ||
      declaredFor(this.#domain, contract) !== undefined ||
      filteringShares(this.#domain, contract).length > 0;
    if (isFiltered) {
      throw this.#invalid(
        `the mapping of ${what} is itself filtered by a row access policy`,
        'map by a contract that nothing filters',
      );
    }
  }

  #tag(tag: Extract<AccessDeclaration, { kind: 'tag' }>): void {
    const what = `tag ${tag.name}`;
    for (const { contract: name, column, value } of tag.assigned) {
      const contract = this.#contract(what, name);
      if (column !== undefined) this.#column(what, contract, column);
      if (tag.allowedValues.length === 0 || tag.allowedValues.includes(value)) continue;
      const place = column === undefined ? name : `${name}.${column}`;
      throw unknownName(
        this.#place,
        `${what} does not allow the value that ${place} is given`,
        value,
        tag.allowedValues,
      );
    }
    const own = this.#domain.access.filter((each) => each.kind === 'maskingPolicy');
    const known = [...own, ...this.#domain.platform.masking].map((each) => each.name);
    for (const name of tag.masking ?? []) {
      if (known.includes(name)) continue;
      throw unknownName(
        this.#place,
        `${what} names masking policy ${name}, which there is not`,
        name,
        known,
      );
    }
  }

  #named(what: string, roles: readonly string[]): void {
    for (const role of roles) {
      if (this.#roles.includes(role)) continue;
      const error = unknownName(
        this.#place,
        `${what} names role ${role}, which is no access role of the domain`,
        role,
        this.#roles,
      );
      if (error.next?.startsWith('did you mean') === true) throw error;
      throw this.#invalid(
        error.message,
        `add accessRole({ name: '${role}', ... }) to the access of the domain`,
      );
    }
  }

  /** Roles that may be anybody's in the account, but hardly the misspelt ones of the domain. */
  #suspect(what: string, roles: readonly string[]): void {
    for (const role of roles) {
      const meant = this.#roles.includes(role) ? undefined : nearMiss(role, this.#roles);
      if (meant === undefined) continue;
      throw this.#invalid(
        `${what} names role ${role}, and the domain has ${meant}`,
        `did you mean ${meant}? If not, give the roles names that cannot be confused`,
      );
    }
  }

  #contract(what: string, name: string): AnyContract {
    const found = this.#domain.contracts.find((each) => each.name === name);
    if (found !== undefined) return found;
    throw unknownName(
      this.#place,
      `${what} names contract ${name}, which the domain does not list`,
      name,
      this.#domain.contracts.map((each) => each.name),
    );
  }

  #column(what: string, contract: AnyContract, name: string): AnyContract['columns'][number] {
    const found = contract.columns.find((each) => each.name === name);
    if (found !== undefined) return found;
    throw unknownName(
      this.#place,
      `${what} names ${contract.name}.${name}, which is not there`,
      name,
      contract.columns.map((each) => each.name),
    );
  }

  #tier(what: string, name: string): void {
    if (tiers.some((tier) => tier === name)) return;
    throw unknownName(this.#place, `${what} names tier ${name}, which there is not`, name, tiers);
  }

  /** Columns that a policy reads beside the one that it is on. */
  #arguments(
    what: string,
    contract: AnyContract,
    conditions: readonly { readonly name: string; readonly type: string }[] = [],
  ): void {
    for (const { name, type } of conditions) {
      const column = contract.columns.find((each) => each.name.toUpperCase() === name);
      if (column === undefined) {
        throw unknownName(
          this.#place,
          `${what} reads ${contract.name}.${name}, which is not there`,
          name,
          contract.columns.map((each) => each.name.toUpperCase()),
        );
      }
      if (signatureType(column.type) === type) continue;
      throw this.#invalid(
        `${what} reads ${contract.name}.${column.name} as ${type}, which is ${column.type}`,
        `write ${signatureType(column.type)}`,
      );
    }
  }

  #twice(kind: string, on: string): CoreError {
    return this.#invalid(
      `two ${kind} policies apply to contract ${on}`,
      'write one policy that says what both say',
    );
  }

  #invalid(message: string, next: string): CoreError {
    return new CoreError('DAS_DOMAIN_INVALID', message, { place: this.#place, next });
  }
}
