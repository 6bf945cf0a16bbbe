import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { formatLock, lockContracts, parseLock } from '@das/contracts';
import { expect, test } from 'vitest';
import domain from '../das.config.js';

const file = fileURLToPath(new URL('../das.contracts.lock.json', import.meta.url));

test('the lockfile says what the contracts say; das contract lock brings it up to date', () => {
  const text = readFileSync(file, 'utf8');
  const lock = lockContracts(domain.contracts, {
    previous: parseLock(text, file),
    consumers: domain.consumers,
  });
  expect(formatLock(lock)).toBe(text);
});
