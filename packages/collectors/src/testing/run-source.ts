import { setTimeout as wait } from 'node:timers/promises';
import type { MemoryConsumer, MemoryConsumerOptions } from './memory-consumer.js';
import { MemoryConsumer as Consumer } from './memory-consumer.js';
import { MemoryLedger } from './memory-ledger.js';
import type { SourceOrigin, SourceTraits } from './source-origin.js';

/** JSON documents `{"n": from}` and so on. */
export function numbered(from: number, count: number): readonly string[] {
  return Array.from({ length: count }, (_, index) => JSON.stringify({ n: from + index }));
}

/** Appends `count` documents to each partition, with numbers that are unique in the origin. */
export async function fill(
  origin: SourceOrigin,
  { partitions }: SourceTraits,
  count: number,
  from = 0,
): Promise<void> {
  for (let partition = 0; partition < partitions; partition += 1) {
    await origin.append(partition, numbered(from + partition * count, count));
  }
}

/** The numbers that landed, sorted: equal to `0…count-1` when nothing was lost and nothing came twice. */
export function numbersIn(ledger: MemoryLedger): readonly number[] {
  return ledger.events
    .map((event) => (event as { readonly n: number } | undefined)?.n ?? -1)
    .toSorted((one, other) => one - other);
}

/** Whether the numbers of each partition landed in the order in which they were appended. */
export function isInOrder({ landed, entries }: MemoryLedger): boolean {
  return [...entries.keys()].every((partition) => {
    const numbers = landed
      .filter((each) => each.partition === partition)
      .map(({ record }) => (record.event as { readonly n: number }).n);
    return numbers.every((number, index) => index === 0 || number > (numbers[index - 1] ?? 0));
  });
}

/** A gate that is shut until it is opened. */
export function gate(): { readonly opened: Promise<void>; readonly open: () => void } {
  let open = (): void => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open };
}

/** `0…count-1`. */
export function upTo(count: number): readonly number[] {
  return Array.from({ length: count }, (_, index) => index);
}

/** Reads to the end of what is there, once. */
export async function readOnce(
  origin: SourceOrigin,
  ledger: MemoryLedger = new MemoryLedger(),
  options: Omit<MemoryConsumerOptions, 'source'> = {},
): Promise<MemoryConsumer> {
  const source = await origin.open({ follow: false });
  const consumer = new Consumer(ledger, { ...options, source });
  await source.consume(consumer, new AbortController().signal);
  return consumer;
}

/** A source that is being read in the background. */
export interface Following {
  readonly consumer: MemoryConsumer;
  /** Stops it and waits for its end; rejects with what it failed with. */
  stop(): Promise<void>;
  /** Settles when it ends by itself. */
  readonly done: Promise<void>;
}

/** Starts to follow an origin. */
export async function follow(
  origin: SourceOrigin,
  ledger: MemoryLedger,
  options: Omit<MemoryConsumerOptions, 'source'> = {},
): Promise<Following> {
  const source = await origin.open({ follow: true });
  const consumer = new Consumer(ledger, { ...options, source });
  const controller = new AbortController();
  const done = source.consume(consumer, controller.signal);
  // Whoever stops it learns of a failure; until then it must not end the process.
  done.catch(() => {});
  return {
    consumer,
    done,
    stop: async () => {
      controller.abort();
      await done;
    },
  };
}

/** Waits until something holds; rejects when it does not within the source's patience. */
export async function until(
  holds: () => boolean,
  what: string,
  { patience = 10_000 }: Pick<SourceTraits, 'patience'>,
  followers: readonly Following[] = [],
): Promise<void> {
  const failed = Promise.race(
    followers.map(async ({ done }) => {
      await done;
      throw new Error('a reader ended that was to wait for more');
    }),
  );
  failed.catch(() => {});
  const deadline = performance.now() + patience;
  while (!holds()) {
    if (performance.now() > deadline) throw new Error(`${what}, within ${patience} ms`);
    await (followers.length === 0 ? wait(20) : Promise.race([wait(20), failed]));
  }
}
