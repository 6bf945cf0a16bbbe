import { describe, expectTypeOf, test } from 'vitest';
import { describePolicies } from './describe-policies.js';
import { orders, rows, shop } from './fixtures/policy-shop.js';
import type { ProtectedColumn } from './policy-matrix.js';

const runner = { describe: () => {}, test: () => {}, beforeAll: () => {} };
const personas = { analyst: ['ANALYST'] } as const;
const columns = { email: 'masked', card: 'masked', total: 'null', born: 'masked' } as const;

describe('a matrix', () => {
  test('asks for the protected columns of its contract', () => {
    expectTypeOf<ProtectedColumn<typeof orders>>().toEqualTypeOf<
      'email' | 'card' | 'total' | 'born'
    >();
  });

  test('takes personas, rows and expectations that fit', () => {
    describePolicies(shop(), {
      runner,
      personas: { analyst: ['ANALYST'], both: ['ANALYST', 'PII_READER'] },
      rows: [orders, ...rows],
      expect: { analyst: { ...columns, region: 'clear' }, both: 'denied' },
    });
  });

  test('does not compile with a misspelt column, persona or word', () => {
    describePolicies(shop(), {
      runner,
      personas,
      rows: [orders, ...rows],
      expect: {
        analyst: {
          email: 'masked',
          card: 'masked',
          total: 'null',
          born: 'masked',
          // @ts-expect-error the contract has no such column
          emial: 'masked',
        },
      },
    });
    describePolicies(shop(), {
      runner,
      personas,
      rows: [orders, ...rows],
      // @ts-expect-error there is no such persona
      expect: { analyst: columns, analist: columns },
    });
    describePolicies(shop(), {
      runner,
      personas,
      rows: [orders, ...rows],
      // @ts-expect-error no such word
      expect: { analyst: { ...columns, email: 'maskd' } },
    });
  });

  test('does not compile with something left out', () => {
    describePolicies(shop(), {
      runner,
      personas,
      rows: [orders, ...rows],
      // @ts-expect-error a protected column is left out
      expect: { analyst: { email: 'masked', card: 'masked', total: 'null' } },
    });
    describePolicies(shop(), {
      runner,
      personas: { analyst: ['ANALYST'], reader: ['PII_READER'] },
      rows: [orders, ...rows],
      // @ts-expect-error a persona is left out
      expect: { analyst: columns },
    });
    // @ts-expect-error there are no rows
    describePolicies(shop(), { runner, personas, rows: [orders], expect: { analyst: columns } });
    describePolicies(shop(), {
      runner,
      // @ts-expect-error a persona has a role
      personas: { analyst: [] },
      rows: [orders, ...rows],
      expect: { analyst: 'denied' },
    });
  });

  test('does not compile with a row that the contract does not take', () => {
    describePolicies(shop(), {
      runner,
      personas,
      // @ts-expect-error the total is a number
      rows: [orders, { ...rows[0], total: 'much' }],
      expect: { analyst: columns },
    });
  });
});
