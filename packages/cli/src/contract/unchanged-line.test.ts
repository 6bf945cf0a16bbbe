import { consumes, defineContract, formatLock, lockContracts, parseLock } from '@das/contracts';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { unchangedLine } from './unchanged-line.js';

const orders = defineContract({
  domain: 'shop',
  name: 'orders',
  version: '1.0.0',
  owner: 'data-shop',
  schema: z.object({ id: z.string() }),
  columns: { id: 'internal' },
});
const bare = lockContracts([orders]);

test('a lockfile that is stale by its pins says so', () => {
  const pinned = lockContracts([orders], { consumers: [consumes(orders, ['id'], { by: 'bi' })] });
  expect(unchangedLine(bare, pinned)).toBe('No contract changed, but the pins of consumers did.');
});

test('a lockfile that somebody wrote by hand says so', () => {
  const pinned = lockContracts([orders], { consumers: [consumes(orders, ['id'], { by: 'bi' })] });
  const read = parseLock(formatLock(pinned), 'das.contracts.lock.json');
  expect(unchangedLine(read, pinned)).toBe(
    'No contract changed, but the text of the lockfile did.',
  );
});
