import type { NetworkPolicyDeclaration } from '../access/declarations.js';
import { CoreError } from '../errors/core-error.js';
import type { Domain } from './define-domain.js';
import { platformDomain } from './network.js';
import { isWithin } from './network-reach.js';

/**
 * Checks that a domain lets nobody in whom the platform keeps out. A policy of a user takes the place of
 * the account's for that user, so it has to be as narrow.
 *
 * @see https://docs.snowflake.com/en/user-guide/network-policies
 */
export function checkNetworkRules(domain: Domain): void {
  const account = domain.platform.network.find((each) => each.activeOn === 'account');
  const own = domain.access.filter((each) => each.kind === 'networkPolicy');
  const names = [...domain.platform.network, ...own].map((each) => each.name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) {
    throw new CoreError('DAS_DOMAIN_INVALID', `two network policies are called ${twice}`, {
      place: `domain ${domain.name}`,
      next: 'give each a name of its own, also beside those of the platform',
    });
  }
  if (account === undefined) return;
  for (const policy of own) {
    if (policy.activeOn === 'none') continue;
    if (policy.activeOn === 'account') {
      throw weakens(
        domain,
        `network policy ${policy.name} would take the place of ${account.name} of the platform`,
        domain.name === platformDomain
          ? 'change the network of the platform'
          : 'put it in force for users, or leave it to the platform',
      );
    }
    checkNarrower(domain, policy, account);
  }
}

function checkNarrower(
  domain: Domain,
  policy: NetworkPolicyDeclaration,
  account: NetworkPolicyDeclaration,
): void {
  const wide = policy.allow.find((rule) => !isWithin(rule, account.allow));
  // No list of what is allowed means that everything is.
  if (policy.allow.length === 0 || wide !== undefined) {
    throw weakens(
      domain,
      `network policy ${policy.name} lets more in than ${account.name} of the platform`,
      wide === undefined
        ? 'list what it allows'
        : `allow only addresses of ${account.name}: rule ${wide.name} has others`,
    );
  }
  const missing = account.block.find((rule) => !isWithin(rule, policy.block));
  if (missing === undefined) return;
  throw weakens(
    domain,
    `network policy ${policy.name} does not block what ${account.name} of the platform does`,
    `block rule ${missing.name} as well`,
  );
}

function weakens(domain: Domain, message: string, next: string): CoreError {
  return new CoreError('DAS_DOMAIN_WEAKENS_PLATFORM', message, {
    place: `domain ${domain.name}`,
    next,
  });
}
