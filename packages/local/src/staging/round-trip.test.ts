import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { StagedAccount } from '../fixtures/staged.js';

let staged: StagedAccount;
beforeAll(async () => {
  staged = await StagedAccount.open();
});
afterAll(async () => await staged[Symbol.asyncDispose]());

/** A generator of numbers below one that gives the same ones for a seed. */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

const pieces = [
  ...'abz09 ,;|"\'\\\n\r\tNé漢😀',
  '\r\n',
  '""',
  '\\N',
  'null',
  'NaN',
  '{"a":1}',
  '\u2028',
  '//',
  '\\\\',
];

type Random = () => number;

function text(random: Random): string {
  const length = Math.floor(random() * 6);
  return Array.from({ length }, () => pieces[Math.floor(random() * pieces.length)]).join('');
}

const columns =
  'N NUMBER(20,4), I NUMBER, S VARCHAR, F FLOAT, B BOOLEAN, D DATE, TS TIMESTAMP_NTZ, TM TIME, V VARIANT';

function literal(value: string): string {
  return `'${value.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`;
}

function row(random: Random): string {
  const maybe = (value: () => string): string => (random() < 0.2 ? 'NULL' : value());
  const day = (): string =>
    `20${10 + Math.floor(random() * 80)}-0${1 + Math.floor(random() * 9)}-1${Math.floor(random() * 10)}`;
  const clock = (): string =>
    `1${Math.floor(random() * 10)}:0${Math.floor(random() * 10)}:5${Math.floor(random() * 10)}`;
  const json = (): string => {
    const values = [
      String(Math.floor(random() * 1e6)),
      JSON.stringify(text(random)),
      '[1,{"x":[]}]',
      'true',
      `{"k":${JSON.stringify(text(random))}}`,
    ];
    return values[Math.floor(random() * values.length)] ?? 'null';
  };
  return [
    maybe(() => `${(random() * 2e9 - 1e9).toFixed(4)}`),
    maybe(() => String(Math.floor(random() * 1e15))),
    maybe(() => {
      const value = text(random);
      return literal(value === '\\N' ? '' : value);
    }),
    maybe(() => `${random() * 1e6 - 5e5}::FLOAT`),
    maybe(() => (random() < 0.5 ? 'TRUE' : 'FALSE')),
    maybe(() => `'${day()}'::DATE`),
    maybe(() => `'${day()} ${clock()}.123'::TIMESTAMP_NTZ`),
    maybe(() => `'${clock()}'::TIME`),
    maybe(() => `PARSE_JSON(${literal(json())})`),
  ].join(', ');
}

const order = 'ORDER BY N, I, S, F, B, D, TS, TM, V::VARCHAR';

describe.each([
  ['enclosed CSV', `(TYPE = CSV FIELD_OPTIONALLY_ENCLOSED_BY = '"')`, '', ''],
  [
    'escaped CSV',
    `(TYPE = CSV FIELD_DELIMITER = '|' EMPTY_FIELD_AS_NULL = FALSE COMPRESSION = NONE)`,
    '',
    '',
  ],
  [
    'CSV with an escape in quotes',
    `(TYPE = CSV FIELD_OPTIONALLY_ENCLOSED_BY = '"' ESCAPE = '\\\\' FIELD_DELIMITER = '\\t' COMPRESSION = DEFLATE)`,
    '',
    '',
  ],
  [
    'CSV with odd delimiters',
    `(TYPE = CSV FIELD_OPTIONALLY_ENCLOSED_BY = '~' FIELD_DELIMITER = '::' RECORD_DELIMITER = '<end>' COMPRESSION = BROTLI)`,
    '',
    '',
  ],
  [
    'JSON',
    '(TYPE = JSON NULL_IF = ())',
    'OBJECT_CONSTRUCT(*)',
    ' MATCH_BY_COLUMN_NAME = CASE_INSENSITIVE',
  ],
  ['Parquet', '(TYPE = PARQUET NULL_IF = ())', '*', ' MATCH_BY_COLUMN_NAME = CASE_SENSITIVE'],
])('what is unloaded as %s', (name, format, select, options) => {
  it('is the same when it is loaded', async () => {
    const random = generator(name.length * 7919 + 11);
    const path = name.replaceAll(' ', '-');
    await staged.account.run(`CREATE OR REPLACE TABLE A (${columns})`);
    await staged.account.run(`CREATE OR REPLACE TABLE B (${columns})`);
    for (let at = 0; at < 6; at += 1) {
      const rows = Array.from({ length: 25 }, () => `SELECT ${row(random)}`).join(' UNION ALL ');
      await staged.account.run(`INSERT INTO A ${rows}`);
    }
    // Parquet holds a VARIANT as the text of its JSON, as on Snowflake.
    if (name === 'Parquet') await staged.account.run('UPDATE A SET V = NULL');
    const source = select === '' ? 'A' : `(SELECT ${select} FROM A)`;
    const header = name === 'Parquet' ? ' HEADER = TRUE' : '';
    await staged.account.run(
      `COPY INTO @ST/${path}/ FROM ${source} FILE_FORMAT = ${format}${header} MAX_FILE_SIZE = 4000`,
    );
    await staged.account.run(`COPY INTO B FROM @ST/${path}/ FILE_FORMAT = ${format}${options}`);
    const [written, read] = [
      await staged.account.run(`SELECT * FROM A ${order}`),
      await staged.account.run(`SELECT * FROM B ${order}`),
    ];
    expect(read).toEqual(written);
  });
});
