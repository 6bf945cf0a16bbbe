import { BlockList } from 'node:net';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { refuseOpenBetween } from '../deploy/network-between.js';
import type { PlanStep } from '../deploy/plan-step.js';
import type { NetworkPolicyResource, NetworkRuleResource } from '../resources/resource.js';
import { isWithin, rangeOf } from './network-reach.js';

const rule = (name: string, ...values: readonly string[]): NetworkRuleResource => ({
  kind: 'networkRule',
  name: ['D', 'S', name],
  type: 'IPV6',
  mode: 'INGRESS',
  values,
});

describe('a block of IPv6 addresses', () => {
  test.each([
    ['2001:db8:1::/48', '2001:db8::/32', true],
    ['2001:db8::7', '2001:db8::/32', true],
    ['2001:0DB8:0:0::7', '2001:db8::7', true],
    ['::ffff:10.0.0.7', '::ffff:0:0/96', true],
    ['2001:db8::/32', '2001:db8:1::/48', false],
    ['2001:db9::/32', '2001:db8::/32', false],
    ['fe80::1%eth0', 'fe80::/10', false],
    ['2001:db8::/129', '::/0', false],
    ['10.0.0.7', '::/0', false],
  ])('%s lies in %s: %s', (inner, outer, isIn) => {
    expect(isWithin(rule('A', inner), [rule('B', outer)])).toBe(isIn);
  });

  test('holds the addresses that Node takes for those of it', () => {
    fc.assert(
      fc.property(fc.ipV6(), fc.ipV6(), fc.integer({ min: 0, max: 128 }), (one, other, prefix) => {
        const list = new BlockList();
        list.addSubnet(other, prefix, 'ipv6');
        const isIn = isWithin(rule('A', one), [rule('B', `${other}/${prefix}`)]);
        expect(isIn).toBe(list.check(one, 'ipv6'));
      }),
      { numRuns: 500, seed: 20261123 },
    );
  });

  test('is none in a rule of IPv4 addresses', () => {
    expect([rangeOf('2001:db8::7', 'IPV4'), rangeOf('10.0.0.7', 'IPV6')]).toEqual([
      undefined,
      undefined,
    ]);
    expect(rangeOf('10.0.0.7/8', 'IPV4')).toEqual({ first: 10n << 24n, last: (11n << 24n) - 1n });
  });
});

test('a plan on whose way a part of an IPv6 block gets in is refused', () => {
  const office = rule('OFFICE', '2001:db8::/32');
  const policy: NetworkPolicyResource = {
    kind: 'networkPolicy',
    name: ['NET'],
    allowed: [office.name],
    blocked: [['D', 'S', 'BAD']],
    activeOn: [{ type: 'ACCOUNT' }],
  };
  const present = (...resources: readonly (NetworkRuleResource | NetworkPolicyResource)[]) => ({
    is: 'several' as const,
    effects: resources.map((resource) => ({ is: 'present' as const, resource })),
  });
  const start = new Map<string, NetworkRuleResource | NetworkPolicyResource>([
    ['networkRule D.S.OFFICE', office],
    ['networkRule D.S.BAD', rule('BAD', '2001:db8:1::/48')],
    ['networkPolicy NET', policy],
  ]);
  const step = (...rules: readonly NetworkRuleResource[]): PlanStep => ({
    action: 'alter',
    address: 'networkRule D.S.BAD',
    statements: rules.map(() => 'ALTER NETWORK RULE D.S.BAD'),
    effects: rules.map((each) => present(each)),
  });
  const ending = rule('BAD', '2001:db8:1::/48', '2001:db8:2::/48');
  expect(() => refuseOpenBetween([step(rule('BAD', '2001:db8:1::/64'), ending)], start)).toThrow(
    expect.objectContaining({ code: 'DAS_PLAN_UNSUPPORTED_CHANGE' }),
  );
  expect(() =>
    refuseOpenBetween([step(rule('BAD', '2001:db8::/47'), ending)], start),
  ).not.toThrow();
});
