import type { AnyContract } from '@das/contracts';
import { CliError } from '../errors/cli-error.js';
import { suggestName } from '../program/closest-name.js';

/**
 * The contracts of these names, in the domain's order, or all of them. A name may be written with
 * its domain: `orders` or `commerce.orders`.
 *
 * @throws {@link CliError} `DAS_DOMAIN_UNKNOWN_CONTRACT`
 */
export function findContracts<Found extends Pick<AnyContract, 'name'>>(
  domain: { readonly name: string; readonly contracts: readonly Found[] },
  names: readonly string[],
): readonly Found[] {
  const known = domain.contracts.map(({ name }) => name);
  const wanted = names.map((name) => shortName(domain.name, name));
  for (const name of wanted) {
    if (known.includes(name)) continue;
    throw new CliError('DAS_DOMAIN_UNKNOWN_CONTRACT', `there is no contract ${name}`, {
      place: `domain ${domain.name}`,
      next: suggestName(name, known, 'contracts'),
    });
  }
  return names.length === 0
    ? domain.contracts
    : domain.contracts.filter(({ name }) => wanted.includes(name));
}

function shortName(domain: string, name: string): string {
  const prefix = `${domain}.`;
  return name.startsWith(prefix) ? name.slice(prefix.length) : name;
}

/** `domain.name`, as lockfiles and reports name a contract. */
export function fullName({ domain, name }: Pick<AnyContract, 'domain' | 'name'>): string {
  return `${domain}.${name}`;
}
