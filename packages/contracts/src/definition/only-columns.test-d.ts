import { test } from 'vitest';
import { z } from 'zod';
import { defineContract } from '../define-contract.js';

const named = { domain: 'shop', name: 'orders', version: '1.0.0', owner: 'data' } as const;
const schema = z.object({ id: z.uuid(), email: z.email() });

test('what is said of a column and is not known does not compile', () => {
  defineContract({
    ...named,
    schema,
    columns: { id: 'internal', email: { classification: 'pii', semantic: 'email' } },
  });
  defineContract({
    ...named,
    schema,
    // @ts-expect-error it is `semantic`
    columns: { id: 'internal', email: { classification: 'pii', semantics: 'email' } },
  });
  const columns = { id: 'internal', email: { classification: 'pii', deprecatd: {} } } as const;
  // @ts-expect-error it is `deprecated`
  defineContract({ ...named, schema, columns });
});
