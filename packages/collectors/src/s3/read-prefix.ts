import { setTimeout as wait } from 'node:timers/promises';
import { type Duration, durationInSeconds } from '@das/contracts';
import type { SourceConsumer } from '@das/core';
import type { KeyFilter } from './key-filter.js';
import { KeyShare } from './key-share.js';
import { s3FailureOf } from './object-fault.js';
import type { ObjectReader } from './object-reader.js';
import type { S3Port } from './s3-port.js';

/** Which objects are listed. */
export interface ReadPrefixOptions {
  readonly port: S3Port;
  readonly bucket: string;
  readonly prefix: string;
  readonly fits: KeyFilter;
  readonly versions: 'latest' | 'all';
  readonly follow: boolean;
  readonly interval: Duration;
}

/** Lists a prefix page by page and reads what is new: once, or again and again. */
export async function readPrefix(
  reader: ObjectReader,
  options: ReadPrefixOptions,
  consumer: SourceConsumer,
  signal: AbortSignal,
): Promise<void> {
  if (!options.follow) {
    await readPages(reader, options, () => true, signal);
    return;
  }
  await using share = new KeyShare(consumer.leases);
  if (signal.aborted) return;
  await share.start();
  // Where everything has landed there is nothing to claim, and it is ready all the same.
  await consumer.assign([]);
  while (!signal.aborted) {
    await readPages(reader, options, (key) => share.has(key), signal);
    await share.release();
    // Being told to stop is no error.
    await wait(durationInSeconds(options.interval) * 1000, undefined, { signal }).catch(() => {});
  }
}

async function readPages(
  reader: ObjectReader,
  { port, bucket, prefix, fits, versions }: ReadPrefixOptions,
  isMine: (key: string) => boolean,
  signal: AbortSignal,
): Promise<void> {
  let after: string | undefined;
  do {
    if (signal.aborted) return;
    const page = await port
      .list({ bucket, prefix, versions, after }, signal)
      .catch((error: unknown) => {
        if (signal.aborted) return undefined;
        throw s3FailureOf(error, `s3://${bucket}/${prefix}`);
      });
    if (page === undefined) return;
    const mine = page.objects.filter(({ key }) => fits(key) && isMine(key));
    await reader.read(mine, isMine);
    after = page.next;
  } while (after !== undefined);
}
