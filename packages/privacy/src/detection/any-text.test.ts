import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { detect } from './detect.js';

/** What was found, as text, for the eyes of a test only. */
function found(text: string): string[] {
  return detect(text).map(({ kind, start, end }) => `${kind} ${text.slice(start, end)}`);
}

describe('clean text', () => {
  test.each([
    '',
    'EMEA',
    '550e8400-e29b-41d4-a716-446655440000',
    'd41d8cd98f00b204e9800998ecf8427e',
    'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
    'SGVsbG8+V29ybGQ0MTU1NTUyNjcx',
    '2024-01-15',
    '2024-01-15T10:20:30.123Z',
    '2024-01-15 10:20:30.123456 +0000',
    '10/12/2024 12:30',
    '20240115T102030Z',
    '1705312830',
    '1.2.3',
    '$1,234.56',
    '1 234 567,89 €',
    'ORD-2024-000123',
    'backup_2024-01-15_1020.tar.gz',
    '12345678901234567890',
    '{"total_usd":12.5,"quantity":3,"placed_at":"2024-01-15T10:20:30Z"}',
  ])('%j holds nothing', (text) => {
    expect(found(text)).toEqual([]);
  });

  test('no UUID, timestamp, counter or digest is ever taken for something', () => {
    const clean = fc.oneof(
      fc.uuid(),
      fc
        .date({ min: new Date(0), max: new Date('2099-01-01'), noInvalidDate: true })
        .map((date) => date.toISOString()),
      fc.integer({ min: 0, max: 2_147_483_647 }).map(String),
      fc.integer({ min: 1_000_000_000_000, max: 1_999_999_999_999 }).map(String),
      // Larger ones have as many digits as a card, and one in ten passes its checksum.
      fc.float({ noNaN: true, min: -1e9, max: 1e9 }).map(String),
      fc
        .array(fc.integer({ min: 0, max: 255 }), { minLength: 32, maxLength: 32 })
        .map((bytes) => Buffer.from(bytes).toString('hex')),
    );
    fc.assert(
      fc.property(clean, (text) => {
        expect(found(text)).toEqual([]);
      }),
      { numRuns: 2000 },
    );
  });
});

describe('every text', () => {
  const alphabet = '0123456789+-.()@:/ \n,xabcdefv_#é电–'.split('');
  const texts = fc.oneof(
    fc.string({ unit: fc.constantFrom(...alphabet), maxLength: 80 }),
    fc.string({ unit: 'grapheme' }),
  );

  test('gives findings in order, without overlap, inside the text, with a confidence from 0 to 1', () => {
    fc.assert(
      fc.property(texts, (text) => {
        let from = 0;
        for (const finding of detect(text)) {
          expect(finding.start).toBeGreaterThanOrEqual(from);
          expect(finding.end).toBeGreaterThan(finding.start);
          expect(finding.confidence).toBeGreaterThan(0);
          expect(finding.confidence).toBeLessThanOrEqual(1);
          expect(finding.reasons.length).toBeGreaterThan(0);
          from = finding.end;
        }
        expect(from).toBeLessThanOrEqual(text.length);
      }),
      { numRuns: 2000 },
    );
  });

  test('a value between spaces and words is found, whatever the words are', () => {
    const word = fc.stringMatching(/^q[a-z]{2,10}x$/);
    const value = fc.constantFrom(
      'email ada@example.com',
      'us_ssn 123-45-6789',
      'payment_card 4111 1111 1111 1111',
      'ip_address 2001:db8::1',
      'phone +44 20 7946 0958',
    );
    fc.assert(
      fc.property(fc.array(word), value, fc.array(word), (before, expected, after) => {
        const text = [...before, expected.slice(expected.indexOf(' ') + 1), ...after].join(' ');
        expect(found(text)).toEqual([expected]);
      }),
    );
  });
});
