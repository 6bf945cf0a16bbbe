import type { Domain } from '@das/core';
import { afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { maskingPolicy } from '../masking/masking-policy.js';
import { accessRole } from '../roles/access-role.js';
import { rowAccessPolicy } from '../rows/row-access-policy.js';
import { describePolicies } from './describe-policies.js';
import { access, masking, orders, rows, shop } from './fixtures/policy-shop.js';
import { failuresOf, type Outcomes, runSuite } from './fixtures/run-suite.js';
import type { PolicyTestRunner } from './policy-matrix.js';

/** What the shop promises: true of the shop as it is. */
function promises(domain: Domain) {
  return (runner: PolicyTestRunner): void =>
    describePolicies(domain, {
      runner,
      personas: {
        analyst: ['ANALYST'],
        manager: ['EMEA_MANAGER'],
        managerWithPii: ['EMEA_MANAGER', 'PII_READER'],
        loader: ['LOADER'],
        clearedForNoRow: ['PII_READER'],
        anybody: ['PUBLIC'],
      },
      rows: [orders, ...rows],
      expect: {
        analyst: {
          email: { each: ['***@example.com', null] },
          card: { each: ['************1111', '************5559'] },
          total: 'null',
          born: { each: [new Date('1984-01-01'), '1990-01-01'] },
          id: 'clear',
          basket: 'clear',
        },
        manager: { rows: [0], email: 'masked', card: 'masked', total: 'clear', born: 'masked' },
        managerWithPii: {
          rows: [0],
          email: 'clear',
          card: 'masked',
          total: { equals: 12.5 },
          born: 'clear',
        },
        loader: 'denied',
        clearedForNoRow: { rows: 'none' },
        anybody: 'denied',
      },
    });
}

describePolicies(shop(), {
  runner: { describe, test, beforeAll },
  personas: { loader: ['LOADER'], analyst: ['ANALYST'] },
  tier: 'BRONZE',
  rows: [orders, ...rows],
  expect: {
    loader: { email: 'masked', card: 'masked', total: 'null', born: 'masked' },
    analyst: 'denied',
  },
});

describe('a policy suite', () => {
  test('passes on the policies that it describes, in milliseconds for each case', async () => {
    const started = performance.now();
    const outcomes = await runSuite(promises(shop()));
    expect(failuresOf(outcomes)).toEqual([]);
    expect(Object.keys(outcomes)).toHaveLength(20);
    expect((performance.now() - started) / 20).toBeLessThan(500);
  });

  async function outcomesOf(more: Parameters<typeof shop>[0]): Promise<Outcomes> {
    return await runSuite(promises(shop(more)));
  }
  const others = masking.slice(1);
  const roles = access.filter((each) => each.kind === 'accessRole');

  test('fails when a mask shows more than it did', async () => {
    const weak = maskingPolicy({
      appliesTo: { classification: 'pii', semantic: 'email' },
      mask: { text: "CONCAT('x', VAL)" },
      hidesBecause: 'it is only said to hide',
    });
    const outcomes = await outcomesOf({ masking: [weak, ...others] });
    expect(failuresOf(outcomes)).toEqual([
      'analyst finds in email: the values of each',
      'manager finds in email: masked',
    ]);
    const message = String(outcomes['manager finds in email: masked']);
    expect(message).toContain('a text that holds the stored value');
    expect(message).not.toMatch(/ada|example\.com/);
  });

  test('fails when a mask hides nothing', async () => {
    // The builder would refuse such a mask; what compiles to the policy takes it.
    const bare = masking.map((each) =>
      each.appliesTo.classification === 'pci' ? { ...each, masks: { text: 'VAL' } } : each,
    );
    const outcomes = await outcomesOf({ masking: bare });
    expect(failuresOf(outcomes)).toEqual([
      'analyst finds in card: the values of each',
      'manager finds in card: masked',
      'managerWithPii finds in card: masked',
    ]);
  });

  test('fails when a row filter lets more rows through, or fewer', async () => {
    const filter = (allow: Record<string, readonly string[]>, unrestricted: readonly string[]) =>
      rowAccessPolicy({
        name: 'REGION',
        contracts: [orders],
        column: 'region',
        allow,
        unrestricted,
      });
    const wider = await outcomesOf({
      access: [...roles, filter({ EMEA_MANAGER: ['EMEA', 'AMER'] }, ['ANALYST', 'LOADER'])],
    });
    expect(failuresOf(wider)).toEqual([
      'manager sees 1 of 2 rows',
      'managerWithPii sees 1 of 2 rows',
    ]);
    const narrower = await outcomesOf({
      access: [...roles, filter({ EMEA_MANAGER: ['EMEA'], ANALYST: ['EMEA'] }, ['LOADER'])],
    });
    expect(failuresOf(narrower)).toContain('analyst sees 2 of 2 rows');
  });

  test('fails when there is no row filter at all', async () => {
    expect(failuresOf(await outcomesOf({ access: roles }))).toEqual([
      'manager sees 1 of 2 rows',
      'managerWithPii sees 1 of 2 rows',
      'clearedForNoRow sees 0 of 2 rows',
    ]);
  });

  test('fails when a role has a clearance, or a tier, too many', async () => {
    const cleared = await outcomesOf({
      access: [
        ...access.filter((each) => each.name !== 'ANALYST'),
        accessRole({ name: 'ANALYST', clearance: ['pii'] }),
      ],
    });
    expect(failuresOf(cleared)).toEqual([
      'analyst finds in email: the values of each',
      'analyst finds in born: the values of each',
    ]);
    const wider = await outcomesOf({
      access: [
        ...access.filter((each) => each.name !== 'LOADER'),
        accessRole({ name: 'LOADER', reads: ['BRONZE', 'PLATINUM'] }),
      ],
    });
    expect(failuresOf(wider)).toEqual(['loader may not read the table']);
  });
});

describe('the account', () => {
  afterEach(() => vi.unstubAllEnvs());

  test('is asked only when DAS_POLICY_ACCOUNT is 1, and another value is refused', async () => {
    vi.stubEnv('DAS_POLICY_ACCOUNT', 'yes');
    await expect(runSuite(promises(shop()))).rejects.toMatchObject({
      code: 'DAS_POLICY_TEST_INVALID',
    });
  });

  test('fails when it is asked for and there are no credentials: it is never skipped', async () => {
    vi.stubEnv('DAS_POLICY_ACCOUNT', '1');
    vi.stubEnv('SNOWFLAKE_HOME', '/nowhere');
    vi.stubEnv('HOME', '/nowhere');
    for (const name of Object.keys(process.env)) {
      if (name.startsWith('SNOWFLAKE_') && name !== 'SNOWFLAKE_HOME') vi.stubEnv(name, '');
    }
    const outcomes = await runSuite(promises(shop()));
    expect(failuresOf(outcomes)).toEqual([
      'a Snowflake account answers as the embedded engine does',
    ]);
  });
});
