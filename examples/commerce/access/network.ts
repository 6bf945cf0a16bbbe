import type { NetworkPolicyDeclaration } from '@das/core';
import { networkPolicy, networkRule } from '@das/governance';

/**
 * From where people and programs may connect. It is in force for the whole account, so it is deployed with
 * the domain `platform` and not by a team. The addresses are those that RFC 5737 keeps for documentation.
 */
export const companyNetwork: NetworkPolicyDeclaration = networkPolicy({
  name: 'BROOK_COMPANY_NETWORK',
  allow: [
    networkRule.ipv4('OFFICES', '198.51.100.0/24'),
    networkRule.ipv4('VPN', '203.0.113.0/25'),
    // The embedded engine is asked from here. Nobody reaches Snowflake with this address.
    networkRule.ipv4('THIS_MACHINE', '127.0.0.1'),
  ],
  block: [networkRule.ipv4('GUEST_NETWORK', '198.51.100.192/26')],
  activeOn: 'account',
  breakGlass: ['203.0.113.7'],
});
