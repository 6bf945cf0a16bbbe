import { expect, test } from 'vitest';
import { closestName, suggestName } from './closest-name.js';

test('a slip of the pen finds the name that was meant', () => {
  expect(closestName('ordres', ['customers', 'orders', 'sessions'])).toBe('orders');
  expect(closestName('ANALIST', ['ANALYST', 'STEWARD'])).toBe('ANALYST');
});

test('what is far from every name finds none', () => {
  expect(closestName('payments', ['orders', 'sessions'])).toBeUndefined();
});

test('the next step lists what there is', () => {
  expect(suggestName('ordr', ['orders', 'customers'], 'collectors')).toBe(
    'did you mean orders? use one of: orders, customers',
  );
  expect(suggestName('x', [], 'collectors')).toContain('no collectors');
});
