import { setMaxListeners } from 'node:events';
import type { Duration } from '@das/contracts';
import type { PartitionLag, Source, SourceConsumer, SourceRange } from '@das/core';
import { CollectorsError } from '../errors/collectors-error.js';
import type { Decoding, FileFormat } from '../format/format.js';
import { keyFilter } from './key-filter.js';
import type { ExpectedEncryption } from './object-content.js';
import { ObjectReader } from './object-reader.js';
import { readObjectRange } from './read-object-range.js';
import { readPrefix } from './read-prefix.js';
import { readQueue } from './read-queue.js';
import type { S3Port } from './s3-port.js';
import type { SqsPort } from './sqs-port.js';

/** What a source of objects reads. */
export interface S3SourceOptions extends Decoding {
  /** The name under which offsets are kept. */
  readonly name: string;
  readonly bucket: string;
  /** Default: all keys. */
  readonly prefix?: string | undefined;
  /** Globs over whole keys. Default: all of the prefix. */
  readonly keys?: string | readonly string[] | undefined;
  /** Default `latest`. */
  readonly versions?: 'latest' | 'all';
  /** Default: by an object's key and first bytes. */
  readonly format?: FileFormat | undefined;
  /** Columns that a CSV header must have when no format is given. */
  readonly columns?: readonly string[];
  readonly encryption?: ExpectedEncryption | undefined;
  readonly openPort: () => Promise<S3Port>;
  /** Where notifications of new objects are read instead of listings. */
  readonly notifications?:
    | { readonly queueUrl: string; readonly openPort: () => Promise<SqsPort> }
    | undefined;
  /** Whether to wait for more objects. Default: no. */
  readonly follow?: boolean;
  /** How often the prefix is listed by a run that follows. Default 30 s. */
  readonly interval?: Duration | undefined;
  /** How many objects are read at a time. Default 4. */
  readonly concurrency?: number | undefined;
}

/**
 * Reads objects of S3: each version of an object is a partition, and a record's number in it is its
 * offset. What has landed of a version is the warehouse's to say, so a version is read once, however
 * often it is listed or notified.
 *
 * A version that cannot be read, because it was replaced or deleted, is broken, or not encrypted as
 * demanded, is a record in quarantine that names it. Processes that follow one prefix share its keys
 * by leases; a queue shares its messages by itself.
 */
export class S3Source implements Source {
  readonly name: string;
  readonly #options: S3SourceOptions;
  readonly #lag: Map<string, { readonly bytes: number }> = new Map();

  constructor(options: S3SourceOptions) {
    const { concurrency = 4 } = options;
    if (!Number.isSafeInteger(concurrency) || concurrency < 1) {
      throw new CollectorsError('DAS_SOURCE_OPTIONS_INVALID', 'no object would ever be read', {
        place: `${options.name}, concurrency`,
        next: 'give a whole number of at least 1',
      });
    }
    const problem = problemOf(options);
    if (problem !== undefined) {
      throw new CollectorsError('DAS_SOURCE_OPTIONS_INVALID', problem, {
        place: options.name,
        next: "let versions be 'latest' or 'all', and encryption.algorithm 'AES256', 'aws:kms' or 'aws:kms:dsse'",
      });
    }
    this.name = options.name;
    this.#options = options;
  }

  async consume(consumer: SourceConsumer, given: AbortSignal): Promise<void> {
    // Each request listens to it, and there are several at a time.
    const signal = AbortSignal.any([given]);
    setMaxListeners(0, signal);
    const { bucket, prefix = '', versions = 'latest', follow = false } = this.#options;
    const {
      format,
      columns = [],
      encryption,
      notifications,
      decode,
      prepareToDecode,
    } = this.#options;
    await using port = await this.#options.openPort();
    const reader = new ObjectReader({
      port,
      consumer,
      signal,
      versions,
      format,
      columns,
      encryption,
      decode,
      prepareToDecode,
      concurrency: this.#options.concurrency ?? 4,
      lag: this.#lag,
    });
    const selection = { bucket, prefix, fits: keyFilter(this.#options.keys), follow };
    if (notifications === undefined) {
      const interval = this.#options.interval ?? '30s';
      await readPrefix(reader, { ...selection, port, versions, interval }, consumer, signal);
      return;
    }
    await using queue = await notifications.openPort();
    const { queueUrl } = notifications;
    await readQueue(reader, { ...selection, queue, queueUrl }, consumer, signal);
  }

  /** Opens records of objects by their numbers, or the objects that were put since a time. */
  openRange(range: SourceRange): Source {
    const { bucket, prefix = '', keys, versions = 'latest', concurrency = 4 } = this.#options;
    const { format, columns = [], encryption, decode, prepareToDecode } = this.#options;
    return {
      name: this.name,
      acknowledge: async () => {},
      consume: async (consumer, given) => {
        const signal = AbortSignal.any([given]);
        setMaxListeners(0, signal);
        await using port = await this.#options.openPort();
        const selection = { bucket, prefix, fits: keyFilter(keys), versions, concurrency };
        const reading = { format, columns, encryption, decode, prepareToDecode };
        await readObjectRange(range, { ...selection, ...reading, port, consumer, signal });
      },
    };
  }

  async acknowledge(): Promise<void> {
    // A message is deleted when its objects were given back, which is after they have landed.
  }

  lag(): ReadonlyMap<string, PartitionLag> {
    return this.#lag;
  }
}

/** What is wrong with options that no compiler has seen: what is not understood must not count as the laxest. */
function problemOf({ versions, encryption }: S3SourceOptions): string | undefined {
  if (versions !== undefined && versions !== 'latest' && versions !== 'all') {
    return 'versions is none of the values that it can have';
  }
  if (encryption === undefined) return undefined;
  const isKnown = ['AES256', 'aws:kms', 'aws:kms:dsse'].includes(encryption?.algorithm);
  return isKnown ? undefined : 'encryption.algorithm is none of the values that it can have';
}
