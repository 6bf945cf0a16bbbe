import { describe, expect, test } from 'vitest';
import { MemoryKinesis } from '../fixtures/memory-kinesis.js';
import { describeSource } from '../testing/describe-source.js';
import { MemoryConsumer } from '../testing/memory-consumer.js';
import { MemoryLedger } from '../testing/memory-ledger.js';
import { gate, numbered, numbersIn, upTo } from '../testing/run-source.js';

describeSource('a Kinesis stream in memory', {
  runner: { describe, test },
  traits: {
    partitions: 3,
    largestBatch: { records: 1000 },
    isShared: true,
    session: 2000,
    patience: 20_000,
  },
  create: async () => new MemoryKinesis(3),
});

/** A reader of a stream that is followed, whose consumer may be told what to do. */
async function following(stream: MemoryKinesis, consumer: MemoryConsumer) {
  const source = await stream.open({ follow: true });
  const controller = new AbortController();
  const done = source.consume(consumer, controller.signal);
  return {
    controller,
    done,
    until: (holds: () => boolean) =>
      Promise.race([
        expect.poll(holds, { timeout: 20_000 }).toBe(true),
        done.then(() => expect.unreachable('it ended')),
      ]),
  };
}

test('a closed shard keeps its lease, and its children wait, until its end has landed', async () => {
  const stream = new MemoryKinesis(1);
  const ledger = new MemoryLedger();
  const revoked = gate();
  const isRevoking = gate();
  class SlowConsumer extends MemoryConsumer {
    override async revoke(partitions: readonly string[]): Promise<void> {
      isRevoking.open();
      await revoked.opened;
      await super.revoke(partitions);
    }
  }
  const consumer = new SlowConsumer(ledger);
  await stream.append(0, numbered(0, 3));
  const [parent] = stream.shards;
  if (parent === undefined) throw new Error('the stream has no shard');
  stream.split(parent);
  await stream.append(1, numbered(3, 3));
  const renewals = countRenewals(consumer);
  const reading = await following(stream, consumer);
  await isRevoking.opened;
  const before = renewals();
  await reading.until(() => renewals() >= before + 2);
  expect(ledger.leases.has(parent.id)).toBe(true);
  expect(consumer.assigned.map(({ partition }) => partition)).toEqual([parent.id]);
  revoked.open();
  await reading.until(() => ledger.landed.length === 6);
  reading.controller.abort();
  await reading.done;
  expect(numbersIn(ledger)).toEqual(upTo(6));
});

test('leases are renewed while a question to the warehouse waits behind a long flush', async () => {
  const stream = new MemoryKinesis(2);
  const ledger = new MemoryLedger();
  const flushed = gate();
  let isFlushing = false;
  class SlowConsumer extends MemoryConsumer {
    override async standing(partitions: readonly string[]) {
      if (isFlushing) await flushed.opened;
      return await super.standing(partitions);
    }
  }
  const consumer = new SlowConsumer(ledger);
  // One shard is somebody else's, so that this process asks again and again where it stands.
  ledger.leases.set('shard-1', { owner: -1, expires: Number.POSITIVE_INFINITY });
  const renewals = countRenewals(consumer);
  const reading = await following(stream, consumer);
  await reading.until(() => consumer.held.length === 1);
  isFlushing = true;
  const before = renewals();
  await reading.until(() => renewals() >= before + 3);
  reading.controller.abort();
  flushed.open();
  await reading.done;
});

test('what fails while it is told to stop is not taken for the stop', async () => {
  const stream = new MemoryKinesis(1);
  const controller = new AbortController();
  const consumer = new MemoryConsumer(new MemoryLedger(), {
    onAssign: () => {
      controller.abort();
      throw new Error('the claim is refused');
    },
  });
  const source = await stream.open({ follow: true });
  await expect(source.consume(consumer, controller.signal)).rejects.toThrow('the claim is refused');
});

test.each([undefined, 'something else'])(
  'a shard with records and the position %s is not read from the oldest record again',
  async (position) => {
    const stream = new MemoryKinesis(1);
    await stream.append(0, numbered(0, 5));
    const ledger = new MemoryLedger();
    ledger.entries.set('shard-0', { nextOffset: 5, position, identity: undefined, epoch: 1 });
    const source = await stream.open({ follow: false });
    const reading = source.consume(new MemoryConsumer(ledger), new AbortController().signal);
    await expect(reading).rejects.toMatchObject({ code: 'DAS_SOURCE_UNREADABLE' });
    expect(ledger.landed).toEqual([]);
  },
);

/** How often a consumer's leases were renewed so far. */
function countRenewals({ leases }: MemoryConsumer): () => number {
  let count = 0;
  const renew = leases.renew.bind(leases);
  leases.renew = async (partitions) => {
    count += 1;
    return await renew(partitions);
  };
  return () => count;
}
