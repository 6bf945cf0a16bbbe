import type { NetworkRuleDeclaration } from '@das/core';
import { checkIdentifier, checkList, frozen, type Refuse, refusing } from '../declaring/refuse.js';
import { blockText, readBlock } from './canonical-address.js';

/** Makes lists of addresses for a `networkPolicy`: addresses of one type under a name. */
export const networkRule: {
  /**
   * IPv4 addresses and CIDR blocks.
   *
   * @throws {@link GovernanceError} `DAS_GOVERNANCE_INVALID_NETWORK`
   */
  readonly ipv4: (name: string, ...values: readonly string[]) => NetworkRuleDeclaration;
  /**
   * IPv6 addresses and CIDR blocks. They do not protect internal stages.
   *
   * @throws {@link GovernanceError} `DAS_GOVERNANCE_INVALID_NETWORK`
   */
  readonly ipv6: (name: string, ...values: readonly string[]) => NetworkRuleDeclaration;
  /**
   * Endpoints of AWS PrivateLink: `vpce-` and 8 or 17 hexadecimal digits. An endpoint in an allow list
   * says nothing about public traffic, which has to be blocked beside it.
   *
   * @throws {@link GovernanceError} `DAS_GOVERNANCE_INVALID_NETWORK`
   */
  readonly vpcEndpoint: (name: string, ...values: readonly string[]) => NetworkRuleDeclaration;
  /** Every IPv4 address: in an allow list it has to be said, and it cannot be said in digits. */
  readonly anywhere: (name: string) => NetworkRuleDeclaration;
} = Object.freeze({
  ipv4: (name: string, ...values: readonly string[]) => blocksOf('IPV4', name, values),
  ipv6: (name: string, ...values: readonly string[]) => blocksOf('IPV6', name, values),
  vpcEndpoint,
  anywhere: (name: string) => {
    checkIdentifier(name, 'the name', refuseOf(name));
    return frozen<NetworkRuleDeclaration>({ name, type: 'IPV4', values: ['0.0.0.0/0'] });
  },
});

function refuseOf(name: string): Refuse {
  return refusing('DAS_GOVERNANCE_INVALID_NETWORK', 'networkRule', name);
}

function blocksOf(
  type: 'IPV4' | 'IPV6',
  name: string,
  values: readonly string[],
): NetworkRuleDeclaration {
  const refuse = refuseOf(name);
  checkIdentifier(name, 'the name', refuse);
  const family = type === 'IPV4' ? 'ipv4' : 'ipv6';
  const blocks = values.map((value) => readBlock(value, family, refuse));
  if (blocks.some(({ prefix }) => prefix === 0)) {
    throw refuse(
      'a block holds every address there is',
      `write networkRule.anywhere('${name}') if that is meant`,
    );
  }
  const texts = blocks.map(blockText);
  checkList(texts, 'the list of addresses', refuse);
  return frozen<NetworkRuleDeclaration>({ name, type, values: texts });
}

function vpcEndpoint(name: string, ...values: readonly string[]): NetworkRuleDeclaration {
  const refuse = refuseOf(name);
  checkIdentifier(name, 'the name', refuse);
  checkList(values, 'the list of endpoints', refuse);
  for (const value of values) {
    if (/^vpce-(?:[0-9a-f]{8}|[0-9a-f]{17})$/.test(value)) continue;
    throw refuse(
      'a value is no identifier of a VPC endpoint',
      'write vpce- and 8 or 17 hexadecimal digits in lower case',
    );
  }
  return frozen<NetworkRuleDeclaration>({ name, type: 'AWSVPCEID', values: [...values] });
}
