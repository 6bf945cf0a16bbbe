import type { ConsumerPin } from '@das/contracts';
import { expect, test } from 'vitest';
import { clinic } from '../fixtures/visits.js';
import { defineDomain } from './define-domain.js';

const reads = {
  consumer: 'dashboard',
  contract: 'clinic.visits',
  version: '1.0.0',
  columns: ['id', 'reason'],
  exhaustive: ['reason'],
} satisfies ConsumerPin;

function consumersOf(...consumers: readonly ConsumerPin[]) {
  const { platform, name, contracts, promotions, collectors, access } = clinic;
  return defineDomain({ platform, name, contracts, promotions, collectors, access, consumers })
    .consumers;
}

test('consumers of this domain and of others are kept, frozen', () => {
  const elsewhere = { ...reads, contract: 'pharmacy.orders', columns: ['dose', 'reason'] };
  const kept = consumersOf(reads, elsewhere);
  expect(kept).toEqual([reads, elsewhere]);
  expect(kept.every((pin) => Object.isFrozen(pin) && Object.isFrozen(pin.columns))).toBe(true);
  expect(clinic.consumers).toEqual([]);
});

test.each([
  [{ contract: 'clinic.gone' }, 'which the domain does not list'],
  [{ contract: 'visits' }, 'which names no contract'],
  [{ contract: 'clinic.visits.id' }, 'which names no contract'],
  [{ columns: ['id', 'gone'], exhaustive: [] }, 'clinic.visits.gone, which is not there'],
  [{ columns: ['id'] }, 'handles each value of reason and does not read it'],
])('a consumer that reads what is not there is refused: %j', (wrong, message) => {
  expect(() => consumersOf({ ...reads, ...wrong })).toThrow(
    expect.objectContaining({
      code: 'DAS_DOMAIN_INVALID',
      message: expect.stringContaining(message),
    }),
  );
});
