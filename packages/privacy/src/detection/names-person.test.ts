import { expect, test } from 'vitest';
import { namesPerson } from './names-person.js';

test.each([
  'ada_lovelace',
  'lovelace',
  'JohnSmith',
  'mariaGarcia',
  'grace_hall',
  'María',
  'garcia1',
])('%s is made of a name', (identifier) => expect(namesPerson(identifier)).toBe(true));

test.each([
  'coupon',
  'tip',
  'page_count',
  'unit_price',
  'day',
  'order_state',
  'billing_address',
  'markup',
  'may',
  'case_number',
  'frank',
  'total_cost',
  '__proto__',
  '',
])('%s is not', (identifier) => expect(namesPerson(identifier)).toBe(false));
