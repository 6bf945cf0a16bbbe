import { expect, test } from 'vitest';
import { z } from 'zod';
import { defineContract } from '../define-contract.js';
import { defineDataProduct } from './define-data-product.js';

const named = { domain: 'commerce', version: '1.0.0', owner: 'data-commerce' } as const;
const schema = z.object({ id: z.uuid() });
const orders = defineContract({ ...named, name: 'orders', schema, columns: { id: 'internal' } });
const customers = defineContract({ ...named, name: 'customers', schema, columns: { id: 'pii' } });

test('a product has its contracts by name, and says what was left out', () => {
  const sales = defineDataProduct({ ...named, name: 'sales', contracts: [orders, customers] });
  expect(sales.contract('customers')).toBe(customers);
  expect(sales.contracts[0].$row).toBeUndefined();
  expect([sales.id, sales.status, sales.tags, sales.odcs]).toEqual([
    'commerce.sales',
    'active',
    [],
    undefined,
  ]);
});

test('a product is frozen, all the way down', () => {
  const tags = ['a'];
  const sales = defineDataProduct({ ...named, name: 'sales', tags, contracts: [orders] });
  tags.push('b');
  expect(sales.tags).toEqual(['a']);
  expect([sales, sales.tags, sales.contracts].every(Object.isFrozen)).toBe(true);
});

test('as JSON a product is its documents', () => {
  const sales = defineDataProduct({
    ...named,
    name: 'sales',
    contracts: [orders],
    terms: { usage: 'Any' },
  });
  expect(JSON.parse(JSON.stringify(sales))).toMatchObject({
    domain: 'commerce',
    id: 'commerce.sales',
    terms: { usage: 'Any' },
    contracts: [{ name: 'orders', columns: [{ name: 'id' }] }],
  });
});

test('a contract of another domain is refused', () => {
  const other = defineContract({
    ...named,
    domain: 'health',
    name: 'visits',
    schema,
    columns: { id: 'phi' },
  });
  expect(() => defineDataProduct({ ...named, name: 'sales', contracts: [orders, other] })).toThrow(
    expect.objectContaining({
      code: 'DAS_CONTRACT_INVALID_PRODUCT',
      message: 'the contract health.visits belongs to another domain',
    }),
  );
});

test('two contracts of one name are refused, and so is a name that is none', () => {
  expect(() => defineDataProduct({ ...named, name: 'sales', contracts: [orders, orders] })).toThrow(
    expect.objectContaining({ code: 'DAS_CONTRACT_INVALID_PRODUCT' }),
  );
  expect(() => defineDataProduct({ ...named, name: 'Sales', contracts: [] })).toThrow(
    expect.objectContaining({ code: 'DAS_CONTRACT_INVALID_NAME' }),
  );
  const sales = defineDataProduct({ ...named, name: 'sales', contracts: [orders] });
  expect(() => sales.contract('visits')).toThrow(
    expect.objectContaining({ next: 'use one of orders' }),
  );
});
