import { readFileSync } from 'node:fs';
import { toDbt } from '@das/contracts/dbt';
import { expect, test } from 'vitest';
import { customers } from '../contracts/customers.js';
import { orders } from '../contracts/orders.js';
import { sessions } from '../contracts/sessions.js';

test('the sources of the dbt project are what das contract export dbt writes', () => {
  const { files } = toDbt([orders, customers, sessions]);
  expect(readFileSync(new URL('models/sources.yml', import.meta.url), 'utf8')).toBe(
    files['models/commerce/sources.yml'],
  );
});
