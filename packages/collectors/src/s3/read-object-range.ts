import type { SourceConsumer, SourceRange } from '@das/core';
import { CollectorsError } from '../errors/collectors-error.js';
import { consumerOfPart, type Part, wholePart } from '../range/consumer-of-part.js';
import { forEachOf } from './for-each-of.js';
import type { KeyFilter } from './key-filter.js';
import { s3FailureOf } from './object-fault.js';
import { keyOfPartition, objectPartition } from './object-partition.js';
import { type ReadObjectOptions, readObject } from './read-object.js';
import type { ObjectPage, ObjectVersion } from './s3-port.js';

/** How a part of a prefix is read again. */
export interface ReadObjectRangeOptions extends Omit<ReadObjectOptions, 'isMine' | 'onLeft'> {
  readonly bucket: string;
  readonly prefix: string;
  readonly fits: KeyFilter;
  readonly versions: 'latest' | 'all';
  readonly concurrency: number;
}

/** An object to read again, and which of its records. */
interface Wanted {
  readonly partition: string;
  readonly version: ObjectVersion;
  readonly part: Part;
}

/**
 * Reads records of objects again by their numbers, or whole objects that were put at a time or later:
 * records of an object have no times of their own.
 *
 * @throws {@link CollectorsError} `DAS_SOURCE_NOT_FOUND` for an object, or a version of one, that is not
 * there
 */
export async function readObjectRange(
  range: SourceRange,
  options: ReadObjectRangeOptions,
): Promise<void> {
  if (range.kind === 'since') {
    const since = range.time.getTime();
    for await (const { objects } of pagesOf(options, options.prefix)) {
      // An object whose time is not known is read: what has landed before does not land twice.
      const recent = objects.filter(
        ({ key, modifiedAt = Number.POSITIVE_INFINITY }) =>
          options.fits(key) && modifiedAt >= since,
      );
      await readAll(
        recent.map((version) => ({
          partition: objectPartition(version, options.versions),
          version,
          part: wholePart,
        })),
        options,
      );
    }
    return;
  }
  const wanted = [];
  for (const [partition, part] of Object.entries(range.partitions)) {
    wanted.push({ partition, version: await find(partition, options), part });
  }
  await readAll(wanted, options);
}

async function find(partition: string, options: ReadObjectRangeOptions): Promise<ObjectVersion> {
  const key = keyOfPartition(options.bucket, partition);
  if (key?.startsWith(options.prefix) === true && options.fits(key)) {
    for await (const { objects } of pagesOf(options, key)) {
      const found = objects.find((each) => objectPartition(each, options.versions) === partition);
      if (found !== undefined) return found;
    }
  }
  throw new CollectorsError(
    'DAS_SOURCE_NOT_FOUND',
    'the collector reads no such version of an object, or it is no longer there',
    {
      place: partition,
      next: 'name the object as OPS.COLLECTOR_OFFSETS and the quarantine do, in PARTITION',
    },
  );
}

async function readAll(wanted: readonly Wanted[], options: ReadObjectRangeOptions): Promise<void> {
  const { consumer, signal, concurrency } = options;
  if (wanted.length === 0 || signal.aborted) return;
  await consumer.assign(wanted.map(({ partition }) => ({ partition })));
  await forEachOf(wanted, concurrency, async ({ partition, version, part }) => {
    // What comes after the part need not be read.
    const over = new AbortController();
    await readObject(partition, version, undefined, {
      ...options,
      consumer: partConsumer(consumer, part, () => over.abort()),
      signal: AbortSignal.any([signal, over.signal]),
      isMine: () => true,
      onLeft: () => {},
    });
  });
  await consumer.revoke(wanted.map(({ partition }) => partition));
}

function partConsumer(consumer: SourceConsumer, part: Part, onEnd: () => void): SourceConsumer {
  return {
    leases: consumer.leases,
    assign: (partitions) => consumer.assign(partitions),
    standing: (partitions) => consumer.standing(partitions),
    revoke: (partitions) => consumer.revoke(partitions),
    ...consumerOfPart(consumer, part, onEnd),
  };
}

async function* pagesOf(
  { port, bucket, versions, signal }: ReadObjectRangeOptions,
  prefix: string,
): AsyncGenerator<ObjectPage> {
  let after: string | undefined;
  do {
    if (signal.aborted) return;
    const page: ObjectPage | undefined = await port
      .list({ bucket, prefix, versions, after }, signal)
      .catch((error: unknown) => {
        if (signal.aborted) return undefined;
        throw s3FailureOf(error, `s3://${bucket}/${prefix}`);
      });
    if (page === undefined) return;
    yield page;
    after = page.next;
  } while (after !== undefined);
}
