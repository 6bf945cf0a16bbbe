import type { NetworkPolicyDeclaration } from '@das/core';
import { networkPolicy, networkRule } from '@das/governance';

/**
 * From where people and programs may connect: the clinic, and its endpoint in the cloud. It is in force for
 * the whole account. The addresses are those that RFC 5737 keeps for documentation.
 */
export const clinicNetwork: NetworkPolicyDeclaration = networkPolicy({
  name: 'BROOK_CLINIC_NETWORK',
  allow: [
    networkRule.ipv4('WARDS', '198.51.100.0/24'),
    networkRule.ipv4('RESEARCH', '203.0.113.0/24'),
    // The embedded engine is asked from here. Nobody reaches Snowflake with this address.
    networkRule.ipv4('THIS_MACHINE', '127.0.0.1'),
  ],
  block: [networkRule.ipv4('WAITING_ROOMS', '198.51.100.128/25')],
  activeOn: 'account',
  breakGlass: ['203.0.113.7'],
});
