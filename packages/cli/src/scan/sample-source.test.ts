import type { Source } from '@das/core';
import { expect, test } from 'vitest';
import { sampleSource } from './sample-source.js';

/** Two partitions that never end, read in turn; every third record cannot be decoded. */
class EndlessSource implements Source {
  readonly name = 'endless';
  delivered = 0;
  acknowledged = 0;

  async consume(...[consumer, signal]: Parameters<Source['consume']>): Promise<void> {
    const partitions = ['a', 'b'];
    const mine = await consumer.leases.renew(partitions);
    expect((await consumer.standing(partitions)).size).toBe(0);
    const resume = await consumer.assign([...mine].map((partition) => ({ partition })));
    expect([...resume.values()].map(({ offset }) => offset)).toEqual([0, 0]);
    for (let offset = 0; !signal.aborted; offset += 1) {
      for (const partition of mine) {
        this.delivered += 1;
        const isBad = offset % 3 === 2;
        const record = isBad
          ? { offset, raw: '{', fault: 'invalid_json' }
          : { offset, raw: '{}', event: { partition, offset } };
        await consumer.deliver({ partition, records: [record], nextOffset: offset + 1 });
      }
    }
    await consumer.revoke(partitions);
    await consumer.leases.release(partitions);
  }

  async acknowledge(): Promise<void> {
    this.acknowledged += 1;
  }
}

test('the first records are taken, with where they came from, and the source is told to stop', async () => {
  const source = new EndlessSource();
  const taken: unknown[] = [];
  const { undecoded, partitions } = await sampleSource(source, {
    records: 10,
    signal: new AbortController().signal,
    onRecord: (event, { partition, offset }) => {
      expect(event).toEqual({ partition, offset });
      taken.push(event);
    },
  });
  expect(undecoded + taken.length).toBe(10);
  expect(undecoded).toBe(2);
  expect(partitions).toBeGreaterThan(0);
  expect(source.delivered).toBeLessThan(14);
  expect(source.acknowledged).toBe(0);
});

test('an interrupt ends it', async () => {
  const source = new EndlessSource();
  await sampleSource(source, {
    records: 10,
    signal: AbortSignal.abort(),
    onRecord: () => expect.unreachable(),
  });
  expect(source.delivered).toBe(0);
});
