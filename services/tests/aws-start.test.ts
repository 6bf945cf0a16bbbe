import { setTimeout as wait } from 'node:timers/promises';
import {
  CreateStreamCommand,
  GetRecordsCommand,
  GetShardIteratorCommand,
  KinesisClient,
  ListShardsCommand,
  MergeShardsCommand,
  PutRecordsCommand,
  SplitShardCommand,
} from '@aws-sdk/client-kinesis';
import {
  CompleteMultipartUploadCommand,
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutBucketNotificationConfigurationCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import {
  CreateQueueCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { startAws } from '../aws/start-aws.mjs';

let aws: Awaited<ReturnType<typeof startAws>>;
let s3: S3Client;
let sqs: SQSClient;
let kinesis: KinesisClient;
beforeAll(async () => {
  aws = await startAws();
  s3 = new S3Client({ ...aws.clientOptions, forcePathStyle: true });
  sqs = new SQSClient(aws.clientOptions);
  kinesis = new KinesisClient(aws.clientOptions);
});
beforeEach(async () => {
  await aws.reset();
});
afterAll(async () => {
  for (const client of [s3, sqs, kinesis]) client?.destroy();
  await aws?.[Symbol.asyncDispose]();
});

const Bucket = 'landing';

async function createBucket(): Promise<void> {
  await s3.send(
    new CreateBucketCommand({
      Bucket,
      CreateBucketConfiguration: { LocationConstraint: 'eu-central-1' },
    }),
  );
  await s3.send(
    new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: 'Enabled' } }),
  );
}

const put = (Key: string, Body: string) => s3.send(new PutObjectCommand({ Bucket, Key, Body }));

describe('S3', () => {
  beforeEach(createBucket);

  test('gives a range of a version, also when a later one is there', async () => {
    const first = await put('a b+ü.ndjson', '0123456789');
    const second = await put('a b+ü.ndjson', 'abcdefghij');
    expect(second.VersionId).not.toBe(first.VersionId);
    const get = new GetObjectCommand({
      Bucket,
      Key: 'a b+ü.ndjson',
      VersionId: first.VersionId,
      Range: 'bytes=3-5',
    });
    const { Body, ContentRange } = await s3.send(get);
    expect(await Body?.transformToString()).toBe('345');
    expect(ContentRange).toBe('bytes 3-5/10');
  });

  test('refuses to read an object that changed since', async () => {
    const { ETag } = await put('k', 'one');
    await put('k', 'two');
    await expect(
      s3.send(new GetObjectCommand({ Bucket, Key: 'k', IfMatch: ETag })),
    ).rejects.toMatchObject({
      name: 'PreconditionFailed',
      $metadata: { httpStatusCode: 412 },
    });
  });

  test('lists a prefix page by page, and after a key', async () => {
    for (const name of ['a', 'b', 'c', 'd', 'e']) await put(`in/${name}`, name);
    await put('out/f', 'f');
    const pages: string[][] = [];
    let ContinuationToken: string | undefined;
    do {
      const page = await s3.send(
        new ListObjectsV2Command({ Bucket, Prefix: 'in/', MaxKeys: 2, ContinuationToken }),
      );
      pages.push((page.Contents ?? []).map(({ Key }) => Key ?? ''));
      ContinuationToken = page.NextContinuationToken;
    } while (ContinuationToken !== undefined);
    expect(pages).toEqual([['in/a', 'in/b'], ['in/c', 'in/d'], ['in/e']]);
    const after = await s3.send(
      new ListObjectsV2Command({ Bucket, Prefix: 'in/', StartAfter: 'in/c' }),
    );
    expect(after.Contents?.map(({ Key }) => Key)).toEqual(['in/d', 'in/e']);
  });
});

describe('notifications of S3 in SQS', () => {
  let QueueUrl: string;
  beforeEach(async () => {
    await createBucket();
    const queue = await sqs.send(
      new CreateQueueCommand({ QueueName: 'landed', Attributes: { VisibilityTimeout: '1' } }),
    );
    QueueUrl = queue.QueueUrl ?? '';
    const { Attributes } = await sqs.send(
      new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['QueueArn'] }),
    );
    await s3.send(
      new PutBucketNotificationConfigurationCommand({
        Bucket,
        NotificationConfiguration: {
          QueueConfigurations: [
            {
              QueueArn: Attributes?.QueueArn,
              Events: ['s3:ObjectCreated:*'],
              Filter: { Key: { FilterRules: [{ Name: 'prefix', Value: 'in/' }] } },
            },
          ],
        },
      }),
    );
    // S3 first says that it can send.
    const [test] = await receive();
    expect(test?.body).toMatchObject({ Event: 's3:TestEvent' });
    await remove(test?.receipt);
  });

  const receive = async (seconds = 1) => {
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, WaitTimeSeconds: seconds }),
    );
    return Messages.map(({ Body, ReceiptHandle }) => ({
      body: JSON.parse(Body ?? ''),
      receipt: ReceiptHandle,
    }));
  };
  const remove = (ReceiptHandle: string | undefined) =>
    sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));

  test('say which version of which object was made, and come again until they are deleted', async () => {
    const { VersionId } = await put('in/a b+ü.ndjson', '{}');
    await put('out/ignored', '{}');
    const [message, ...others] = await receive();
    expect(others).toEqual([]);
    expect(message?.body.Records).toMatchObject([
      {
        eventName: 'ObjectCreated:Put',
        s3: {
          bucket: { name: Bucket },
          object: { key: 'in%2Fa+b%2B%C3%BC.ndjson', size: 2, versionId: VersionId },
        },
      },
    ]);
    expect(await receive(0)).toEqual([]);
    await wait(1_100);
    const [again] = await receive();
    expect(again?.body).toEqual(message?.body);
    await remove(again?.receipt);
    await wait(1_100);
    expect(await receive(0)).toEqual([]);
  });

  test('come once for an upload in parts', async () => {
    const upload = { Bucket, Key: 'in/parts' };
    const { UploadId } = await s3.send(new CreateMultipartUploadCommand(upload));
    const part = new UploadPartCommand({ ...upload, UploadId, PartNumber: 1, Body: 'x' });
    const { ETag } = await s3.send(part);
    await s3.send(
      new CompleteMultipartUploadCommand({
        ...upload,
        UploadId,
        MultipartUpload: { Parts: [{ PartNumber: 1, ETag }] },
      }),
    );
    const messages = await receive();
    expect(messages.map(({ body }) => body.Records[0].eventName)).toEqual([
      'ObjectCreated:CompleteMultipartUpload',
    ]);
  });
});

describe('Kinesis', () => {
  const StreamName = 'events';
  const half = (2n ** 127n).toString();

  const shards = async () =>
    (await kinesis.send(new ListShardsCommand({ StreamName }))).Shards ?? [];

  const putRecords = async (values: readonly string[]) => {
    const { FailedRecordCount } = await kinesis.send(
      new PutRecordsCommand({
        StreamName,
        Records: values.map((value) => ({ PartitionKey: value, Data: Buffer.from(value) })),
      }),
    );
    expect(FailedRecordCount).toBe(0);
  };

  /** All that a shard holds, and its children when it is closed. */
  const read = async (ShardId: string | undefined) => {
    const { ShardIterator } = await kinesis.send(
      new GetShardIteratorCommand({ StreamName, ShardId, ShardIteratorType: 'TRIM_HORIZON' }),
    );
    const values: string[] = [];
    let iterator = ShardIterator;
    for (;;) {
      const page = await kinesis.send(new GetRecordsCommand({ ShardIterator: iterator, Limit: 7 }));
      for (const { Data } of page.Records ?? []) values.push(Buffer.from(Data ?? []).toString());
      iterator = page.NextShardIterator;
      const children = page.ChildShards?.map(({ ShardId: child }) => child);
      if (iterator === undefined) return { values, children };
      if (page.Records?.length === 0) return { values };
    }
  };

  test('keeps what was put before a split in the parent, and the rest in its children', async () => {
    await kinesis.send(new CreateStreamCommand({ StreamName, ShardCount: 1 }));
    const before = Array.from({ length: 20 }, (_, index) => `before ${index}`);
    const after = Array.from({ length: 20 }, (_, index) => `after ${index}`);
    await putRecords(before);
    const [parent] = await shards();
    await kinesis.send(
      new SplitShardCommand({
        StreamName,
        ShardToSplit: parent?.ShardId,
        NewStartingHashKey: half,
      }),
    );
    await putRecords(after);
    const [closed, left, right] = await shards();
    expect(closed?.SequenceNumberRange?.EndingSequenceNumber).toMatch(/^\d{56}$/u);
    expect([left?.ParentShardId, right?.ParentShardId]).toEqual([parent?.ShardId, parent?.ShardId]);
    expect(await read(parent?.ShardId)).toEqual({
      values: before,
      children: [left?.ShardId, right?.ShardId],
    });
    const found = [await read(left?.ShardId), await read(right?.ShardId)];
    expect(found.map(({ children }) => children)).toEqual([undefined, undefined]);
    expect(found.every(({ values }) => values.length > 0)).toBe(true);
    expect(found.flatMap(({ values }) => values).sort()).toEqual([...after].sort());
  });

  test('merges two shards into one that names both as parents', async () => {
    await kinesis.send(new CreateStreamCommand({ StreamName, ShardCount: 2 }));
    await putRecords(['a', 'b', 'c', 'd', 'e', 'f']);
    const [left, right] = await shards();
    const held = [await read(left?.ShardId), await read(right?.ShardId)];
    await kinesis.send(
      new MergeShardsCommand({
        StreamName,
        ShardToMerge: left?.ShardId,
        AdjacentShardToMerge: right?.ShardId,
      }),
    );
    await putRecords(['g']);
    const [, , child] = await shards();
    expect([child?.ParentShardId, child?.AdjacentParentShardId]).toEqual([
      left?.ShardId,
      right?.ShardId,
    ]);
    for (const [index, parent] of [left, right].entries()) {
      expect(await read(parent?.ShardId)).toEqual({
        values: held[index]?.values,
        children: [child?.ShardId],
      });
    }
    expect(await read(child?.ShardId)).toEqual({ values: ['g'] });
  });

  test('refuses an iterator that it never gave', async () => {
    await kinesis.send(new CreateStreamCommand({ StreamName, ShardCount: 1 }));
    await expect(
      kinesis.send(new GetRecordsCommand({ ShardIterator: 'nonsense' })),
    ).rejects.toMatchObject({ name: 'InvalidArgumentException' });
  });
});
