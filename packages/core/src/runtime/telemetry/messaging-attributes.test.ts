import { expect, test } from 'vitest';
import { messagingAttributesOf, partitionAttribute } from './messaging-attributes.js';

test('a source names its system and its destination', () => {
  expect(messagingAttributesOf('kafka:orders.v1')).toEqual({
    system: 'kafka',
    destination: 'orders.v1',
  });
  expect(messagingAttributesOf('kinesis:clicks').system).toBe('aws_kinesis');
  expect(messagingAttributesOf('array')).toEqual({ system: 'das', destination: 'array' });
  expect(messagingAttributesOf('own:thing')).toEqual({ system: 'das', destination: 'own:thing' });
});

test.each([
  ['7', '7'],
  ['orders.v1:7', '7'],
  ['orders.v1/12', '12'],
  ['shardId-000000000003', 'shardId-000000000003'],
])('the partition %s is %s', (partition, id) => {
  expect(partitionAttribute(partition)).toEqual({ 'messaging.destination.partition.id': id });
});

test.each([
  ['data/ann@example.com.ndjson'],
  ['patients/ann smith/2024-01-01'],
  ['s3://bucket/mrn-12345678.csv'],
  ['exports/mrn/12345678'],
  [''],
])('%s is kept out of telemetry', (partition) => {
  expect(partitionAttribute(partition)).toEqual({});
});
