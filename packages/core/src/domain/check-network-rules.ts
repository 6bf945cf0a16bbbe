import type { NetworkPolicyDeclaration, NetworkRuleDeclaration } from '../access/declarations.js';
import { CoreError } from '../errors/core-error.js';
import type { Domain } from './define-domain.js';
import { platformDomain } from './network.js';

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

/** Whether every value of a rule is in one of the others of its type. */
function isWithin(
  rule: NetworkRuleDeclaration,
  others: readonly NetworkRuleDeclaration[],
): boolean {
  const values = others.filter((each) => each.type === rule.type).flatMap((each) => each.values);
  return rule.values.every((value) =>
    values.some(
      (other) => other === value || (rule.type === 'IPV4' && isBlockWithin(value, other)),
    ),
  );
}

/** Whether an IPv4 block lies in another one; what cannot be read does not. */
function isBlockWithin(block: string, other: string): boolean {
  const [inner, outer] = [rangeOf(block), rangeOf(other)];
  if (inner === undefined || outer === undefined) return false;
  return inner.first >= outer.first && inner.last <= outer.last;
}

function rangeOf(block: string): { readonly first: number; readonly last: number } | undefined {
  const match = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})(?:\/(\d{1,2}))?$/.exec(block);
  if (match === null) return undefined;
  const bytes = match.slice(1, 5).map(Number);
  const bits = match[5] === undefined ? 32 : Number(match[5]);
  if (bytes.some((byte) => byte > 255) || bits > 32) return undefined;
  const address = bytes.reduce((sum, byte) => sum * 256 + byte, 0);
  const size = 2 ** (32 - bits);
  const first = Math.floor(address / size) * size;
  return { first, last: first + size - 1 };
}

function weakens(domain: Domain, message: string, next: string): CoreError {
  return new CoreError('DAS_DOMAIN_WEAKENS_PLATFORM', message, {
    place: `domain ${domain.name}`,
    next,
  });
}
