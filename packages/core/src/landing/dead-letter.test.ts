import { expect, test } from 'vitest';
import type { DeadLetter, DeadLetterRecord } from '../collector/dead-letter.js';
import { ClinicWorld } from '../fixtures/clinic-world.js';
import { VisitsCollector, visit } from '../fixtures/visits.js';

/** A dead-letter sink in memory, which can be told to fail. */
class Sink implements DeadLetter {
  readonly sent: DeadLetterRecord[] = [];
  isFailing = false;
  isClosed = false;

  async send(records: readonly DeadLetterRecord[]): Promise<void> {
    if (this.isFailing) throw new Error('a message that quotes secret data');
    this.sent.push(...records);
  }
  async [Symbol.asyncDispose](): Promise<void> {
    this.isClosed = true;
  }
}

class WithSink extends VisitsCollector {
  readonly sink: Sink;

  constructor(sink: Sink, events: readonly unknown[]) {
    super({ a: events });
    this.sink = sink;
  }
  override async openDeadLetter() {
    return this.sink;
  }
}

test('a rejected record is sent on as it came, with where from and why, and is in quarantine too', async () => {
  await using world = await ClinicWorld.open();
  const sink = new Sink();
  await world.run(new WithSink(sink, [visit(1), { id: 'x' }, visit(3)]));
  expect(sink.sent).toMatchObject([{ raw: '{"id":"x"}', offset: 1, reason: 'CONTRACT_VIOLATION' }]);
  expect(sink.sent[0]?.headers).toEqual({
    'das.source': 'array',
    'das.partition': 'a',
    'das.offset': '1',
    'das.contract': 'visits',
    'das.reason': 'CONTRACT_VIOLATION',
    'das.codes':
      'id:invalid_type,patient:invalid_type,reason:invalid_type,cost:invalid_type,at:invalid_type',
  });
  expect(sink.isClosed).toBe(true);
  expect(await world.held()).toEqual([[1, 'CONTRACT_VIOLATION']]);
});

test('what cannot be sent on fails the flush, and the next run sends and lands it once', async () => {
  await using world = await ClinicWorld.open();
  const sink = new Sink();
  sink.isFailing = true;
  const events = [visit(1), { id: 'x' }, visit(3)];
  const failed = world.run(new WithSink(sink, events));
  await expect(failed).rejects.toMatchObject({ code: 'DAS_COLLECT_DEAD_LETTER_FAILED' });
  await expect(failed).rejects.not.toMatchObject({ message: expect.stringContaining('secret') });
  expect(await world.landedIds()).toEqual([]);
  expect(await world.held()).toEqual([]);

  sink.isFailing = false;
  await world.run(new WithSink(sink, events));
  expect(sink.sent).toHaveLength(1);
  expect(await world.landedIds()).toEqual([1, 3]);
  expect(await world.held()).toEqual([[1, 'CONTRACT_VIOLATION']]);
});

test('a flush that fails after sending sends again: at least once, while quarantine has it once', async () => {
  await using world = await ClinicWorld.open();
  const sink = new Sink();
  const events = [{ id: 'x' }, visit(2)];
  const failing = new WithSink(sink, events);
  failing.staged = async () => {
    throw new Error('pulled the plug');
  };
  await expect(world.run(failing)).rejects.toThrow('pulled the plug');
  await world.run(new WithSink(sink, events));
  expect(sink.sent.map(({ offset }) => offset)).toEqual([0, 0]);
  expect(await world.held()).toEqual([[0, 'CONTRACT_VIOLATION']]);
});
