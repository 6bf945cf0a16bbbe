import { describeSource } from '@das/collectors/testing';
import { afterAll, beforeAll, describe, test } from 'vitest';
import { Bucket } from '../aws/bucket.js';
import { type AwsServer, startAws } from '../aws/start-aws.mjs';

let aws: AwsServer & AsyncDisposable;
beforeAll(async () => {
  aws = await startAws();
});
afterAll(async () => {
  await aws[Symbol.asyncDispose]();
});

const traits = {
  partitions: 3,
  largestBatch: { records: 10_000 },
  isShared: false,
  patience: 15_000,
} as const;

describeSource('a prefix of S3', {
  runner: { describe, test },
  traits,
  create: () => Bucket.create(aws),
});

describeSource('a queue of S3 notifications', {
  runner: { describe, test },
  traits,
  create: () => Bucket.create(aws, { notifies: true }),
});
