import { describe, expect, it } from 'vitest';
import { holdsAddress, isAddressRange } from './address-set.js';
import { checkNetworkValues } from './network-values.js';

// https://docs.snowflake.com/en/sql-reference/sql/create-network-rule
describe('the values of a network rule', () => {
  it.each([
    ['IPV4', '47.88.25.32/27'],
    ['IPV4', '10.0.0.1'],
    ['IPV6', '2001:db8::/32'],
    ['AWSVPCEID', 'vpce-123abc3420c1931'],
    ['GCPPSCID', '31618973889077266'],
    ['HOST_PORT', 'example.com'],
    ['HOST_PORT', 'example.com:443'],
    ['HOST_PORT', '*.google.com'],
    ['HOST_PORT', 'snowflake-*.google.com'],
    ['HOST_PORT', 'example.com:0'],
    ['HOST_PORT', '0.0.0.0:80'],
    ['PRIVATE_HOST_PORT', 'externalaccessdemo.database.windows.net'],
    ['COMPUTE_POOL', 'ALL'],
  ])('may be, for %s: %s', (type, value) => {
    expect(checkNetworkValues(type, [value])).toEqual([value]);
  });

  it.each([
    ['IPV4', '300.1.1.1'],
    ['IPV4', '10.0.0.0/33'],
    ['IPV4', '10.0.0.0/8/8'],
    ['IPV4', '::1'],
    ['IPV4', 'localhost'],
    ['IPV6', '10.0.0.1'],
    ['AWSVPCEID', 'vpc-123'],
    ['HOST_PORT', 'exa mple.com'],
    ['HOST_PORT', 'example.com:70000'],
    ['HOST_PORT', '*.*.com'],
    ['HOST_PORT', '0.0.0.0:22'],
    ['HOST_PORT', 'https://example.com'],
    ['PRIVATE_HOST_PORT', '*.windows.net'],
    ['NONE', 'x'],
  ])('may not be, for %s: %s', (type, value) => {
    expect(() => checkNetworkValues(type, [value])).toThrow();
  });

  it('hold the addresses of their ranges', () => {
    expect(holdsAddress(['192.168.1.0/24'], '192.168.1.255')).toBe(true);
    expect(holdsAddress(['192.168.1.0/24'], '192.168.2.0')).toBe(false);
    expect(holdsAddress(['0.0.0.0/0'], '8.8.8.8')).toBe(true);
    expect(holdsAddress(['0.0.0.0/0'], '::1')).toBe(false);
    expect(holdsAddress(['2001:db8::/32'], '2001:db8::1')).toBe(true);
    expect(holdsAddress(['0.0.0.0/0'], 'unknown')).toBe(false);
    expect(isAddressRange('10.0.0.0/08', 4)).toBe(true);
  });
});
