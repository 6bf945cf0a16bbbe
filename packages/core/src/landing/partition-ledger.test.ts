import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import type { Claim } from './claims.js';
import { PartitionLedger } from './partition-ledger.js';

function claimOf(partition: string, nextOffset = 0): Claim {
  return { partition, epoch: 1, nextOffset, latestEventAt: undefined };
}

function digest(...spans: readonly (readonly [string, number, number])[]): string {
  const lines = spans.map(([partition, from, to]) => JSON.stringify({ partition, from, to }));
  return createHash('sha256')
    .update(lines.map((line) => `${line}\n`).join(''))
    .digest('hex');
}

test('the summary is that of all claims, whether they were given back or are held', () => {
  const ledger = new PartitionLedger();
  const [first, second] = [claimOf('a', 3), claimOf('b')];
  ledger.claim(first);
  ledger.claim(second);
  second.nextOffset = 2;
  ledger.giveBack('b');
  first.nextOffset = 10;
  const all = digest(['b', 0, 2], ['a', 3, 10]);
  expect(ledger.summary()).toEqual({ count: 2, records: 9, sha256: all });
  ledger.giveBack('a');
  ledger.giveBack('a');
  expect(ledger.summary()).toEqual({ count: 2, records: 9, sha256: all });
});

test('a partition that is claimed again counts again, from where it then stands', () => {
  const ledger = new PartitionLedger();
  const first = claimOf('a');
  ledger.claim(first);
  first.nextOffset = 4;
  ledger.claim(claimOf('a', 6));
  expect(ledger.summary()).toEqual({
    count: 2,
    records: 4,
    sha256: digest(['a', 0, 4], ['a', 6, 6]),
  });
});

test('reports follow one another without a gap, and leave out what did not move', () => {
  const ledger = new PartitionLedger();
  const [first, second] = [claimOf('a'), claimOf('b')];
  ledger.claim(first);
  ledger.claim(second);
  first.nextOffset = 5;
  expect(ledger.report()).toEqual({ count: 1, records: 5, sha256: digest(['a', 0, 5]) });
  expect(ledger.report()).toEqual({ count: 0, records: 0, sha256: digest() });
  first.nextOffset = 7;
  second.nextOffset = 1;
  ledger.giveBack('b');
  expect(ledger.report()).toMatchObject({ sha256: digest(['b', 0, 1], ['a', 5, 7]) });
  expect(ledger.summary()).toMatchObject({ sha256: digest(['b', 0, 1], ['a', 0, 7]) });
});
