import { expect, test } from 'vitest';
import { z } from 'zod';
import { defineContract } from '../../define-contract.js';
import { foreignKey } from '../../model/key.js';
import { compareContracts } from '../compare-contracts.js';

const named = { domain: 'shop', name: 'orders', owner: 'data-shop' } as const;
const customers = { domain: 'shop', name: 'customers', columns: [{ name: 'id' }] } as const;

function order(
  values: readonly [string, ...string[]],
  place: z.ZodObject,
  version: '1.0.0' | '2.0.0',
) {
  return defineContract({
    ...named,
    version,
    schema: z.object({ customer: z.string(), status: z.enum(values), place }),
    columns: { customer: 'internal', status: 'internal', place: 'internal' },
    foreignKeys: version === '1.0.0' ? [foreignKey(['customer'], customers, ['id'])] : [],
  });
}

const small = order(['new'], z.object({ city: z.string() }), '1.0.0');
const large = order(['new', 'paid'], z.object({ city: z.string(), zip: z.string() }), '2.0.0');

function reasonOf(rule: string, before = small, after = large): string | undefined {
  return compareContracts(before, after).changes.find((change) => change.rule === rule)?.reason;
}

test('one new value is told as well as several', () => {
  expect(reasonOf('enum-value-added')).toBe(
    'Column status: new values (paid) may come; readers who handle each old value by name do not know them.',
  );
  expect(reasonOf('enum-value-removed', large, small)).toBe(
    'Column status: old values (paid) are no longer accepted; writers who hand them in break.',
  );
});

test('a field inside a value was added or removed, and was not something else before', () => {
  expect(reasonOf('field-added')).toBe(
    'Column place, at fields.zip: the field was added, as text; records may be refused that the old contract let in.',
  );
  expect(reasonOf('field-removed', large, small)).toMatch(
    /^Column place, at fields\.zip: the field was removed, which was text; /,
  );
});

test('a foreign key is told by where it leads', () => {
  expect(reasonOf('foreign-key-removed')).toBe(
    'The foreign key from customer to shop.customers was removed; joins may find no row.',
  );
});
