import { expect, test } from 'vitest';
import { Arguments, type OptionValue } from '../program/arguments.js';
import { replayOrigin } from './replay-origin.js';

const given = (options: Readonly<Record<string, OptionValue>>) => new Arguments('/', [], options);

// Only files are opened for a collector.
const none = {} as Parameters<ReturnType<typeof replayOrigin>>[0];

test.each([
  [{ fromQuarantine: true }, { kind: 'quarantine' }],
  [
    { partition: 'orders/0', from: '0', to: '3' },
    { kind: 'range', partitions: { 'orders/0': [0, 3] } },
  ],
  [{ since: '2026-01-31' }, { kind: 'since', time: new Date('2026-01-31T00:00:00Z') }],
  [{ since: '2026-01-31T08:00+02:00' }, { kind: 'since', time: new Date('2026-01-31T06:00:00Z') }],
])('%o is one place to read from', (options, origin) => {
  expect(replayOrigin(given(options), '/')(none)).toEqual(origin);
});

test.each([
  [{}],
  [{ fromQuarantine: true, since: '2026-01-31' }],
  [{ file: ['a'], partition: 'orders/0', from: '0', to: '3' }],
  [{ from: '0', to: '3' }],
  [{ partition: 'orders/0', from: '3' }],
  [{ partition: 'orders/0', from: '3', to: '3' }],
  [{ partition: 'orders/0', from: '-1', to: '3' }],
  [{ partition: 'orders/0', from: '1e3', to: '3000' }],
  [{ since: 'yesterday' }],
  [{ since: '2026-02-30' }],
  [{ since: '2026-01-31T08:00' }],
  [{ since: '01/31/2026' }],
])('%o is refused', (options) => {
  expect(() => replayOrigin(given(options), '/')).toThrow(
    expect.objectContaining({ code: 'DAS_USAGE' }),
  );
});
