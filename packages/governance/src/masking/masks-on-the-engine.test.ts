import { quoteLiteral, type Row, sql, type TypeFamily, type Warehouse } from '@das/core';
import { openLocalWarehouse } from '@das/local';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { maskNames, maskOf, maskParameters } from './mask.js';
import { parseMaskUri } from './mask-uri.js';

let warehouse: Warehouse;
beforeAll(async () => {
  warehouse = await openLocalWarehouse();
  await run('CREATE DATABASE D');
  await run('CREATE SCHEMA D.S');
});
afterAll(() => warehouse.close());

async function run(text: string): Promise<readonly Row[]> {
  await using session = await warehouse.openSession({ role: 'ACCOUNTADMIN' });
  return (await session.execute(sql.raw(text))).rows;
}

let policies = 0;

/** What values look like through a mask: a policy made of it, attached, and read. */
async function through(uri: string, family: TypeFamily, type: string, values: readonly string[]) {
  const { mask, parameters } = parseMaskUri(uri);
  policies += 1;
  const body = maskOf(mask, parameters)[family] ?? 'NULL';
  await run(`CREATE MASKING POLICY D.S.P${policies} AS (VAL ${type}) RETURNS ${type} -> ${body}`);
  await run(
    `CREATE TABLE D.S.T${policies} (N NUMBER, V ${type} WITH MASKING POLICY D.S.P${policies})`,
  );
  for (const [at, value] of values.entries()) {
    await run(`INSERT INTO D.S.T${policies} SELECT ${at}, ${value}`);
  }
  const rows = await run(`SELECT V FROM D.S.T${policies} ORDER BY N`);
  return rows.map((row) => row.V);
}

const cases: readonly (readonly [uri: string, value: string, shown: unknown])[] = [
  ['mask://null', 'secret', null],
  ['mask://redact', 'secret', '***'],
  ['mask://redact?as=withheld', 'secret', 'withheld'],
  ['mask://redact?as=it%27s%20held', 'secret', "it's held"],
  ['mask://text', 'a long note', '***'],
  ['mask://text?keep=length', 'a note', '******'],
  ['mask://email?keep=domain', 'ada@example.com', '***@example.com'],
  ['mask://email?keep=domain', 'a"@"b@example.com', '***@example.com'],
  ['mask://email?keep=domain', 'no address', '***'],
  ['mask://email?keep=domain', 'example.com', '***'],
  ['mask://email?keep=domain', 'meet me @ 5 Main Street', '***'],
  ['mask://email?keep=domain', 'ada@', '***'],
  ['mask://email?keep=domain', 'ada@example.com\nhere', '***'],
  ['mask://email?keep=nothing', 'ada@example.com', '***'],
  ['mask://email', 'ada@example.com', '***'],
  ['mask://phone?keep=last4', '+1 (617) 555-0123', '***0123'],
  ['mask://phone?keep=last4', '55501234', '***'],
  ['mask://phone?keep=last4', '0123', '***'],
  ['mask://phone', '+1 (617) 555-0123', '***'],
  ['mask://name?keep=initials', 'Ada Lovelace', 'A. L.'],
  ['mask://name?keep=initials', ' Ada King Lovelace ', 'A. L.'],
  ['mask://name?keep=initials', 'Ada', 'A.'],
  ['mask://name?keep=initials', 'A', '***'],
  ['mask://name?keep=initials', 'A Lovelace', '***'],
  ['mask://name?keep=initials', '   ', '***'],
  ['mask://name?keep=initials', 'Émile Zola', 'É. Z.'],
  ['mask://ssn?keep=last4', '123-45-6789', '***-**-6789'],
  ['mask://ssn?keep=last4', '123456789', '***-**-6789'],
  ['mask://ssn?keep=last4', '6789', '***'],
  ['mask://ssn?keep=last4', 'x 123-45-6789', '***'],
  ['mask://id?keep=last4', 'MRN0004567', '***4567'],
  ['mask://id?keep=last4', '12345678', '***'],
  ['mask://card?keep=last4', '4111 1111 1111 1111', '************1111'],
  ['mask://card?keep=last4', '4111-1111-1111-1111', '************1111'],
  ['mask://card?keep=last4', '411111111111', '***'],
  ['mask://card?keep=last4', '4111111111111111 Ada', '***'],
  ['mask://date?keep=year', '1984-06-07', '***'],
  ['mask://age?cap=90', '34', '***'],
  ['mask://zip?keep=3', '02155', '021'],
  ['mask://zip?keep=3', '02155-1234', '021'],
  ['mask://zip?keep=3', '03602', '000'],
  ['mask://zip?keep=3', '2155', null],
  ['mask://zip?keep=3', 'SW1A 1AA', null],
  ['mask://zip', '02155', '***'],
  ['mask://ip?keep=network', '203.0.113.7', '203.0.*.*'],
  ['mask://ip?keep=network', '203.0.113.7.9', '***'],
  ['mask://ip?keep=network', '2001:db8::7', '***'],
  ['mask://url?keep=host', 'https://example.com/people/ada?x=1', 'example.com'],
  ['mask://url?keep=host', 'https://example.com', 'example.com'],
  ['mask://url?keep=host', 'https://ada:pw@example.com/', '***'],
  ['mask://url?keep=host', 'https://www2.example.co.uk/', 'www2.example.co.uk'],
  ['mask://url?keep=host', 'http://203.0.113.7/a', '***'],
  ['mask://url?keep=host', 'http://203.0.113.7', '***'],
  ['mask://url?keep=host', 'http://0xcb.0x0.0x71.0x7/', '***'],
  ['mask://url?keep=host', 'http://203.29191/', '***'],
  ['mask://url?keep=host', 'http://[2001:db8::7]/a', '***'],
  ['mask://url?keep=host', 'http://203.0.113.7.example.net/', '***'],
  ['mask://url?keep=host', 'http://host-203-0-113-7.example.net/', '***'],
  ['mask://url?keep=host', 'https://example.com?name=ada', '***'],
  ['mask://url?keep=host', 'https://example.com/\nada', '***'],
  ['mask://hash', 'abc', 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'],
  ['mask://last4', '4111111111111111', '************1111'],
  ['mask://last4', '12345678', '***'],
  ['mask://zip3', '02139', '021**'],
  ['mask://zip3', '021', '***'],
];

test.each(cases)('%s shows %j as %j', async (uri, value, expected) => {
  expect(await through(uri, 'text', 'VARCHAR', [quoteLiteral(value)])).toEqual([expected]);
});

/** Every mask with every choice of its parameters. */
const everyUri: readonly string[] = maskNames.flatMap((name) =>
  choicesOf(Object.entries(maskParameters[name])).map((pairs) =>
    pairs.length === 0 ? `mask://${name}` : `mask://${name}?${pairs.join('&')}`,
  ),
);

function choicesOf(
  parameters: readonly (readonly [name: string, values: readonly string[]])[],
): readonly (readonly string[])[] {
  const [first, ...rest] = parameters;
  if (first === undefined) return [[]];
  const [name, values] = first;
  const others = choicesOf(rest);
  return [
    ...others,
    ...values.flatMap((value) => others.map((each) => [`${name}=${value}`, ...each])),
  ];
}

describe('whatever the mask', () => {
  const short = ['', ' ', 'a', 'ab', 'abc', 'abcd', '1', '12', '123', '1234', 'a@b', '@', '-', '.'];
  const odd = ['🙂', 'é', "o'hara", 'x\ty', '%', '\\', '***a', '٣٤٥٦'];

  test.each(everyUri)('%s keeps NULL and shows no short or odd text whole', async (uri) => {
    const values = [...short, ...odd];
    const shown = await through(uri, 'text', 'VARCHAR', ['NULL', ...values.map(quoteLiteral)]);
    expect(shown).toHaveLength(values.length + 1);
    expect(shown[0]).toBeNull();
    for (const [at, value] of values.entries()) {
      const seen = shown[at + 1];
      expect(seen).not.toBe(value);
      // A hash is of letters and digits, so a short text may be a part of it by chance.
      if (value.trim() === '' || seen === null || uri.startsWith('mask://hash')) continue;
      if (!'*.'.includes(value)) expect(String(seen)).not.toContain(value);
    }
  });

  const others: readonly (readonly [TypeFamily, string, string])[] = [
    ['number', 'NUMBER(12,2)', '12.50'],
    ['number', 'NUMBER(38,0)', '4111111111111111'],
    ['float', 'FLOAT', '1234.5'],
    ['boolean', 'BOOLEAN', 'TRUE'],
    ['date', 'DATE', "'1984-06-07'::DATE"],
    ['timestamp', 'TIMESTAMP_NTZ', "'1984-06-07 08:09:10'::TIMESTAMP_NTZ"],
    ['timestamp', 'TIMESTAMP_TZ', "'1984-06-07 08:09:10 +02:00'::TIMESTAMP_TZ"],
    ['other', 'VARIANT', 'PARSE_JSON(\'{"a":1}\')'],
    ['other', 'BINARY', "TO_BINARY('ABCD')"],
  ];

  test.each(others)(
    '%s columns of type %s are masked in their type',
    async (family, type, value) => {
      // An age is what this one is there to show.
      for (const uri of everyUri.filter((each) => each !== 'mask://age?cap=90')) {
        const [nothing, shown] = await through(uri, family, type, ['NULL', value]);
        expect(nothing, uri).toBeNull();
        const [clear] = await run(`SELECT ${value} AS V`);
        expect(shown, uri).not.toEqual(clear?.V);
      }
    },
  );
});

describe('dates', () => {
  const january = new Date('1984-01-01T00:00:00Z');
  const june = new Date('1984-06-01T00:00:00Z');

  test.each([
    ['mask://year', january],
    ['mask://date?keep=year', january],
    ['mask://date?keep=month', june],
    ['mask://date?keep=year&cap=90', january],
    ['mask://date?keep=nothing', null],
    ['mask://date', null],
  ])('%s of a date and a moment', async (uri, expected) => {
    expect(await through(uri, 'date', 'DATE', ["'1984-06-07'::DATE"])).toEqual([expected]);
    const at = "'1984-06-07 08:09:10'::TIMESTAMP_NTZ";
    expect(await through(uri, 'timestamp', 'TIMESTAMP_NTZ', [at])).toEqual([expected]);
  });

  test('cap=90 hides the year of those who are 90 today, and keeps it of those who are 89', async () => {
    const dates = [
      'DATEADD(YEAR, -90, CURRENT_DATE())',
      'DATEADD(DAY, 1, DATEADD(YEAR, -90, CURRENT_DATE()))',
      'DATEADD(YEAR, -120, CURRENT_DATE())',
      'DATEADD(YEAR, 2, CURRENT_DATE())',
    ];
    const shown = await through('mask://date?keep=year&cap=90', 'date', 'DATE', dates);
    expect(shown.map((each) => each === null)).toEqual([true, false, true, true]);
  });

  test('an age up to 89 stays, and all above are 90', async () => {
    const ages = ['0', '34', '89', '90', '104', '-1'];
    const shown = await through('mask://age?cap=90', 'number', 'NUMBER(3,0)', ages);
    expect(shown).toEqual([0, 34, 89, 90, 90, null]);
    expect(await through('mask://age', 'number', 'NUMBER(3,0)', ['34'])).toEqual([null]);
  });
});
