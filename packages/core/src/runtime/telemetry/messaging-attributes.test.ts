import { expect, test } from 'vitest';
import { placeOfPartition, placeOfSource } from './messaging-attributes.js';

test('a source names its system and its destination', () => {
  expect(placeOfSource('kafka:orders')).toEqual({ system: 'kafka', destination: 'orders' });
  expect(placeOfSource('kinesis:clicks')).toEqual({ system: 'aws_kinesis', destination: 'clicks' });
  expect(placeOfSource('array')).toEqual({ system: 'das', destination: 'array' });
  expect(placeOfSource('own:thing')).toEqual({ system: 'das', destination: 'own:thing' });
});

test('a partition of Kafka names its topic and its number, a shard itself', () => {
  expect(placeOfPartition(placeOfSource('kafka:orders'), 'orders-v1/12')).toEqual({
    system: 'kafka',
    destination: 'orders-v1',
    partition: '12',
  });
  const shard = 'shardId-000000000003';
  expect(placeOfPartition(placeOfSource('kinesis:clicks'), shard).partition).toBe(shard);
});

test.each([
  ['file:orders', 'data/ann@example.com.ndjson'],
  ['file:orders', '12345678'],
  ['s3:orders', 's3://bucket/mrn-12345678.csv'],
  ['own', 'exports/mrn/12345678'],
  ['kafka:orders', 'ann smith/7'],
  ['kinesis:clicks', 'ann'],
])('of %s, the partition %s is kept out of telemetry', (source, partition) => {
  const place = placeOfSource(source);
  expect(placeOfPartition(place, partition)).toEqual(place);
});
