import type { ResultSet } from '@das/core';
import { holds, holdsGlobal, owns, sees } from '../../access/privileges.js';
import type { NetworkPolicyObject } from '../../catalogue/network-policy-object.js';
import { accountId } from '../../catalogue/system-objects.js';
import type { TokenReader } from '../../lexing/token-reader.js';
import { activePolicy } from '../../network/active-policy.js';
import { allowsAddress } from '../../network/allows-address.js';
import { statusResult } from '../../shaping/status-result.js';
import { executionFailed, notAuthorized, notFound } from '../../warehouse/errors.js';
import type { Definition } from '../definition.js';

const done = 'Statement executed successfully.';

/** Whether a statement is `ALTER ACCOUNT | USER u SET NETWORK_POLICY = p`, or UNSET, and that alone. */
export function setsNetworkPolicy(reader: TokenReader): boolean {
  const start = reader.position;
  if (!reader.accept('ALTER')) return false;
  let found = reader.accept('ACCOUNT');
  if (!found && reader.accept('USER')) {
    reader.accept('IF', 'EXISTS');
    reader.next();
    found = true;
  }
  const sets =
    found && (reader.sees('SET', 'NETWORK_POLICY') || reader.sees('UNSET', 'NETWORK_POLICY'));
  reader.back(start);
  return sets;
}

/**
 * Activates a network policy for the account or a user, or ends that.
 *
 * @see https://docs.snowflake.com/en/user-guide/network-policies
 */
export async function setNetworkPolicy(definition: Definition): Promise<ResultSet> {
  const { reader } = definition;
  reader.expect('ALTER');
  return reader.accept('ACCOUNT') ? forAccount(definition) : forUser(definition);
}

function forAccount(definition: Definition): ResultSet {
  const { draft, roles, context } = definition;
  const account = draft.get(accountId);
  const mayAttach = roles.has('SECURITYADMIN') || holdsGlobal(draft, roles, 'ATTACH POLICY');
  if (account?.kind !== 'ACCOUNT' || !mayAttach) {
    throw notAuthorized('Account', context.engine.account);
  }
  const policy = readPolicy(definition);
  const { networkPolicy: _, ...without } = account;
  draft.put(policy === undefined ? without : { ...without, networkPolicy: policy.id });
  if (policy !== undefined) requireReachable(definition, policy, 'activated');
  return statusResult(done);
}

function forUser(definition: Definition): ResultSet {
  const { reader, draft, roles } = definition;
  reader.expect('USER');
  const ifExists = reader.accept('IF', 'EXISTS');
  const name = reader.identifier();
  const user = draft.find('USER', 0, name);
  if (user === undefined && ifExists) return statusResult(done);
  if (user === undefined || !sees(roles, user)) throw notFound('User', name);
  if (!owns(roles, user)) throw notAuthorized('User', name);
  const policy = readPolicy(definition);
  if (policy !== undefined && !holds(roles, policy, 'USAGE') && !roles.has('SECURITYADMIN')) {
    throw notAuthorized('Network Policy', policy.name);
  }
  const { networkPolicy: _, ...without } = user;
  draft.put(policy === undefined ? without : { ...without, networkPolicy: policy.id });
  if (policy !== undefined) requireReachable(definition, policy, 'activated');
  return statusResult(done);
}

/** `SET NETWORK_POLICY = p`, or `UNSET NETWORK_POLICY`. */
function readPolicy(definition: Definition): NetworkPolicyObject | undefined {
  const { reader, draft, roles } = definition;
  if (reader.accept('UNSET', 'NETWORK_POLICY')) {
    reader.expectEnd();
    return undefined;
  }
  reader.expect('SET', 'NETWORK_POLICY');
  reader.expectOperator('=');
  const quoted = reader.peek().kind === 'string';
  const name = quoted ? reader.string().toUpperCase() : reader.identifier();
  reader.expectEnd();
  const policy = draft.find('NETWORK POLICY', 0, name);
  const isKnown = policy !== undefined && (sees(roles, policy) || roles.has('SECURITYADMIN'));
  if (!isKnown) throw notFound('Network Policy', name);
  return policy;
}

/**
 * Who changes what keeps people out must not keep himself out. A session inside this process has no
 * address, and needs none.
 */
export function requireReachable(
  definition: Definition,
  policy: NetworkPolicyObject,
  what: 'activated' | 'altered',
): void {
  const { draft, context } = definition;
  const { clientAddress, user } = context.state;
  if (clientAddress === undefined || activePolicy(draft, user)?.id !== policy.id) return;
  if (allowsAddress(draft, policy, clientAddress)) return;
  throw executionFailed(
    what === 'activated'
      ? `Network policy ${policy.name} cannot be activated. Requestor IP address/Token, ${clientAddress}, must be included in the allowed_ip_list or allowed network rules.`
      : `Changes cannot be applied to the network policy ${policy.name} because current IP address/token ${clientAddress} is not allowed in it.`,
    { place: policy.name, next: 'allow the address that you come from' },
  );
}
