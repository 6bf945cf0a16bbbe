import type { S3ClientConfig } from '@aws-sdk/client-s3';
import type { SQSClientConfig } from '@aws-sdk/client-sqs';
import type { AnyContract, Duration } from '@das/contracts';
import { Collector, type CollectorContext, type Source } from '@das/core';
import { expectedColumns } from '../format/expected-columns.js';
import { type FormatOption, namedFormat } from '../format/open-content.js';
import { AwsS3Port } from './aws-s3-port.js';
import { AwsSqsPort } from './aws-sqs-port.js';
import type { ExpectedEncryption } from './object-content.js';
import type { S3Port } from './s3-port.js';
import { S3Source } from './s3-source.js';
import type { SqsPort } from './sqs-port.js';

/** A queue that S3 notifies of new objects: directly, through SNS or through EventBridge. */
export interface S3Notifications {
  readonly queueUrl: string;
  /** Default: region, endpoint and credentials of the collector's `client`. */
  readonly client?: SQSClientConfig;
}

/**
 * Collects the objects of a bucket: NDJSON, CSV, JSON arrays or Parquet, plain, gzip or zstd. Each
 * version of an object lands exactly once, however large it is and however often a run dies in it.
 *
 * New objects are found by listing the prefix, or by `notifications`. Both know what the other has
 * landed, so a first run over the prefix can precede the queue.
 *
 * @example
 * ```ts
 * import { S3Collector } from '@das/collectors';
 * import { defineContract } from '@das/core';
 * import { z } from 'zod';
 *
 * const orders = defineContract({
 *   domain: 'commerce', name: 'orders', version: '1.0.0', owner: 'data-commerce',
 *   schema: z.object({ order_id: z.uuid() }),
 *   columns: { order_id: 'internal' },
 * });
 *
 * class OrdersCollector extends S3Collector<typeof orders> {
 *   readonly contract = orders;
 *   readonly bucket = 'acme-landing';
 *   override readonly prefix = 'orders/';
 *   override readonly keys = '**\/*.ndjson.gz';
 *   override readonly encryption = { algorithm: 'aws:kms' } as const;
 * }
 * console.log(new OrdersCollector().bucket);
 * // => acme-landing
 * ```
 */
export abstract class S3Collector<C extends AnyContract = AnyContract> extends Collector<C> {
  abstract readonly bucket: string;

  /** What keys begin with. Default: any. */
  readonly prefix: string = '';

  /** Globs over whole keys: `*` within a folder, `**` across folders. Default: all of the prefix. */
  readonly keys: string | readonly string[] | undefined = undefined;

  /** Default: new objects are found by listing the prefix. */
  readonly notifications: S3Notifications | undefined = undefined;

  /**
   * `latest` reads what is under a key, known by its ETag. `all` reads every version of a bucket
   * with versioning, known by its id. Changing it means reading everything again. Default `latest`.
   */
  readonly versions: 'latest' | 'all' = 'latest';

  /**
   * Default: Parquet by its first bytes, CSV by the name `.csv`, a JSON array by `.json` and its
   * bracket, else NDJSON. Give options to read CSV another way.
   */
  readonly format: FormatOption = undefined;

  /** How objects must be encrypted; one that is not goes to quarantine unread. Default: in any way. */
  readonly encryption: ExpectedEncryption | undefined = undefined;

  /** Region, endpoint, credentials, `forcePathStyle`. Default: what the environment says. */
  readonly client: S3ClientConfig = {};

  /** How often a run that follows lists the prefix. Default 30 s. */
  readonly interval: Duration = '30s';

  /** How many objects are read at a time. A Parquet row group of each is in memory. Default 4. */
  readonly concurrency: number = 4;

  async openSource({ follow }: CollectorContext): Promise<Source> {
    const { notifications } = this;
    const columns = expectedColumns(this);
    return new S3Source({
      name: `s3:${this.name}`,
      bucket: this.bucket,
      prefix: this.prefix,
      keys: this.keys,
      versions: this.versions,
      format: namedFormat(this.format, columns),
      columns,
      encryption: this.encryption,
      openPort: () => this.openPort(),
      notifications: notifications && {
        queueUrl: notifications.queueUrl,
        openPort: () => this.openQueue(notifications),
      },
      follow,
      interval: this.interval,
      concurrency: this.concurrency,
      decode: (raw) => this.decode(raw),
      prepareToDecode: (raw) => this.prepareToDecode(raw),
    });
  }

  /** Connects to S3. Override it to use another client. */
  protected async openPort(): Promise<S3Port> {
    return await AwsS3Port.open(this.client);
  }

  /** Connects to the queue. Override it to use another client. */
  protected async openQueue({ queueUrl, client }: S3Notifications): Promise<SqsPort> {
    return await AwsSqsPort.open(queueUrl, { ...sharedClientOptions(this.client), ...client });
  }
}

function sharedClientOptions({ region, endpoint, credentials }: S3ClientConfig): SQSClientConfig {
  return {
    ...(region === undefined ? {} : { region }),
    ...(typeof endpoint === 'string' ? { endpoint } : {}),
    ...(credentials === undefined ? {} : { credentials }),
  };
}
