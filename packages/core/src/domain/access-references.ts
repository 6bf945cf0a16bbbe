import { type AnyContract, nearMiss } from '@das/contracts';
import { tiers } from '../access/declarations.js';
import { signatureType } from '../access/mask-expression.js';
import { CoreError } from '../errors/core-error.js';
import type { Domain } from './define-domain.js';
import { unknownName } from './unknown-name.js';

/** A domain, as an error names it. */
export function placeOf({ name }: Domain): string {
  return `domain ${name}`;
}

/** An error about the access of a domain. */
export function invalidAccess(domain: Domain, message: string, next: string): CoreError {
  return new CoreError('DAS_DOMAIN_INVALID', message, { place: placeOf(domain), next });
}

/** The contract of the domain that `what` names. */
export function contractNamed(domain: Domain, what: string, name: string): AnyContract {
  const found = domain.contracts.find((each) => each.name === name);
  if (found !== undefined) return found;
  throw unknownName(
    placeOf(domain),
    `${what} names contract ${name}, which the domain does not list`,
    name,
    domain.contracts.map((each) => each.name),
  );
}

/** The column of a contract that `what` names. */
export function columnNamed(
  domain: Domain,
  what: string,
  contract: AnyContract,
  name: string,
): AnyContract['columns'][number] {
  const found = contract.columns.find((each) => each.name === name);
  if (found !== undefined) return found;
  throw unknownName(
    placeOf(domain),
    `${what} names ${contract.name}.${name}, which is not there`,
    name,
    contract.columns.map((each) => each.name),
  );
}

/** Refuses a tier that there is not. */
export function checkTier(domain: Domain, what: string, name: string): void {
  if (tiers.some((tier) => tier === name)) return;
  throw unknownName(placeOf(domain), `${what} names tier ${name}, which there is not`, name, tiers);
}

function accessRoles({ access }: Domain): readonly string[] {
  return access.flatMap((each) => (each.kind === 'accessRole' ? [each.name] : []));
}

/** Refuses roles that are no access roles of the domain. */
export function checkRoles(domain: Domain, what: string, roles: readonly string[]): void {
  const known = accessRoles(domain);
  for (const role of roles) {
    if (known.includes(role)) continue;
    const error = unknownName(
      placeOf(domain),
      `${what} names role ${role}, which is no access role of the domain`,
      role,
      known,
    );
    if (error.next?.startsWith('did you mean') === true) throw error;
    throw invalidAccess(
      domain,
      error.message,
      `add accessRole({ name: '${role}', ... }) to the access of the domain`,
    );
  }
}

/** Roles that may be anybody's in the account, but hardly the misspelt ones of the domain. */
export function checkForeignRoles(domain: Domain, what: string, roles: readonly string[]): void {
  const known = accessRoles(domain);
  for (const role of roles) {
    const meant = known.includes(role) ? undefined : nearMiss(role, known);
    if (meant === undefined) continue;
    throw invalidAccess(
      domain,
      `${what} names role ${role}, and the domain has ${meant}`,
      `did you mean ${meant}? If not, give the roles names that cannot be confused`,
    );
  }
}

/** Columns that a policy reads beside the one that it is on. */
export function checkArguments(
  domain: Domain,
  what: string,
  contract: AnyContract,
  conditions: readonly { readonly name: string; readonly type: string }[] = [],
): void {
  for (const { name, type } of conditions) {
    const column = contract.columns.find((each) => each.name.toUpperCase() === name);
    if (column === undefined) {
      throw unknownName(
        placeOf(domain),
        `${what} reads ${contract.name}.${name}, which is not there`,
        name,
        contract.columns.map((each) => each.name.toUpperCase()),
      );
    }
    if (signatureType(column.type) === type) continue;
    throw invalidAccess(
      domain,
      `${what} reads ${contract.name}.${column.name} as ${type}, which is ${column.type}`,
      `write ${signatureType(column.type)}`,
    );
  }
}
