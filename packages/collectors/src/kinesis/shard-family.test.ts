import { expect, test } from 'vitest';
import type { KinesisShard } from './kinesis-port.js';
import { readableShards } from './shard-family.js';

function shard(id: string, ...parents: string[]): KinesisShard {
  return { id, parents, hashKeys: { from: '0', to: '1' } };
}

const family = [shard('a'), shard('b'), shard('c', 'a', 'b'), shard('d', 'c'), shard('e', 'gone')];

function readable(...ended: string[]): readonly string[] {
  return readableShards(family, (id) => ended.includes(id)).map(({ id }) => id);
}

test('a shard is read once all of its parents are at their end', () => {
  expect(readable()).toEqual(['a', 'b', 'e']);
  expect(readable('a')).toEqual(['b', 'e']);
  expect(readable('a', 'b')).toEqual(['c', 'e']);
  expect(readable('a', 'b', 'c', 'e')).toEqual(['d']);
});

test('a parent that Kinesis no longer lists holds nobody up', () => {
  expect(readable('a', 'b', 'c', 'd')).toEqual(['e']);
});
