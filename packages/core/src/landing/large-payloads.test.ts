import { expect, test } from 'vitest';
import { decodeJson } from '../collector/decode-json.js';
import type { RecordContext } from '../collector/record-context.js';
import type { Source, SourceRecord } from '../collector/source.js';
import { ClinicWorld } from '../fixtures/clinic-world.js';
import { VisitsCollector, visit } from '../fixtures/visits.js';
import { quarantineLines, readEnvelope } from './quarantine-lines.js';

/** A collector that reads what a test delivers, as it is. */
class RawCollector extends VisitsCollector {
  readonly records: readonly SourceRecord[];
  readonly contexts: RecordContext[] = [];
  isMended = false;

  constructor(records: readonly SourceRecord[] = []) {
    super();
    this.records = records;
  }
  override async openSource() {
    const { records } = this;
    const source: Source = {
      name: 'raw',
      consume: async (consumer) => {
        await consumer.assign([{ partition: 'a' }]);
        const nextOffset = records.length;
        await consumer.deliver({ partition: 'a', records, nextOffset });
      },
      acknowledge: async () => {},
    };
    return source as never;
  }
  override transform(event: { pad?: string }, record: RecordContext) {
    this.contexts.push(record);
    if (!this.isMended) throw new Error('not yet');
    return { ...event, reason: `${event.pad?.length}` } as never;
  }
}

test('a record of 50 MB goes to quarantine in parts, and comes back whole in a replay, with what came beside it', async () => {
  await using world = await ClinicWorld.open();
  const pad = '€'.repeat(50 * 1024 * 1024 * 0.34);
  const text = JSON.stringify(visit(1, { pad }));
  const bytes = Buffer.from(JSON.stringify(visit(2, { pad: 'x'.repeat(30_000_000) })));
  const beside = { key: Buffer.of(0xff), headers: { a: 'b', c: Buffer.of(0) }, timestamp: 5 };
  const done = await world.run(
    new RawCollector([
      { offset: 0, raw: text, ...decodeJson(text), ...beside },
      { offset: 1, raw: bytes, ...decodeJson(bytes) },
      { offset: 2, raw: Buffer.alloc(40_000_000, 0xff), fault: 'invalid_utf8' },
    ]),
  );
  expect(done).toMatchObject({ landed: 0, quarantined: { TRANSFORM_FAILED: 2, UNDECODABLE: 1 } });
  const rows = await world.query(`
    SELECT "OFFSET", COUNT(*) AS N, MAX(PARTS) AS PARTS, MAX(OCTET_LENGTH(PAYLOAD)) AS LONGEST
    FROM BROOK_CLINIC.OPS.QUARANTINE GROUP BY "OFFSET" ORDER BY "OFFSET"`);
  for (const row of rows) {
    expect(row.N).toBe(row.PARTS);
    expect(row.LONGEST).toBeLessThanOrEqual(16_777_216);
  }

  const mended = new RawCollector();
  mended.isMended = true;
  const replayed = await world.replay(mended, { kind: 'quarantine' });
  expect(replayed).toMatchObject({ landed: 2, quarantined: { UNDECODABLE: 1 } });
  const landed = await world.query('SELECT ID, REASON FROM BROOK_CLINIC.BRONZE.VISITS ORDER BY ID');
  expect(landed).toEqual([
    { ID: 1, REASON: String(pad.length) },
    { ID: 2, REASON: '30000000' },
  ]);
  const [context] = mended.contexts.filter(({ key }) => key !== undefined);
  expect(context).toMatchObject({ key: Buffer.of(0xff), timestamp: 5 });
  expect(context?.headers).toEqual({ a: 'b', c: Buffer.of(0) });
  const open = await world.query(
    'SELECT COUNT(DISTINCT RECORD_HASH) AS N FROM BROOK_CLINIC.OPS.QUARANTINE WHERE REPLAYED_AT IS NULL',
  );
  expect(open[0]?.N).toBe(1);
}, 120_000);

test('a record of which a part is missing is never completed with that of another', async () => {
  await using world = await ClinicWorld.open();
  const raws = [1, 2].map((id) => `${id}${'x'.repeat(12_000_000)}`);
  const records = raws.map((raw, offset) => ({ offset, raw, fault: 'invalid_json' }));
  await world.run(new RawCollector(records));
  await using session = await world.warehouse.openSession({ role: 'BROOK_CLINIC_PIPELINE' });
  await session.execute({
    text: 'UPDATE BROOK_CLINIC.OPS.QUARANTINE SET REPLAYED_AT = SYSDATE() WHERE "OFFSET" = 0 AND PART = 1',
    binds: [],
  });
  const done = world.replay(new RawCollector(), { kind: 'quarantine' });
  await expect(done).rejects.toMatchObject({ code: 'DAS_COLLECT_LOAD_MISMATCH' });
}, 120_000);

test('no part cuts a surrogate pair, and what comes beside a payload is read as it was', () => {
  const raw = `a${'😀'.repeat(6_000_000)}`;
  const lines = quarantineLines({
    id: 'b-0',
    source: 's',
    partition: '"p"',
    contract: { name: 'c', version: '1.0.0' },
    record: { offset: 0, raw },
    digest: '',
    reason: 'UNDECODABLE',
    findings: [],
    batchId: 'b',
    landedAt: new Date(0),
  });
  const rows = lines.map((line) => JSON.parse(line) as { ID: string; PAYLOAD: string });
  expect(rows.map(({ PAYLOAD }) => PAYLOAD).join('')).toBe(raw);
  expect(rows.every(({ PAYLOAD }) => PAYLOAD.isWellFormed())).toBe(true);
  expect(rows.map(({ ID }) => ID)).toEqual(['b-0.000000', 'b-0.000001', 'b-0.000002']);
  expect(readEnvelope(null)).toEqual({});
});
