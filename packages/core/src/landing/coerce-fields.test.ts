import { defineContract } from '@das/contracts';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { Collector } from '../collector/collector.js';
import type { FieldPolicies } from '../collector/field-policies.js';
import type { Source } from '../collector/source.js';
import { acceptRecordOf } from './accept-record.js';

const meters = defineContract({
  domain: 'plant',
  name: 'meters',
  version: '1.0.0',
  owner: 'plant',
  schema: z.object({
    label: z.string().nullable(),
    amount: z.number().nullable(),
    count: z.bigint().nullable(),
    isOpen: z.boolean().nullable(),
    seen: z.date().nullable(),
    read: z.iso.datetime().nullable(),
    parts: z.array(z.int()).nullable(),
  }),
  columns: {
    label: 'internal',
    amount: 'internal',
    count: 'internal',
    isOpen: 'internal',
    seen: 'internal',
    read: 'internal',
    parts: 'internal',
  },
});

type Fields = FieldPolicies<typeof meters.$insert>;

const empty = {
  label: null,
  amount: null,
  count: null,
  isOpen: null,
  seen: null,
  read: null,
  parts: null,
};

class MetersCollector extends Collector<typeof meters> {
  readonly contract = meters;
  override readonly fields: Fields;

  constructor(fields: Fields) {
    super();
    this.fields = fields;
  }
  async openSource(): Promise<Source> {
    throw new Error('not used');
  }
}

/** A field's value in the row, or the codes for which the record was rejected. */
function shaped(name: keyof typeof empty, policy: object, value: unknown): unknown {
  const accept = acceptRecordOf(new MetersCollector({ [name]: policy } as Fields));
  const verdict = accept({ offset: 0, raw: '', event: { ...empty, [name]: value } });
  return verdict.accepted ? verdict.rows[0]?.[name] : verdict.findings;
}

const unreadable = (column: string) => [{ column, code: 'not_coercible' }];

describe('a coercion', () => {
  test.each([
    ['amount', 'number', '12.5', 12.5],
    ['amount', 'number', '-1e3', -1000],
    ['amount', 'number', 7, 7],
    ['count', 'bigint', '12345678901234567890', 12345678901234567890n],
    ['count', 'bigint', 5, 5n],
    ['isOpen', 'boolean', 'Yes', true],
    ['isOpen', 'boolean', '0', false],
    ['isOpen', 'boolean', 1, true],
    ['label', 'text', 5, '5'],
    ['label', 'text', 'as it is', 'as it is'],
    ['seen', 'timestamp', '2026-01-02 03:04:05', new Date('2026-01-02T03:04:05Z')],
    ['seen', 'timestamp', 1767225600, new Date('2026-01-01T00:00:00Z')],
    ['seen', 'timestamp', 1767225600123, new Date('2026-01-01T00:00:00.123Z')],
    ['seen', 'timestamp', '1767225600123456789', new Date('2026-01-01T00:00:00.123Z')],
    ['seen', 'timestamp', '2026-01-01T00:00:00+02:00', new Date('2025-12-31T22:00:00Z')],
    ['read', 'timestamp', '2026-01-02', '2026-01-02T00:00:00.000Z'],
    ['parts', 'json', '[1, 2]', [1, 2]],
  ] as const)('reads %s as %s from %j', (name, coerce, value, expected) => {
    expect(shaped(name, { coerce }, value)).toEqual(expected);
  });

  test.each([
    ['amount', 'number', '12,5'],
    ['amount', 'number', ''],
    ['amount', 'number', 'NaN'],
    ['amount', 'number', 'Infinity'],
    ['amount', 'number', '1e999'],
    ['amount', 'number', '9007199254740993'],
    ['amount', 'number', '0x10'],
    ['amount', 'number', []],
    ['amount', 'number', true],
    ['count', 'bigint', 1.5],
    ['count', 'bigint', 2 ** 60],
    ['isOpen', 'boolean', 'maybe'],
    ['isOpen', 'boolean', 2],
    ['label', 'text', {}],
    ['seen', 'timestamp', '2026-02-30'],
    ['seen', 'timestamp', 'tomorrow'],
    ['seen', 'timestamp', '12'],
    ['seen', 'timestamp', 1e300],
    ['parts', 'json', '[1,'],
  ] as const)('does not read %s as %s from %j', (name, coerce, value) => {
    expect(shaped(name, { coerce }, value)).toEqual(unreadable(name));
  });

  test('never meets a null', () => {
    expect(shaped('amount', { coerce: 'number' }, null)).toBe(null);
  });
});

describe('a policy of a field', () => {
  test('trims, empties and then coerces', () => {
    expect(shaped('amount', { trim: true, coerce: 'number' }, ' 5 ')).toBe(5);
    expect(shaped('label', { trim: true, emptyIsNull: true }, '  ')).toBe(null);
    expect(shaped('label', { trim: true }, '  ')).toBe('');
    expect(shaped('label', { emptyIsNull: true }, '  ')).toBe('  ');
  });

  test('rejects a null, or puts a default in its place, also where the field is absent', () => {
    const missing = [{ column: 'label', code: 'null_value' }];
    expect(shaped('label', { onNull: 'reject' }, null)).toEqual(missing);
    expect(shaped('label', { onNull: 'reject' }, undefined)).toEqual(missing);
    expect(shaped('label', { onNull: 'default', default: '?' }, undefined)).toBe('?');
    expect(shaped('label', { onNull: 'default', default: '?', emptyIsNull: true }, '')).toBe('?');
  });

  test('leaves the event as it came', () => {
    const event = Object.freeze({ ...empty, amount: '5' });
    const accept = acceptRecordOf(new MetersCollector({ amount: { coerce: 'number' } }));
    expect(accept({ offset: 0, raw: '', event })).toMatchObject({ rows: [{ amount: 5 }] });
    expect(event.amount).toBe('5');
  });

  test('must be of a column, and have the default that it speaks of', () => {
    for (const fields of [{ other: {} }, { label: { onNull: 'default' } }]) {
      expect(() => acceptRecordOf(new MetersCollector(fields as Fields))).toThrow(
        expect.objectContaining({ code: 'DAS_COLLECT_INVALID_OPTION' }),
      );
    }
  });
});
