import { quoteIdentifier, type SqlFragment, sql } from '../warehouse/statement.js';
import { fingerprintComment } from './fingerprint.js';
import type { NetworkPolicyResource, NetworkRuleResource } from './resource.js';

/** Where a network policy is in force. */
export type NetworkPlace = NetworkPolicyResource['activeOn'][number];

/**
 * Creates a network rule.
 *
 * @see https://docs.snowflake.com/en/sql-reference/sql/create-network-rule
 */
export function createNetworkRule(resource: NetworkRuleResource): SqlFragment {
  return sql`CREATE NETWORK RULE ${sql.id(...resource.name)} MODE = ${sql.raw(resource.mode)} TYPE = ${sql.raw(resource.type)} VALUE_LIST = ${addresses(resource)} ${fingerprintComment(resource)}`;
}

/**
 * Gives a network rule its values, in one statement. Its type and mode cannot change.
 *
 * @see https://docs.snowflake.com/en/sql-reference/sql/alter-network-rule
 */
export function alterNetworkRule(resource: NetworkRuleResource): SqlFragment {
  return sql`ALTER NETWORK RULE ${sql.id(...resource.name)} SET VALUE_LIST = ${addresses(resource)} ${fingerprintComment(resource)}`;
}

/**
 * Creates a network policy, in force nowhere yet: see {@link activateNetworkPolicy}.
 *
 * @see https://docs.snowflake.com/en/sql-reference/sql/create-network-policy
 */
export function createNetworkPolicy(resource: NetworkPolicyResource): SqlFragment {
  return sql`CREATE NETWORK POLICY ${sql.id(...resource.name)} ${lists(resource)}`;
}

/**
 * Gives a network policy its rules, in one statement. Neither CREATE OR REPLACE nor CREATE OR ALTER may
 * touch a policy that is in force.
 *
 * @see https://docs.snowflake.com/en/sql-reference/sql/alter-network-policy
 */
export function alterNetworkPolicy(resource: NetworkPolicyResource): SqlFragment {
  return sql`ALTER NETWORK POLICY ${sql.id(...resource.name)} SET ${lists(resource)}`;
}

/**
 * Puts a network policy in force, in place of the one that is.
 *
 * @see https://docs.snowflake.com/en/user-guide/network-policies
 */
export function activateNetworkPolicy(
  policy: Pick<NetworkPolicyResource, 'name'>,
  place: NetworkPlace,
): SqlFragment {
  return sql`ALTER ${owner(place)} SET NETWORK_POLICY = ${sql.id(...policy.name)}`;
}

/** Takes the network policy off an account or a user: there is none in force there after it. */
export function deactivateNetworkPolicy(place: NetworkPlace): SqlFragment {
  return sql`ALTER ${owner(place)} UNSET NETWORK_POLICY`;
}

function owner(place: NetworkPlace): SqlFragment {
  return place.type === 'ACCOUNT' ? sql`ACCOUNT` : sql`USER ${sql.id(place.user)}`;
}

function addresses({ values }: NetworkRuleResource): SqlFragment {
  return sql`(${sql.join(values.map((value) => sql.literal(value)))})`;
}

function lists(resource: NetworkPolicyResource): SqlFragment {
  const names = ({ allowed, blocked }: NetworkPolicyResource, which: 'allowed' | 'blocked') =>
    sql.join(
      (which === 'allowed' ? allowed : blocked).map((name) =>
        sql.literal(name.map(quoteIdentifier).join('.')),
      ),
    );
  return sql`ALLOWED_NETWORK_RULE_LIST = (${names(resource, 'allowed')}) BLOCKED_NETWORK_RULE_LIST = (${names(resource, 'blocked')}) ${fingerprintComment(resource)}`;
}
