import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { das, type Ended } from './das.js';

/** Inside the workspace, so that a configuration there finds the packages; ignored by git and Biome. */
const temporary = fileURLToPath(new URL('../../.das/end-to-end/', import.meta.url));

const contracts = `
import { defineContract, rule } from '@das/core';
import { z } from 'zod';

export const orders = defineContract({
  domain: 'shop', name: 'orders', version: '1.0.0', owner: 'data-shop@example.com',
  schema: z.object({
    order_id: z.string(),
    email: z.email(),
    region: z.enum(['EMEA', 'AMER']),
    total_usd: z.number().nonnegative(),
    placed_at: z.coerce.date(),
  }),
  columns: {
    order_id: 'internal',
    region: 'internal',
    placed_at: 'internal',
    email: { classification: 'pii', semantic: 'email' },
    total_usd: { classification: 'internal', type: 'NUMBER(12,2)' },
  },
  primaryKey: ['order_id'],
  slo: { freshness: { column: 'placed_at', p95: '10m' }, completeness: { total_usd: 0.999 } },
  quality: [rule.unique('order_id')],
});

export const customers = defineContract({
  domain: 'shop', name: 'customers', version: '1.0.0', owner: 'data-shop@example.com',
  schema: z.object({ customer_id: z.string(), city: z.string() }),
  columns: { customer_id: 'internal', city: 'internal' },
  primaryKey: ['customer_id'],
});
`;

const configuration = `
import { FileCollector } from '@das/collectors';
import { audited, bronze, defineDomain, definePlatform, dynamicTable, platinum, promotion, silver } from '@das/core';
import { accessRole, rowAccessPolicy, standardMasking } from '@das/governance';
import { customers, orders } from './contracts.js';

class OrdersCollector extends FileCollector<typeof orders> {
  readonly contract = orders;
  readonly files = 'data/orders/*.ndjson*';
}

class CustomersCollector extends FileCollector<typeof customers> {
  readonly contract = customers;
  readonly files: string = 'data/customers';
}

export default defineDomain({
  platform: definePlatform({ name: 'example', masking: standardMasking() }),
  name: 'shop',
  contracts: [orders, customers],
  collectors: [OrdersCollector, CustomersCollector],
  promotions: [
    promotion({ from: silver(orders), to: platinum(orders), strategy: audited() }),
    promotion({ from: bronze(orders), to: silver(orders), strategy: dynamicTable() }),
  ],
  access: [
    accessRole({ name: 'ANALYST' }),
    accessRole({ name: 'STEWARD', reads: ['SILVER', 'PLATINUM'], clearance: ['pii'] }),
    rowAccessPolicy({
      name: 'REGION', contracts: [orders], column: 'region',
      allow: { ANALYST: ['EMEA'] }, unrestricted: ['STEWARD'],
    }),
  ],
});
`;

/** One order as the shop's till writes it. */
export function orderLine(number: number, more: Readonly<Record<string, unknown>> = {}): string {
  return JSON.stringify({
    order_id: `order-${number}`,
    email: `person${number}@example.com`,
    region: number % 2 === 0 ? 'EMEA' : 'AMER',
    total_usd: number + 0.5,
    placed_at: '2026-01-01T00:00:00Z',
    ...more,
  });
}

/** A small domain in a folder of its own. */
export interface Shop extends AsyncDisposable {
  readonly folder: string;
  /** Runs `das` there. */
  readonly das: (...arguments_: readonly string[]) => Promise<Ended>;
  /** Writes a file below the folder. */
  readonly write: (path: string, content: string | Uint8Array) => Promise<void>;
}

/** Makes the domain: two collectors, two promotions, two roles, and nothing deployed yet. */
export async function makeShop(): Promise<Shop> {
  await mkdir(temporary, { recursive: true });
  const folder = await mkdtemp(temporary);
  const write: Shop['write'] = async (path, content) => {
    const file = join(folder, path);
    await mkdir(join(file, '..'), { recursive: true });
    await writeFile(file, content);
  };
  await write('contracts.ts', contracts);
  await write('das.config.ts', configuration);
  const lines = [1, 2, 3, 4].map((number) => orderLine(number));
  const bad = ['{"order_id":', orderLine(9, { total_usd: -1 })];
  await write('data/orders/one.ndjson', `${[...lines, ...bad].join('\n')}\n`);
  await write('data/customers/customers.csv', 'customer_id,city\nc1,Ghent\nc2,Oslo\n');
  return {
    folder,
    write,
    das: (...arguments_) => das(arguments_, { cwd: folder }),
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
  };
}
