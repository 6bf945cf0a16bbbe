import { createHash } from 'node:crypto';
import { defineContract, rule } from '@das/contracts';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { Collector } from '../collector/collector.js';
import type { Source } from '../collector/source.js';
import { acceptRecordOf } from './accept-record.js';
import { FlushBuffer } from './flush-buffer.js';
import type { LineBuffer } from './line-buffer.js';

const notes = defineContract({
  domain: 'test',
  name: 'notes',
  version: '1.0.0',
  owner: 'test',
  schema: z.object({
    id: z.int(),
    text: z.string().nullable(),
    amount: z.number(),
    at: z.coerce.date(),
  }),
  columns: { id: 'internal', text: 'internal', amount: 'internal', at: 'internal' },
  slo: { freshness: { column: 'at', p95: '10m' } },
  quality: [rule.range('amount', { min: 0 })],
});

class NotesCollector extends Collector<typeof notes> {
  readonly contract = notes;
  async openSource(): Promise<Source> {
    throw new Error('not used');
  }
  override transform(event: { boom?: boolean }) {
    if (event.boom) throw new Error('a message that quotes secret data');
    return event as never;
  }
}

function fill(events: readonly unknown[], deduplicate: Collector['deduplicate'] = undefined) {
  const buffer = new FlushBuffer(
    { source: 'file:notes', contract: notes, batchId: 'b1', landedAt: new Date(0) },
    acceptRecordOf(new NotesCollector()),
    { deduplicate: deduplicate === undefined ? [] : [deduplicate] },
  );
  const records = events.map((event, offset) => ({ offset, raw: JSON.stringify(event), event }));
  buffer.add({ partition: 'p "1"', records, nextOffset: records.length });
  return buffer;
}

function parsed(lines: LineBuffer): readonly Record<string, unknown>[] {
  const texts = Buffer.from(lines.all()).toString().split('\n').slice(0, -1);
  expect(texts).toHaveLength(lines.length);
  return texts.map((text) => JSON.parse(text));
}

const good = { id: 1, text: 'fine', amount: 1, at: '2026-01-01T00:00:00Z' };

describe('a flush buffer', () => {
  test('writes an accepted record with where it came from', () => {
    const buffer = fill([good]);
    expect(parsed(buffer.accepted)).toEqual([
      {
        ID: 1,
        TEXT: 'fine',
        AMOUNT: 1,
        AT: '2026-01-01T00:00:00.000Z',
        _DAS_SOURCE: 'file:notes',
        _DAS_PARTITION: 'p "1"',
        _DAS_OFFSET: 0,
        _DAS_RECORD_HASH: createHash('sha256').update(JSON.stringify(good)).digest('hex'),
        _DAS_BATCH_ID: 'b1',
        _DAS_CONTRACT_VERSION: '1.0.0',
        _DAS_EVENT_AT: '2026-01-01T00:00:00.000Z',
        _DAS_LANDED_AT: '1970-01-01T00:00:00.000Z',
      },
    ]);
    expect(buffer.progress.get('p "1"')).toMatchObject({ nextOffset: 1 });
  });

  test('puts what cannot be accepted aside, with its reason and columns but no value', () => {
    const buffer = fill([
      { ...good, id: 'x' },
      { ...good, amount: -1 },
      { ...good, text: 'write to jane.doe@example.com' },
      { boom: true },
    ]);
    const rejected = parsed(buffer.rejected);
    expect(rejected.map(({ REASON, FINDINGS }) => [REASON, FINDINGS])).toEqual([
      ['CONTRACT_VIOLATION', [{ column: 'id', code: 'invalid_type' }]],
      ['RULE_VIOLATION', [{ code: 'range_amount' }]],
      ['UNDECLARED_PII', [{ column: 'text', code: 'email' }]],
      ['TRANSFORM_FAILED', [{ code: 'transform_threw' }]],
    ]);
    expect(rejected.map(({ OFFSET }) => OFFSET)).toEqual([0, 1, 2, 3]);
    expect(parsed(buffer.accepted)).toEqual([]);
  });

  test('drops a record with the same bytes only when asked to', () => {
    expect(fill([good, good]).accepted).toHaveLength(2);
    const deduplicating = fill([good, good], { window: '7d' });
    expect(deduplicating.accepted).toHaveLength(1);
    expect(deduplicating.duplicates).toBe(1);
  });

  test('writes a bigint as digits, which JSON cannot hold otherwise', () => {
    const contract = defineContract({
      domain: 'test',
      name: 'big',
      version: '1.0.0',
      owner: 'test',
      schema: z.object({ id: z.bigint() }),
      columns: { id: 'internal' },
    });
    class BigCollector extends Collector<typeof contract> {
      readonly contract = contract;
      async openSource(): Promise<Source> {
        throw new Error('not used');
      }
    }
    const identity = { source: 's', contract, batchId: 'b', landedAt: new Date(0) };
    const accept = acceptRecordOf(new BigCollector());
    const buffer = new FlushBuffer(identity, accept, { deduplicate: [] });
    const records = [{ offset: 0, raw: 'x', event: { id: 2n ** 70n } }];
    buffer.add({ partition: 'p', records, nextOffset: 1 });
    expect(parsed(buffer.accepted)[0]).toMatchObject({ ID: '1180591620717411303424' });
  });

  test('puts a record aside whose drift is more than a VARIANT holds', () => {
    const added = { ...good, _DRIFT_BIG: 'x'.repeat(17_000_000) };
    const buffer = new FlushBuffer(
      { source: 's', contract: notes, batchId: 'b', landedAt: new Date(0) },
      () => ({ accepted: true, rows: [added], notes: undefined }),
      { deduplicate: [] },
    );
    buffer.add({ partition: 'p', records: [{ offset: 3, raw: 'x', event: {} }], nextOffset: 4 });
    expect(buffer.accepted).toHaveLength(0);
    expect(parsed(buffer.rejected)[0]).toMatchObject({
      REASON: 'CONTRACT_VIOLATION',
      OFFSET: 3,
      FINDINGS: [{ column: '_DRIFT_BIG', code: 'value_too_large' }],
    });
  });

  test('writes texts beyond ASCII as they are', () => {
    const texts = ['caf\u00e9', '\u20ac 5', 'a \ud83d\ude00', 'q"\\\n', 'plain'];
    const buffer = fill(texts.map((text) => ({ ...good, text })));
    expect(parsed(buffer.accepted).map(({ TEXT }) => TEXT)).toEqual(texts);
  });

  test('writes a text that has no UTF-8 so that it can be stored', () => {
    const buffer = fill([]);
    const records = [{ offset: 0, raw: 'a\ud800\u0000', fault: 'invalid_json' }];
    buffer.add({ partition: 'q', records, nextOffset: 1 });
    expect(parsed(buffer.rejected)[0]?.PAYLOAD).toBe('a\ufffd\u0000');
  });

  test('keeps the bytes of a record that is not text as base64', () => {
    const buffer = fill([]);
    buffer.add({
      partition: 'q',
      records: [{ offset: 7, raw: Uint8Array.of(0xff), fault: 'invalid_utf8' }],
      nextOffset: 8,
    });
    expect(parsed(buffer.rejected)[0]).toMatchObject({
      REASON: 'UNDECODABLE',
      PAYLOAD: '/w==',
      PAYLOAD_ENCODING: 'base64',
      OFFSET: 7,
    });
  });
});
