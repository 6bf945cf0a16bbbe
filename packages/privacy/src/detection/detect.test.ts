import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { detect } from './detect.js';

/** What was found, as text, for the eyes of a test only. */
function found(text: string): string[] {
  return detect(text).map(({ kind, start, end }) => `${kind} ${text.slice(start, end)}`);
}

function confidenceOf(text: string): number {
  return detect(text, { minimumConfidence: 0 })[0]?.confidence ?? 0;
}

describe('email', () => {
  test.each([
    'ada@example.com',
    'Ada.Lovelace+orders@mail.example.co.uk',
    "o'brien@example.ie",
    'ada_1@xn--bcher-kva.example',
    'jürgen@bücher.example',
    '4155552671@example.com',
    '415-555-2671@example.com',
  ])('%s is found as a whole', (address) => {
    expect(found(`(${address}).`)).toEqual([`email ${address}`]);
  });

  test('addresses in a list are found one by one, without the marks around them', () => {
    expect(found("<a@b.co>,'c@d.co'; mailto:e@f.co?subject=x e@g.co-")).toEqual([
      'email a@b.co',
      'email c@d.co',
      'email e@f.co',
      'email e@g.co',
    ]);
  });

  test.each([
    'react@18.2.0',
    '@scope/package@1.0.0',
    'logo@2x.png',
    'icon@2x.min.js',
    'git@github.com:owner/repository.git',
    '@handle.name',
    'a @ b.co',
    'ada.@example.com',
    'user@localhost',
  ])('%s is no address of a person', (text) => {
    expect(found(text)).toEqual([]);
  });
});

describe('telephone number', () => {
  test.each([
    '+1 415-555-2671',
    '+14155552671',
    '(415) 555-2671',
    '(415)555-2671 x12',
    '415-555-2671 ext. 4',
    '415.555.2671',
    '415 555 2671',
    '1-415-555-2671',
    '415–555–2671',
    '+44 20 7946 0958',
    '+442079460958',
    '+49 (0)30 1234567',
    '+33 1 23 45 67 89',
    '0044 20 7946 0958',
    '001-415-555-2671',
  ])('%s is found as a whole', (number) => {
    expect(found(number)).toEqual([`phone ${number}`]);
    expect(found(`tel:${number}, later`)).toEqual([`phone ${number}`]);
    expect(found(`电话${number}。`)).toEqual([`phone ${number}`]);
  });

  test('a word before it makes it more certain', () => {
    expect(confidenceOf('mobile 415 555 2671')).toBeGreaterThan(confidenceOf('415 555 2671'));
    expect(detect('fax: 415 555 2671')[0]?.reasons).toContain('context');
  });

  test.each([
    '4155552671',
    'ORD-415-555-2671',
    'A415-555-2671B',
    'order 415-555-2671',
    'Invoice no. 415-555-2671',
    '#415-555-2671',
    '123-456-7890',
    '011-555-2671',
    '911-555-2671',
    '112-3456789-1234567',
    '415 555 2671 1234 222',
    '+1 015-555-2671',
    '+999 1234 5678',
    '+1234567.89',
    '+0200',
    '5 + 4155552671',
    '1e+12345678',
    '978-3-16-148410-0',
    '37.774929, -122.419416',
    '-122.4194155',
    '(555) 12-34',
    '00123-4567-890',
  ])('%s is none', (text) => {
    expect(found(text)).toEqual([]);
  });
});

describe('US social security number', () => {
  test('the dashed shape of an issued number is found', () => {
    expect(detect('SSN 123-45-6789')).toEqual([
      {
        kind: 'us_ssn',
        start: 4,
        end: 15,
        confidence: 0.97,
        reasons: ['shape', 'range', 'separators', 'context'],
      },
    ]);
  });

  test('a dashed number from 900 on, as in synthetic records, is found with less confidence', () => {
    expect(detect('999-17-5017')).toEqual([]);
    expect(detect('999-17-5017', { minimumConfidence: 0.4 })[0]).toMatchObject({
      confidence: 0.4,
      reasons: expect.arrayContaining(['unassigned']),
    });
    expect(confidenceOf('999-17-5017')).toBeLessThan(confidenceOf('123-45-6789'));
  });

  test('nine digits are one only after a word that says so', () => {
    expect(found('{"ssn":"123456789"}')).toEqual(['us_ssn 123456789']);
    expect(found('Social Security Number: 123456789')).toEqual(['us_ssn 123456789']);
    expect(found('123456789')).toEqual([]);
    expect(found('lesson 123456789')).toEqual([]);
  });

  test.each([
    '000-12-3456',
    '666-12-3456',
    '123-00-4567',
    '123-45-0000',
    '123-45 6789',
    '123-45-67890',
    '0123-45-6789',
    'X-123-45-6789',
    '12 123 45 6789',
    'ssn 000123456',
  ])('%s is none', (text) => {
    expect(found(text)).toEqual([]);
  });
});

describe('payment card', () => {
  test.each([
    '4111111111111111',
    '4111 1111 1111 1111',
    '4111-1111-1111-1111',
    '4222222222222',
    '5555555555554444',
    '2221000000000009',
    '378282246310005',
    '3782 822463 10005',
    '30569309025904',
    '3056 930902 5904',
    '6011111111111117',
    '3530111333300000',
    '6200000000000005',
  ])('%s is found as a whole', (number) => {
    expect(found(`card=${number};`)).toEqual([`payment_card ${number}`]);
    expect(detect(number)[0]?.reasons).toContain('checksum');
  });

  test('what follows the number is left out', () => {
    expect(found('4111 1111 1111 1111 123')).toEqual(['payment_card 4111 1111 1111 1111']);
    expect(found('5105105105105100 12/25')).toEqual(['payment_card 5105105105105100']);
  });

  test.each([
    '4111111111111112',
    '1234567812345670',
    '1705312830123',
    '1705312830123456',
    '41111111111111111111',
    'A4111111111111111',
    '41111111-1111-1111-1111-111111111111',
    '4111 1111-1111 1111',
    '41 11 11 11 11 11 11 11',
    '4111111111111111.25',
  ])('%s is none', (text) => {
    expect(found(text)).toEqual([]);
  });

  test('one wrong digit is always noticed', () => {
    const number = '4111111111111111';
    fc.assert(
      fc.property(fc.integer({ min: 6, max: 15 }), fc.integer({ min: 1, max: 9 }), (at, by) => {
        const digit = (Number(number[at]) + by) % 10;
        expect(found(number.slice(0, at) + digit + number.slice(at + 1))).toEqual([]);
      }),
    );
  });
});

describe('IP address', () => {
  test.each([
    '192.168.1.10',
    '255.255.255.0',
    '2001:db8::1',
    '2001:0db8:85a3:0000:0000:8a2e:0370:7334',
    '::ffff:192.0.2.1',
    'fe80::1ff:fe23:4567:890a',
  ])('%s is found as a whole', (address) => {
    expect(found(`ip:${address}, then`)).toEqual([`ip_address ${address}`]);
  });

  test('a port, a prefix length, a zone and a range do not hide it', () => {
    expect(found('10.20.30.40:8080 10.20.0.0/16 fe80::1%eth0 [2001:db8::1]:443')).toEqual([
      'ip_address 10.20.30.40',
      'ip_address 10.20.0.0',
      'ip_address fe80::1',
      'ip_address 2001:db8::1',
    ]);
    expect(found('10.20.30.40-10.20.30.50')[0]).toBe('ip_address 10.20.30.40');
  });

  test('a label hides an address only where it belongs to it', () => {
    expect(found('driver 10.20.30.40')).toEqual([]);
    expect(found('the driver, 10.20.30.40')).toEqual(['ip_address 10.20.30.40']);
    expect(found('version\n10.20.30.40')).toEqual(['ip_address 10.20.30.40']);
  });

  test('four small numbers weigh less, since they are as often a version', () => {
    expect(confidenceOf('1.2.3.4')).toBeLessThan(0.5);
  });

  test.each([
    'v1.2.3.4',
    'version 1.2.3.4',
    'Release: 10.20.30.40',
    '1.2.3',
    '1.2.3.4-rc1',
    'app-1.2.3.4.jar',
    '1.3.6.1.4.1.311',
    '256.1.1.1',
    '01.02.03.04',
    '12:34:56',
    '2024-01-15T10:20:30+02:00',
    '00:11:22:33:44:55:66:77',
    'std::vector',
    'a::b',
    '12::30',
    '1:2:3:4:5:6:7:8:9',
    '16:27:ac:a5:76:28:2d:36:63:1b:56:4d:eb:df:a6:48',
  ])('%s is none', (text) => {
    expect(found(text)).toEqual([]);
  });
});
