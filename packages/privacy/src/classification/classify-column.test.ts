import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { issuedNumbers } from '../evaluation/issued-numbers.js';
import { nationalNumbers } from '../evaluation/national-numbers.js';
import { american } from '../evaluation/random.js';
import { classifyColumn } from './classify-column.js';

const random = american(5);

function many(make: (index: number) => unknown, count = 60): unknown[] {
  return Array.from({ length: count }, (_, index) => make(index));
}

function emails(count = 60): unknown[] {
  return many((index) => `person${index}@example.com`, count);
}

describe('a column whose values speak', () => {
  test('is understood without its name', () => {
    expect(classifyColumn({ name: 'f1', samples: emails() })).toMatchObject({
      semanticType: 'email',
      classification: 'pii',
      safeHarbor: ['F'],
      values: 60,
    });
  });

  test('is understood against a misleading name', () => {
    const { semanticType, reasons } = classifyColumn({ name: 'order_ref', samples: emails() });
    expect(semanticType).toBe('email');
    expect(reasons.some(({ signal }) => signal === 'shape')).toBe(true);
  });

  test('is understood by check digits that are right in every value', () => {
    const samples = many(() => issuedNumbers.us_npi(random));
    const { semanticType, reasons, confidence } = classifyColumn({ name: 'ref', samples });
    expect(semanticType).toBe('npi');
    expect(reasons.map(({ signal }) => signal)).toContain('checksum');
    expect(confidence).toBeGreaterThan(0.7);
  });

  test('is not taken for one of numbers whose check digits are right now and then', () => {
    const samples = many((index) => String(1_000_000_007 + index * 7919));
    expect(classifyColumn({ name: 'ref', samples }).semanticType).not.toBe('npi');
  });

  test('is believed the more, the more values there are', () => {
    const few = classifyColumn({ name: 'f1', samples: emails(3) });
    expect(few.confidence).toBeLessThan(
      classifyColumn({ name: 'f1', samples: emails() }).confidence,
    );
    expect(few.semanticType).toBe('email');
  });

  test('is read through its nulls', () => {
    const samples = [...emails(12), ...many(() => null, 400), ...many(() => '', 50), 'N/A'];
    expect(classifyColumn({ name: 'f1', samples })).toMatchObject({
      semanticType: 'email',
      values: 12,
    });
  });
});

describe('a column whose name speaks', () => {
  test.each([
    ['patientDob', 'birth_date', 'C'],
    ['PT_LAST_NAME', 'name', 'A'],
    ['Primary Phone #', 'phone', 'D'],
    ['member_id', 'health_plan_number', 'I'],
    ['mrn', 'mrn', 'H'],
    ['zip5', 'postal_code', 'B'],
    ['socialSecurityNumber', 'ssn', 'G'],
    ['codice_fiscale', 'national_id', 'R'],
    ['device_serial_no', 'device_identifier', 'M'],
  ])('is understood without a value: %s', (name, semanticType, letter) => {
    const found = classifyColumn({ name, samples: [] });
    expect(found).toMatchObject({ semanticType, safeHarbor: [letter] });
    expect(found.reasons.map(({ signal }) => signal)).toEqual(['name', 'sample']);
  });

  test.each(['product_name', 'file_name', 'hostname', 'table_name', 'company_name', 'event_name'])(
    '%s is no name of a person',
    (name) => {
      expect(classifyColumn({ name, samples: [] }).semanticType).not.toBe('name');
    },
  );

  test.each([
    ['MRN_ID', 'mrn'],
    ['ssn_no', 'ssn'],
    ['dischargeDateTime', 'date'],
    ['email_id', 'email'],
    ['phone_order_number', 'row_id'],
  ])('a harmless word beside a sensitive one does not overrule it: %s', (name, meaning) => {
    expect(classifyColumn({ name, samples: [] }).semanticType).toBe(meaning);
  });

  test('is not believed where the values are yes and no', () => {
    const samples = many((index) => index % 2 === 0);
    expect(classifyColumn({ name: 'ssn', samples }).classification).not.toBe('pii');
    expect(classifyColumn({ name: 'has_email', samples }).classification).toBe('internal');
    expect(classifyColumn({ name: 'email', type: 'BOOLEAN', samples }).semanticType).toBe('flag');
  });

  test('is believed where the values are masked', () => {
    const samples = many((index) => `***-**-${1000 + index}`);
    expect(classifyColumn({ name: 'ssn', samples }).semanticType).toBe('ssn');
  });
});

describe('a column of harmless values', () => {
  test.each([
    ['order_id', many((index) => `ORD-2026-${100_000 + index}`)],
    ['id', many(() => random.string.uuid())],
    ['created_at', many(() => random.date.recent().toISOString())],
    ['total_usd', many((index) => (index * 1.37).toFixed(2))],
    ['status', many((index) => (index % 3 === 0 ? 'open' : 'closed'))],
    ['app_version', many((index) => `4.${index % 9}.1`)],
    ['quantity', many((index) => index % 40)],
  ])('%s is not to be protected', (name, samples) => {
    expect(classifyColumn({ name, samples }).classification).toBe('internal');
  });

  test('is unknown, and not public, when nothing says what it is', () => {
    const samples = many((index) => String(48_213_000 + index * 977));
    expect(classifyColumn({ name: 'f1', samples })).toMatchObject({
      semanticType: 'unknown',
      classification: 'unknown',
      confidence: 0,
      safeHarbor: [],
    });
    expect(classifyColumn({ name: 'f1', samples: [] }).classification).toBe('unknown');
    expect(classifyColumn({ name: '', samples: [null] }).classification).toBe('unknown');
  });
});

describe('free text', () => {
  const plain = 'the parcel was left at the door as it was asked for number';

  test('is as sensitive as what is found inside', () => {
    const samples = many((index) =>
      index % 10 === 0 ? `${plain}, write to person${index}@example.com` : `${plain} ${index}`,
    );
    const found = classifyColumn({ name: 'notes', samples });
    expect(found).toMatchObject({
      semanticType: 'free_text',
      isFreeText: true,
      classification: 'pii',
    });
    expect(found.found).toContainEqual({ kind: 'email', rate: 0.1 });
    expect(found.safeHarbor).toContain('F');
  });

  test('in which nothing is found may hold anything', () => {
    const samples = many((index) => `${plain} ${index}`);
    expect(classifyColumn({ name: 'notes', samples }).classification).toBe('unknown');
  });
});

test('a column of two kinds is as sensitive as the more sensitive one', () => {
  const cards = many(() => issuedNumbers.payment_card(random), 25);
  const { classification } = classifyColumn({
    name: 'contact',
    samples: [...emails(35), ...cards],
  });
  expect(classification).toBe('pci');
});

test('a national number is understood by its name in its own language', () => {
  const samples = many(() => nationalNumbers.pl_pesel(random));
  expect(classifyColumn({ name: 'pesel', samples }).semanticType).toBe('national_id');
});

test('no reason holds a value', () => {
  fc.assert(
    fc.property(
      fc.array(fc.string({ minLength: 6 }), { maxLength: 12 }),
      fc.string(),
      (samples, name) => {
        const said = JSON.stringify(classifyColumn({ name: 'x', samples }).reasons);
        for (const each of samples) {
          if (/[a-z0-9]{6}/i.test(each))
            expect(said).not.toContain(JSON.stringify(each).slice(1, -1));
        }
        expect(classifyColumn({ name, samples }).confidence).toBeLessThanOrEqual(1);
      },
    ),
    { numRuns: 40 },
  );
});

test('any value of any type is read', () => {
  const samples = [
    1n,
    2,
    true,
    new Date(0),
    { a: ['x'] },
    Symbol.iterator.toString(),
    undefined,
    Number.NaN,
  ];
  expect(() => classifyColumn({ name: 'x', samples })).not.toThrow();
});

test.each([
  ['digits', '1'.repeat(200_000)],
  ['separators', '1-'.repeat(100_000)],
  ['words', 'Aa '.repeat(70_000)],
  ['dots', '1.1,'.repeat(50_000)],
  ['spaces', `a${' '.repeat(200_000)}b`],
])('long values of %s are read to their end', (name, value) => {
  const { values } = classifyColumn({ name, samples: [value, `${value}x`, value] });
  expect(values).toBe(3);
});

test('a name of endless words is read', () => {
  const name = 'first_name_of_'.repeat(10_000);
  expect(classifyColumn({ name, samples: [] }).name).toBe(name);
});
