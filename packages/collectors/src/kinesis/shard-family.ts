import type { KinesisShard } from './kinesis-port.js';

/**
 * The shards that may be read now: those that are not at their end and whose parents are, since a
 * record of a key must not overtake an earlier one of the same key in the shard before a split.
 * A parent that Kinesis no longer lists has nothing left to read.
 */
export function readableShards(
  shards: readonly KinesisShard[],
  isAtEnd: (shard: string) => boolean,
): readonly KinesisShard[] {
  const listed = new Set(shards.map(({ id }) => id));
  return shards.filter(
    ({ id, parents }) =>
      !isAtEnd(id) && parents.every((parent) => !listed.has(parent) || isAtEnd(parent)),
  );
}

/** Whether a shard came out of another one, so that it is read from its beginning. */
export function isChild(shard: KinesisShard): boolean {
  return shard.parents.length > 0;
}
