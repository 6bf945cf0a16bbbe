import { expect, test } from 'vitest';
import { findContracts, fullName } from './find-contracts.js';

const domain = {
  name: 'shop',
  contracts: [
    { domain: 'shop', name: 'orders' },
    { domain: 'shop', name: 'customers' },
  ],
};

test('all contracts, or those that are named with or without their domain, in their order', () => {
  const names = (...given: string[]) => findContracts(domain, given).map(fullName);
  expect(names()).toEqual(['shop.orders', 'shop.customers']);
  expect(names('shop.customers', 'orders')).toEqual(['shop.orders', 'shop.customers']);
  expect(names('customers')).toEqual(['shop.customers']);
});

test('an unknown name is refused, with the one that was probably meant', () => {
  expect(() => findContracts(domain, ['ordres'])).toThrow(
    expect.objectContaining({
      code: 'DAS_DOMAIN_UNKNOWN_CONTRACT',
      next: expect.stringContaining('did you mean orders?'),
    }),
  );
});
