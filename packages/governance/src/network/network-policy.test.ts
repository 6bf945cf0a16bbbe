import { BlockList } from 'node:net';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { refusing } from '../declaring/refuse.js';
import { blockText, readBlock } from './canonical-address.js';
import { networkPolicy } from './network-policy.js';
import { networkRule } from './network-rule.js';

const refuse = refusing('DAS_GOVERNANCE_INVALID_NETWORK', 'networkRule', 'R');
const refused = (next: string | RegExp) =>
  expect.objectContaining({
    code: 'DAS_GOVERNANCE_INVALID_NETWORK',
    next: typeof next === 'string' ? next : expect.stringMatching(next),
  });

describe('networkRule', () => {
  test.each([
    ['203.0.113.7', '203.0.113.7'],
    ['203.0.113.7/32', '203.0.113.7'],
    ['203.0.113.0/24', '203.0.113.0/24'],
    ['10.0.0.0/8', '10.0.0.0/8'],
  ])('takes the IPv4 block %s as %s', (given, text) => {
    expect(networkRule.ipv4('R', given).values).toEqual([text]);
  });

  test.each([
    ['2001:DB8::7', '2001:db8::7'],
    ['2001:db8:0:0:0:0:0:0/32', '2001:db8::/32'],
    ['::1/128', '::1'],
    ['fe80::/10', 'fe80::/10'],
    ['1:0:0:2:0:0:0:3', '1:0:0:2::3'],
    ['1:0:2:3:4:5:6:7', '1:0:2:3:4:5:6:7'],
    ['::ffff:203.0.113.7', '::ffff:cb00:7107'],
  ])('takes the IPv6 block %s as %s', (given, text) => {
    expect(networkRule.ipv6('R', given).values).toEqual([text]);
  });

  test.each(['203.0.113.1/24', '10.1.0.0/8'])(
    'refuses %s, which does not begin with its first address, and says the block',
    (given) => {
      expect(() => networkRule.ipv4('R', given)).toThrow(refused(/^write .*\.0\//));
    },
  );

  test.each([
    '203.0.113.256',
    '203.0.113',
    '203.0.113.0/33',
    '203.0.113.0/024',
    '203.0.113.0/',
    '203.0.113.0/-1',
    '2001:db8::7',
    'office.example.com',
    ' 203.0.113.7',
    '203.0.113.7\n',
    '0x10.0.0.1',
    '',
  ])('refuses %j as IPv4', (given) => {
    expect(() => networkRule.ipv4('R', given)).toThrow(refused(/^write 203/));
  });

  test.each(['203.0.113.7', '2001:db8::/129', 'fe80::1%eth0', ':::', '2001:db8'])(
    'refuses %j as IPv6',
    (given) => {
      expect(() => networkRule.ipv6('R', given)).toThrow(refused(/^write 2001/));
    },
  );

  test('every address there is has to be said in words', () => {
    expect(() => networkRule.ipv4('R', '0.0.0.0/0')).toThrow(
      refused(/networkRule\.anywhere\('R'\)/),
    );
    expect(() => networkRule.ipv6('R', '::/0')).toThrow(refused(/anywhere/));
    expect(networkRule.anywhere('R').values).toEqual(['0.0.0.0/0']);
  });

  test('a rule has a name, a value and none twice', () => {
    expect(() => networkRule.ipv4('r', '203.0.113.7')).toThrow(refused('write R'));
    expect(() => networkRule.ipv4('R')).toThrow(refused(/at least one/));
    expect(() => networkRule.ipv4('R', '203.0.113.7', '203.0.113.7/32')).toThrow(refused(/once/));
    expect(() => networkRule.vpcEndpoint('R', 'vpc-0123')).toThrow(refused(/vpce-/));
    expect(networkRule.vpcEndpoint('R', 'vpce-0123456789abcdef0').type).toBe('AWSVPCEID');
  });
});

const ipv6 = fc.ipV6();
const ipv4 = fc.ipV4();

test.each([
  ['ipv4', ipv4, 32],
  ['ipv6', ipv6, 128],
] as const)(
  'the canonical text of a %s block holds the same addresses',
  (family, address, width) => {
    fc.assert(
      fc.property(address, fc.nat({ max: width }), address, (given, prefix, probe) => {
        const list = new BlockList();
        list.addSubnet(given, prefix, family);
        let canonical: string;
        try {
          canonical = blockText(readBlock(`${given}/${prefix}`, family, refuse));
        } catch (error) {
          canonical = String((error as { next: string }).next).replace('write ', '');
        }
        const read = readBlock(canonical, family, refuse);
        expect(blockText(read)).toBe(blockText(readBlock(blockText(read), family, refuse)));
        const other = new BlockList();
        other.addSubnet(read.address, read.prefix, family);
        expect(other.check(given, family)).toBe(true);
        expect(other.check(probe, family)).toBe(list.check(probe, family));
      }),
      { numRuns: 500 },
    );
  },
);

describe('networkPolicy', () => {
  const office = networkRule.ipv4('OFFICE', '203.0.113.0/24', '198.51.100.7');
  const ours = { name: 'P', allow: [office], breakGlass: ['203.0.113.7'] } as const;

  test('is frozen data that survives JSON', () => {
    const policy = networkPolicy({ ...ours, activeOn: { users: ['DEPLOYER'] } });
    expect(JSON.parse(JSON.stringify(policy))).toEqual(policy);
    expect(Object.isFrozen(policy.allow[0]?.values)).toBe(true);
  });

  test('refuses to lock out a break-glass address', () => {
    expect(() => networkPolicy({ ...ours, breakGlass: ['192.0.2.1'] })).toThrow(/not allowed/);
    const guests = networkRule.ipv4('GUESTS', '203.0.113.0/28');
    expect(() => networkPolicy({ ...ours, block: [guests] })).toThrow(/blocked/);
    expect(() => networkPolicy({ ...ours, breakGlass: ['::ffff:203.0.113.7'] })).toThrow(
      /not allowed/,
    );
    expect(() => networkPolicy({ ...ours, breakGlass: ['2001:db8::7'] })).toThrow(/not allowed/);
    expect(() => networkPolicy({ ...ours, breakGlass: ['office'] })).toThrow(/no IP address/);
  });

  test('takes a break-glass address of IPv6 that is allowed', () => {
    const six = networkRule.ipv6('SIX', '2001:db8::/32');
    const policy = networkPolicy({ ...ours, allow: [office, six], breakGlass: ['2001:db8::7'] });
    expect(policy.breakGlass).toEqual(['2001:db8::7']);
  });

  test('asks for a break-glass address where it is in force for the account', () => {
    const { name, allow } = ours;
    expect(() => networkPolicy({ name, allow, activeOn: 'account' })).toThrow(/sure to get in/);
    expect(networkPolicy({ name, allow }).activeOn).toBe('none');
  });

  test.each([
    [{ ...ours, alow: [] }, 'did you mean allow?'],
    [{ ...ours, allow: [] }, 'list at least one'],
    [{ ...ours, allow: [office, office] }, 'name each once'],
    [{ ...ours, block: [{ ...office }] }, 'give each rule a name of its own'],
    [{ ...ours, allow: [{ ...office, type: 'HOST_PORT' }] }, 'make rules with networkRule'],
    [{ ...ours, allow: [{ ...office, values: ['203.0.113.1/24'] }] }, 'write 203.0.113.0/24'],
    [{ ...ours, activeOn: 'acount' }, 'give an object with users'],
    [{ ...ours, activeOn: { users: [] } }, 'list at least one'],
    [{ ...ours, activeOn: { users: ['ada'] } }, 'write ADA'],
    [undefined, 'give an object with name'],
  ])('refuses a JavaScript caller with a next step: %#', (definition, next) => {
    expect(() => networkPolicy(definition as never)).toThrow(
      expect.objectContaining({ next: expect.stringContaining(next) }),
    );
  });
});
