import { expect, test } from 'vitest';
import { ClinicWorld } from '../fixtures/clinic-world.js';
import { VisitsCollector, visit } from '../fixtures/visits.js';

const wrong: readonly (readonly [name: string, given: object])[] = [
  ['drift', { drift: 'Quarantine' }],
  ['drift', { drift: null }],
  ['lateness.policy', { lateness: { allowed: '1h', policy: 'Quarantine' } }],
  ['lateness.policy', { lateness: { allowed: '1h' } }],
  ['fields.cost.coerce', { fields: { cost: { coerce: 'decimal' } } }],
  ['fields.cost.onNull', { fields: { cost: { onNull: 'Reject' } } }],
  ['flush.rows', { flush: { rows: Number.NaN, bytes: 1, seconds: 1 } }],
  ['flush.bytes', { flush: { rows: 1, seconds: 1 } }],
  ['flush.seconds', { flush: { rows: 1, bytes: 1, seconds: 1e10 } }],
];

test('an option that no compiler has seen is refused before anything lands', async () => {
  await using world = await ClinicWorld.open();
  for (const [name, given] of wrong) {
    const collector = Object.assign(new VisitsCollector({ a: [visit(1)] }), given);
    await expect(world.run(collector), name).rejects.toMatchObject({
      code: 'DAS_COLLECT_INVALID_OPTION',
      message: expect.stringContaining(name),
    });
  }
  expect(await world.landedIds()).toEqual([]);
});
