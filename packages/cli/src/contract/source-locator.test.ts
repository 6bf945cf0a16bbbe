import { expect, test } from 'vitest';
import { sourceLocator } from './source-locator.js';

const lock = {
  contracts: {
    'shop.customers': { document: { columns: [{ name: 'region' }] } },
    'shop.orders': { document: { columns: [{ name: 'order_id' }, { name: 'region' }] } },
  },
  retired: {},
};
const text = JSON.stringify(lock, undefined, 2);
const locate = sourceLocator({ file: 'mesh/lock.json', text }, 'mesh/das.config.ts');

function lineAt(contract: string, column?: string): string | undefined {
  const { file, line } = locate(contract, column);
  expect(file).toBe('mesh/lock.json');
  return text.split('\n')[line - 1]?.trim();
}

test('a contract is at the line of its name, a column at that of its own in that contract', () => {
  expect(lineAt('shop.orders')).toBe('"shop.orders": {');
  expect(lineAt('shop.orders', 'order_id')).toBe('"name": "order_id"');
  expect(locate('shop.orders', 'region').line).toBeGreaterThan(
    locate('shop.orders', undefined).line,
  );
  expect(locate('shop.customers', 'region').line).toBeLessThan(
    locate('shop.orders', undefined).line,
  );
});

test('a column that is not locked is at its contract', () => {
  expect(lineAt('shop.customers', 'order_id')).toBe('"shop.customers": {');
});

test('a contract that is not locked, or a missing lockfile, is at the configuration', () => {
  const configuration = { file: 'mesh/das.config.ts', line: 1 };
  expect(locate('shop.none', undefined)).toEqual(configuration);
  expect(sourceLocator(undefined, 'mesh/das.config.ts')('shop.orders', 'x')).toEqual(configuration);
});
