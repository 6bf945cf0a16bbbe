import { defineContract } from '@das/contracts';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { defineDomain } from './define-domain.js';
import { definePlatform } from './platform.js';

const platform = definePlatform({ name: 'acme', masking: [] });
const customers = defineContract({
  domain: 'shop',
  name: 'customers',
  version: '1.0.0',
  owner: 'team',
  schema: z.object({ id: z.uuid() }),
  columns: { id: 'internal' },
});

test('a member of a domain that nobody knows is refused, and so is one that is no list', () => {
  const given = { platform, name: 'shop', contracts: [customers] };
  expect(() => defineDomain({ ...given, consumer: [] } as never)).toThrow(/consumer is not known/);
  expect(() => defineDomain({ ...given, consumers: 'x' } as never)).toThrow(
    /consumers is not a list/,
  );
  expect(() => defineDomain({ platform, name: 'shop' } as never)).toThrow(/contracts is missing/);
});

test('a domain may be spread into another one', () => {
  const shop = defineDomain({ platform, name: 'shop', contracts: [customers] });
  expect(defineDomain({ ...shop, access: [] })).toEqual(shop);
});
