import fc from 'fast-check';
import { expect, it } from 'vitest';
import { StagedAccount } from '../fixtures/staged.js';

const copy = (how: string): string =>
  `COPY INTO T FROM @ST FILES = ('a.json') FILE_FORMAT = (TYPE = JSON) MATCH_BY_COLUMN_NAME = ${how} FORCE = TRUE`;

async function opened(columns: string): Promise<StagedAccount> {
  const staged = await StagedAccount.open();
  await staged.account.run(`CREATE TABLE T (${columns})`);
  return staged;
}

it('with CASE_SENSITIVE a key is that of a column only when it is written in the same way', async () => {
  await using staged = await opened('A NUMBER, "b" VARCHAR, V VARIANT, MISSING VARCHAR');
  const lines = [
    '{"A":1,"b":"x","V":{"c":[1]},"other":true}',
    '{"a":2,"B":"y","v":1}',
    '{"a":3,"A":4,"b":null,"V":null}',
  ];
  await staged.upload('a.json', lines.join('\n'));
  await staged.account.run(copy('CASE_SENSITIVE'));
  const rows = await staged.account.run('SELECT A, "b", V, MISSING FROM T ORDER BY A');
  expect(rows).toEqual([
    { A: 1, b: 'x', V: { c: [1] }, MISSING: null },
    { A: 4, b: null, V: null, MISSING: null },
    { A: null, b: null, V: null, MISSING: null },
  ]);
});

it.each([
  ['on several lines', '{\n"A": 1\n}\n{"A":\n2}'],
  ['in an array', '[{"A":1},\n{"A":2}]'],
  ['behind a byte order mark', '\ufeff{"A":1}\n{"A":2}'],
])('documents %s load as they do when each is looked at', async (_, content) => {
  await using staged = await opened('A NUMBER');
  await staged.upload('a.json', content);
  const format = "FILE_FORMAT = (TYPE = JSON STRIP_OUTER_ARRAY = TRUE) FILES = ('a.json')";
  await staged.account.run(`COPY INTO T FROM @ST ${format} MATCH_BY_COLUMN_NAME = CASE_SENSITIVE`);
  expect(await staged.account.run('SELECT A FROM T ORDER BY A')).toEqual([{ A: 1 }, { A: 2 }]);
});

it.each([
  ['no number', '{"A":1}\n{"A":"secret"}'],
  ['no JSON', '{"A":1}\nsecret'],
  ['null', '{"A":1}\n{"B":2}'],
])('what is %s stops the load with the same error, and nothing of it stays', async (_, content) => {
  await using staged = await opened('A NUMBER NOT NULL');
  await staged.upload('a.json', content);
  await staged.account.run('BEGIN');
  await staged.account.run('INSERT INTO T VALUES (7)');
  const exact = await staged.failure(copy('CASE_SENSITIVE'));
  const folded = await staged.failure(copy('CASE_INSENSITIVE'));
  expect(exact.error.message).toBe(folded.error.message);
  expect(exact.error.message).toContain('line 2');
  expect(exact.all).not.toContain('secret');
  await staged.account.run('COMMIT');
  expect(await staged.account.run('SELECT A FROM T')).toEqual([{ A: 7 }]);
});

it('loads what is loaded when the keys are looked for first', { timeout: 120_000 }, async () => {
  await using staged = await opened(
    'A NUMBER(38,0), B NUMBER(12,2), C VARCHAR, D TIMESTAMP_NTZ, E BOOLEAN, F VARIANT, G DOUBLE',
  );
  const row = fc.record(
    {
      A: fc.oneof(fc.bigInt().map(String), fc.integer(), fc.constant(null)),
      B: fc.oneof(fc.double({ min: -1e9, max: 1e9, noNaN: true }), fc.constant(null)),
      C: fc.oneof(fc.string({ unit: 'grapheme' }), fc.integer(), fc.constant('\\N')),
      D: fc.date({ min: new Date(0), max: new Date(4e12), noInvalidDate: true }),
      E: fc.boolean(),
      F: fc.jsonValue({ maxDepth: 2 }),
      G: fc.double({ noNaN: true, noDefaultInfinity: true }),
      a: fc.integer(),
    },
    { requiredKeys: [] },
  );
  await fc.assert(
    fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 20 }), async (rows) => {
      const results: unknown[] = [];
      // Other spellings would be columns where case does not count.
      const lines = rows.map(({ a: _, ...each }) => JSON.stringify(each)).join('\n');
      await staged.upload('a.json', lines);
      for (const how of ['CASE_SENSITIVE', 'CASE_INSENSITIVE']) {
        await staged.account.run('TRUNCATE TABLE T');
        const outcome = await staged.account
          .run(copy(how))
          .then(() => 'loaded')
          .catch((error: Error) => error.message);
        const held = await staged.account.run('SELECT * FROM T ORDER BY 1, 2, 3, 4, 5, 7');
        results.push(JSON.stringify([outcome, held]));
      }
      expect(results[0]).toBe(results[1]);
    }),
    { numRuns: 25 },
  );
});
