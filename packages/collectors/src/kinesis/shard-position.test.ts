import { expect, test } from 'vitest';
import { readPosition, type ShardPosition, startOf, writePosition } from './shard-position.js';

const sequence = '49590338271490256608559692538361571095921575989136588898';

const positions: readonly ShardPosition[] = [
  { kind: 'new' },
  { kind: 'time', time: 1_767_225_600_123 },
  { kind: 'after', sequence },
  { kind: 'inside', sequence, taken: 17 },
  { kind: 'end' },
];

test('a position is read back as it was written', () => {
  expect(positions.map((each) => readPosition(writePosition(each)))).toEqual(positions);
});

test('a record that was entered is asked for itself, and one that was finished is not', () => {
  expect(startOf({ kind: 'inside', sequence, taken: 1 })).toEqual({ kind: 'at', sequence });
  expect(startOf({ kind: 'after', sequence })).toEqual({ kind: 'after', sequence });
  expect(startOf({ kind: 'new' })).toEqual({ kind: 'oldest' });
});
