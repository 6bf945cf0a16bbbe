import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { safeHarborLetters } from '../safe-harbor/letters.js';
import { ageAt, ageSql, capAge, capAgeSql } from './age.js';
import { keyedHash } from './keyed-hash.js';
import { transforms } from './transforms.js';
import { birthYear, birthYearSql, yearOnly, yearOnlySql } from './year.js';
import { sparseZip3Of2000, sparseZip3Of2010, zip3, zip3Sql } from './zip3.js';

describe('zip3', () => {
  test.each(sparseZip3Of2010)('%s becomes 000', (prefix) => {
    expect(zip3(`${prefix}01`)).toBe('000');
    expect(zip3(`${prefix}99-0001`)).toBe('000');
  });

  test('every other prefix is kept', () => {
    const kept = Array.from({ length: 1000 }, (_, index) => String(index).padStart(3, '0')).filter(
      (prefix) => zip3(`${prefix}55`) === prefix,
    );
    // 000 itself is kept as 000.
    expect(kept).toHaveLength(1000 - 14);
  });

  test('another list can be given, such as the one that HHS has published', () => {
    expect(sparseZip3Of2000).toHaveLength(17);
    expect([zip3('06390'), zip3('06390', sparseZip3Of2000)]).toEqual(['063', '000']);
  });

  test.each([
    '2155',
    '021550',
    '02155-',
    '02155-12',
    '021551234',
    ' 02155',
    '02155\n',
    'O2155',
    '',
  ])('%j gives null', (zip) => expect(zip3(zip)).toBeNull());

  test('no value gives null', () => {
    expect([zip3(null), zip3(undefined)]).toEqual([null, null]);
  });
});

describe('age', () => {
  test('it rises on the birthday, not at the turn of the year', () => {
    expect(ageAt('1930-12-31', '2020-01-01')).toBe(89);
    expect(ageAt('1930-12-31', '2020-12-30')).toBe(89);
    expect(ageAt('1930-12-31', '2020-12-31')).toBe(90);
  });

  test('who is born on 29 February is older on 1 March in common years', () => {
    expect(ageAt('2000-02-29', '2023-02-28')).toBe(22);
    expect(ageAt('2000-02-29', '2023-03-01')).toBe(23);
    expect(ageAt('2000-02-29', '2024-02-29')).toBe(24);
  });

  test('it is null before birth and for what is no date', () => {
    expect(ageAt('2020-01-02', '2020-01-01')).toBeNull();
    expect(ageAt('2020-02-30', '2021-01-01')).toBeNull();
    expect(ageAt('02/03/2020', '2021-01-01')).toBeNull();
    expect(ageAt(new Date(Number.NaN), '2021-01-01')).toBeNull();
    expect(ageAt('2020-01-01', null)).toBeNull();
  });

  test('dates, times of day and Date objects give the same age', () => {
    expect(ageAt(new Date('1930-06-15T00:00:00Z'), '2020-06-15T23:59:59Z')).toBe(90);
    expect(ageAt('0099-01-01', '0100-01-01')).toBe(1);
  });

  test('the day before a birthday is one year less than the day itself', () => {
    const dates = fc.date({
      min: new Date('1900-01-02'),
      max: new Date('2024-12-31'),
      noInvalidDate: true,
    });
    fc.assert(
      fc.property(dates, fc.integer({ min: 1, max: 110 }), (birth, years) => {
        const birthday = new Date(birth);
        birthday.setUTCFullYear(birth.getUTCFullYear() + years);
        const dayBefore = new Date(birthday.getTime() - 86_400_000);
        expect(ageAt(birth, birthday)).toBe(years);
        expect(ageAt(birth, dayBefore)).toBe(years - 1);
      }),
    );
  });

  test('all ages over 89 are one category', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 130 }), (age) => {
        expect(capAge(age)).toBe(Math.min(age, 90));
      }),
    );
    expect([capAge(-1), capAge(Number.NaN), capAge(null), capAge(undefined)]).toEqual([
      null,
      null,
      null,
      null,
    ]);
  });
});

describe('year', () => {
  test('of a date is kept', () => {
    expect(yearOnly('2024-05-17')).toBe(2024);
    expect(yearOnly('2024-05-17T10:00:00+02:00')).toBe(2024);
    expect(yearOnly(new Date('2023-12-31T23:59:59Z'))).toBe(2023);
    expect([yearOnly('2024'), yearOnly('2024-13-01'), yearOnly(null)]).toEqual([null, null, null]);
  });

  test('of birth never tells an age over 89', () => {
    expect(birthYear('1934-01-02', '2024-01-01')).toBe(1934);
    expect(birthYear('1934-01-01', '2024-01-01')).toBeNull();
    expect(birthYear('soon', '2024-01-01')).toBeNull();
  });
});

describe('keyed hash', () => {
  test('is HMAC-SHA-256, as in RFC 4231 test case 6', () => {
    expect(
      keyedHash(
        'Test Using Larger Than Block-Size Key - Hash Key First',
        new Uint8Array(131).fill(0xaa),
      ),
    ).toBe('60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54');
  });

  test('takes a key as text or bytes, and the value as it is', () => {
    const key = 'sixteen bytes ok';
    expect(keyedHash('a', key)).toBe(keyedHash('a', Buffer.from(key)));
    expect(keyedHash('a', key)).not.toBe(keyedHash('A', key));
  });

  test('refuses a short key without showing it', () => {
    expect(() => keyedHash('a', 'fifteen bytes..')).toThrow(
      expect.objectContaining({
        code: 'DAS_PRIVACY_SHORT_KEY',
        message: expect.not.stringContaining('fifteen bytes..'),
      }),
    );
  });
});

test('every transform has a name of its own and a letter that exists', () => {
  const all = Object.values(transforms);
  expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
  for (const { letter } of all)
    if (letter !== undefined) expect(safeHarborLetters[letter]).toBeTypeOf('string');
});

test('the SQL of the transforms', () => {
  expect([
    zip3Sql('"ZIP"'),
    capAgeSql('"AGE"'),
    yearOnlySql('"D"'),
    ageSql('"B"', 'CURRENT_DATE()'),
    birthYearSql('"B"', '"A"'),
  ]).toMatchInlineSnapshot(`
    [
      "CASE WHEN REGEXP_LIKE("ZIP", '^[0-9]{5}(-[0-9]{4})?$') THEN CASE WHEN LEFT("ZIP", 3) IN ('036', '059', '102', '203', '205', '369', '556', '692', '821', '823', '878', '879', '884', '893') THEN '000' ELSE LEFT("ZIP", 3) END END",
      "CASE WHEN ("AGE") > 89 THEN 90 WHEN ("AGE") >= 0 THEN ("AGE") END",
      "YEAR("D")",
      "CASE WHEN CAST(CURRENT_DATE() AS DATE) >= CAST("B" AS DATE) THEN YEAR(CURRENT_DATE()) - YEAR("B") - CASE WHEN MONTH(CURRENT_DATE()) * 100 + DAY(CURRENT_DATE()) < MONTH("B") * 100 + DAY("B") THEN 1 ELSE 0 END END",
      "CASE WHEN (CASE WHEN CAST("A" AS DATE) >= CAST("B" AS DATE) THEN YEAR("A") - YEAR("B") - CASE WHEN MONTH("A") * 100 + DAY("A") < MONTH("B") * 100 + DAY("B") THEN 1 ELSE 0 END END) <= 89 THEN YEAR("B") END",
    ]
  `);
});
