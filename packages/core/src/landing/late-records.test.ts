import { describe, expect, test } from 'vitest';
import type { LatenessPolicy } from '../collector/lateness-policy.js';
import { ClinicWorld } from '../fixtures/clinic-world.js';
import { VisitsCollector, visit } from '../fixtures/visits.js';
import { acceptRecordOf } from './accept-record.js';
import { watermarksOf } from './watermarks.js';

class Punctual extends VisitsCollector {
  override readonly lateness: LatenessPolicy<'at'> = { allowed: '1h', policy: 'quarantine' };
}
class Patient extends VisitsCollector {
  override readonly lateness: LatenessPolicy<'at'> = { allowed: '1h', policy: 'land' };
}

/** A visit so many minutes after a moment in the past. */
function after(minutes: number, id = minutes) {
  return visit(id, { at: new Date(Date.UTC(2026, 0, 1) + minutes * 60_000).toISOString() });
}

describe('a record older than the watermark of its partition', () => {
  test('goes to quarantine, also when the watermark is that of a run before, and lands in a replay', async () => {
    await using world = await ClinicWorld.open();
    const events = [after(120), after(61), after(59), after(180)];
    expect(await world.run(new Punctual({ a: events, b: [after(0)] }))).toMatchObject({
      landed: 4,
      late: 1,
      quarantined: { LATE: 1 },
    });
    const more = [...events, after(119), after(121)];
    expect(await world.run(new Punctual({ a: more }))).toMatchObject({
      landed: 1,
      late: 1,
      quarantined: { LATE: 1 },
    });
    expect(await world.landedIds()).toEqual([0, 61, 120, 121, 180]);
    const replayed = await world.replay(new Punctual(), { kind: 'quarantine' });
    expect(replayed).toMatchObject({ landed: 2, quarantined: {} });
  });

  test('lands and is counted, where the policy says so', async () => {
    await using world = await ClinicWorld.open();
    const done = await world.run(new Patient({ a: [after(120), after(0)], b: [after(1)] }));
    expect(done).toMatchObject({ landed: 3, late: 1, quarantined: {} });
    expect(world.evidence.events.at(-1)?.details).toMatchObject({ late: 1 });
  });
});

test('an event of the future goes to quarantine and makes nothing late, and neither does one that is rejected', () => {
  const collector = new Punctual();
  const accept = acceptRecordOf(collector, { watermarks: watermarksOf(collector, 'collect') });
  const verdictOf = (event: unknown) => {
    const verdict = accept({ offset: 0, raw: '', event }, 'a');
    return verdict.accepted ? 'landed' : verdict.reason;
  };
  const soon = new Date(Date.now() + 5 * 60_000).toISOString();
  const farAhead = new Date(Date.now() + 3_600_000).toISOString();
  expect(verdictOf(after(0))).toBe('landed');
  expect(verdictOf(visit(1, { at: farAhead }))).toBe('FUTURE');
  expect(verdictOf(visit(2, { at: soon, cost: -1 }))).toBe('RULE_VIOLATION');
  expect(verdictOf(after(1))).toBe('landed');
  expect(verdictOf(visit(3, { at: soon }))).toBe('landed');
  expect(verdictOf(after(2))).toBe('LATE');
});

test('nothing can be late without a column that says when', () => {
  class Wrong extends VisitsCollector {
    override readonly lateness = { column: 'cost', allowed: '1h', policy: 'land' } as const;
  }
  expect(() => watermarksOf(new Wrong(), 'collect')).toThrow(
    expect.objectContaining({ code: 'DAS_COLLECT_INVALID_OPTION' }),
  );
});
