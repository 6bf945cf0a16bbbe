import { randomUUID } from 'node:crypto';
import {
  CreateBucketCommand,
  PutBucketNotificationConfigurationCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  type PutObjectCommandInput,
  S3Client,
} from '@aws-sdk/client-s3';
import {
  CreateQueueCommand,
  GetQueueAttributesCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { S3Collector } from '@das/collectors';
import type { SourceOrigin } from '@das/collectors/testing';
import { defineContract, type Source } from '@das/core';
import { z } from 'zod';
import type { AwsServer } from './start-aws.mjs';

export const numbers = defineContract({
  domain: 'test',
  name: 'numbers',
  version: '1.0.0',
  owner: 'test',
  schema: z.object({ n: z.number().int() }),
  columns: { n: 'internal' },
  primaryKey: ['n'],
});

/** What a collector over the bucket may be told. */
export type BucketReader = Partial<
  Pick<S3Collector, 'encryption' | 'format' | 'keys' | 'prefix' | 'versions' | 'concurrency'>
>;

/** What a bucket has beside its objects. */
export interface BucketOptions {
  /** Whether a queue is told of new objects, and the collector reads that. */
  readonly notifies?: boolean;
  readonly hasVersions?: boolean;
}

/** A bucket of its own, with a queue if need be. */
export class Bucket implements SourceOrigin {
  readonly name: string = `das-${randomUUID()}`;
  readonly s3: S3Client;
  readonly sqs: SQSClient;
  queueUrl: string | undefined;
  readonly #aws: AwsServer;
  #objects = 0;

  private constructor(aws: AwsServer) {
    this.#aws = aws;
    this.s3 = new S3Client({ ...aws.clientOptions, forcePathStyle: true });
    this.sqs = new SQSClient(aws.clientOptions);
  }

  static async create(aws: AwsServer, options: BucketOptions = {}): Promise<Bucket> {
    const bucket = new Bucket(aws);
    await bucket.s3.send(new CreateBucketCommand({ Bucket: bucket.name, ...placed(aws) }));
    if (options.hasVersions === true) {
      const VersioningConfiguration = { Status: 'Enabled' } as const;
      await bucket.s3.send(
        new PutBucketVersioningCommand({ Bucket: bucket.name, VersioningConfiguration }),
      );
    }
    if (options.notifies === true) await bucket.#notify();
    return bucket;
  }

  /** Writes each call's records as an object of its own. */
  async append(partition: number, records: readonly string[]): Promise<void> {
    const number = String(this.#objects).padStart(8, '0');
    this.#objects += 1;
    await this.put(`in/${partition}/${number}.ndjson`, records.map((each) => `${each}\n`).join(''));
  }

  async put(
    key: string,
    body: string | Uint8Array,
    more: Partial<PutObjectCommandInput> = {},
  ): Promise<void> {
    await this.s3.send(new PutObjectCommand({ Bucket: this.name, Key: key, Body: body, ...more }));
  }

  async open({ follow }: { readonly follow: boolean }): Promise<Source> {
    return await this.collector().openSource({ baseDirectory: '.', follow });
  }

  collector(reader: BucketReader = {}): S3Collector<typeof numbers> {
    const { name, queueUrl } = this;
    const client = { ...this.#aws.clientOptions, forcePathStyle: true };
    class Numbers extends S3Collector<typeof numbers> {
      readonly contract = numbers;
      readonly bucket = name;
      override readonly client = client;
      override readonly interval = '1s';
      override readonly notifications = queueUrl === undefined ? undefined : { queueUrl };
    }
    return Object.assign(new Numbers(), reader);
  }

  async send(body: string): Promise<void> {
    await this.sqs.send(new SendMessageCommand({ QueueUrl: this.queueUrl, MessageBody: body }));
  }

  /** How many messages are in the queue, those that are hidden among them. */
  async waiting(): Promise<number> {
    const { Attributes } = await this.sqs.send(
      new GetQueueAttributesCommand({ QueueUrl: this.queueUrl, AttributeNames: ['All'] }),
    );
    return (
      Number(Attributes?.ApproximateNumberOfMessages) +
      Number(Attributes?.ApproximateNumberOfMessagesNotVisible)
    );
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.s3.destroy();
    this.sqs.destroy();
  }

  async #notify(): Promise<void> {
    const { QueueUrl } = await this.sqs.send(
      new CreateQueueCommand({ QueueName: `das-${randomUUID()}` }),
    );
    const { Attributes } = await this.sqs.send(
      new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['QueueArn'] }),
    );
    await this.s3.send(
      new PutBucketNotificationConfigurationCommand({
        Bucket: this.name,
        NotificationConfiguration: {
          QueueConfigurations: [{ QueueArn: Attributes?.QueueArn, Events: ['s3:ObjectCreated:*'] }],
        },
      }),
    );
    this.queueUrl = QueueUrl;
  }
}

function placed({ clientOptions: { region } }: AwsServer) {
  return { CreateBucketConfiguration: { LocationConstraint: region as 'eu-central-1' } };
}
