import { expect, test } from 'vitest';
import { decodeJson } from '../collector/decode-json.js';
import type { Source } from '../collector/source.js';
import { ClinicWorld } from '../fixtures/clinic-world.js';
import { VisitsCollector, visit } from '../fixtures/visits.js';

const good = JSON.stringify(visit(1));

/** A visit as text, with something put in its place. */
function withValue(name: string, text: string): string {
  return good.replace(new RegExp(`("${name}":)("[^"]*"|[\\d.]+)`), `$1${text}`);
}

/** Messages that have stopped other collectors, each with the reason for which it is put aside. */
const poison: readonly (readonly [raw: string | Uint8Array, reason: string, code: string])[] = [
  [Buffer.from([0xff, 0xfe, 0x00]), 'UNDECODABLE', 'invalid_utf8'],
  [Buffer.from('{"id": "\xc3\x28"}', 'latin1'), 'UNDECODABLE', 'invalid_utf8'],
  ['', 'UNDECODABLE', 'invalid_json'],
  ['{"id": 1', 'UNDECODABLE', 'invalid_json'],
  [withValue('cost', 'NaN'), 'UNDECODABLE', 'invalid_json'],
  [withValue('cost', '-Infinity'), 'UNDECODABLE', 'invalid_json'],
  [withValue('cost', '1e999'), 'CONTRACT_VIOLATION', 'invalid_type'],
  [withValue('id', '9007199254740993'), 'CONTRACT_VIOLATION', 'too_big'],
  [withValue('id', '1'.repeat(400)), 'CONTRACT_VIOLATION', 'invalid_type'],
  [withValue('cost', '99999999999.99'), 'CONTRACT_VIOLATION', 'number_out_of_range'],
  [withValue('reason', '"\\ud800"'), 'CONTRACT_VIOLATION', 'invalid_unicode'],
  ['[['.repeat(100_000) + ']]'.repeat(100_000), 'CONTRACT_VIOLATION', 'invalid_type'],
  [`${'{"a":'.repeat(50_000)}1${'}'.repeat(50_000)}`, 'CONTRACT_VIOLATION', 'invalid_type'],
  ['null', 'CONTRACT_VIOLATION', 'invalid_type'],
  ['"text"', 'CONTRACT_VIOLATION', 'invalid_type'],
  [
    '{"__proto__": {"id": 1, "patient": "x", "reason": "y", "cost": 1, "at": "2026-01-01"}}',
    'CONTRACT_VIOLATION',
    'invalid_type',
  ],
];

class PoisonCollector extends VisitsCollector {
  override async openSource() {
    const source: Source = {
      name: 'poison',
      consume: async (consumer) => {
        await consumer.assign([{ partition: 'a' }]);
        const all = [good, ...poison.map(([raw]) => raw), good.replace('"id":1', '"id":2')];
        for (const [offset, raw] of all.entries()) {
          const records = [{ offset, raw, ...decodeJson(raw) }];
          await consumer.deliver({ partition: 'a', records, nextOffset: offset + 1 });
        }
      },
      acknowledge: async () => {},
    };
    return source as never;
  }
}

test('no message stops the ones behind it: each is in quarantine with its position and reason', async () => {
  await using world = await ClinicWorld.open();
  const done = await world.run(new PoisonCollector());
  expect(done.landed).toBe(2);
  const rows = await world.query(
    'SELECT "OFFSET", REASON, FINDINGS FROM BROOK_CLINIC.OPS.QUARANTINE ORDER BY "OFFSET"',
  );
  expect(
    rows.map(({ OFFSET, REASON, FINDINGS }) => [
      OFFSET,
      REASON,
      (FINDINGS as { code: string }[])[0]?.code,
    ]),
  ).toEqual(poison.map(([, reason, code], index) => [index + 1, reason, code]));
  expect(await world.landedIds()).toEqual([1, 2]);
});

test('keys that name a prototype change no other object, and no column of the row', async () => {
  await using world = await ClinicWorld.open();
  const hostile = JSON.parse(
    `{"__proto__": {"polluted": true, "cost": -1}, "constructor": {"prototype": {"polluted": true}}, ${good.slice(1)}`,
  ) as object;
  expect(await world.run(new VisitsCollector({ a: [hostile, visit(2)] }))).toMatchObject({
    landed: 2,
    unknownFields: { constructor: 1 },
  });
  expect(({} as { polluted?: boolean }).polluted).toBe(undefined);
  const rows = await world.query('SELECT ID, COST FROM BROOK_CLINIC.BRONZE.VISITS ORDER BY ID');
  expect(rows.map(({ COST }) => Number(COST))).toEqual([10, 10]);
});
