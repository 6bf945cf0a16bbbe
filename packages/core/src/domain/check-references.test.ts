import { type ContractDefinition, defineContract, foreignKey, rule } from '@das/contracts';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { type DomainDefinition, defineDomain } from './define-domain.js';
import { definePlatform } from './platform.js';

const named = { domain: 'shop', version: '1.0.0', owner: 'team' } as const;
const customers = defineContract({
  ...named,
  name: 'customers',
  schema: z.object({ id: z.uuid(), number: z.int() }),
  columns: { id: 'internal', number: 'internal' },
  primaryKey: ['id'],
});
const platform = definePlatform({ name: 'acme', masking: [] });

function ordersWith(more: Partial<ContractDefinition<z.ZodObject>>) {
  return defineContract({
    ...named,
    name: 'orders',
    schema: z.object({ order_id: z.uuid(), customer_id: z.uuid() }),
    columns: { order_id: 'internal', customer_id: 'internal' },
    ...(more as object),
  });
}

function domainOf(...contracts: DomainDefinition['contracts']) {
  return defineDomain({ platform, name: 'shop', contracts });
}

test('a key that points to a column of a listed contract is taken', () => {
  const orders = ordersWith({ foreignKeys: [foreignKey(['customer_id'], customers, ['id'])] });
  expect(domainOf(customers, orders).contracts).toHaveLength(2);
});

test('a key to a contract that the domain does not list is refused', () => {
  const orders = ordersWith({ foreignKeys: [foreignKey(['customer_id'], customers, ['id'])] });
  expect(() => domainOf(orders)).toThrow(
    /points to shop\.customers, which the domain does not list/,
  );
});

test('a key to a column that is not there is refused, also by a rule', () => {
  const orders = ordersWith({
    quality: [rule.referential('customer_id', customers, 'idd' as never)],
  });
  expect(() => domainOf(customers, orders)).toThrow(
    /the rule referential_customer_id points to shop\.customers\.idd, which is not there/,
  );
});

test('a key to a column of another type is refused', () => {
  const orders = ordersWith({ foreignKeys: [foreignKey(['customer_id'], customers, ['number'])] });
  expect(() => domainOf(customers, orders)).toThrow(
    /compares customer_id \(VARCHAR\) with shop\.customers\.number \(NUMBER\(38,0\)\)/,
  );
});
