import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import type { $ZodObject } from 'zod/v4/core';
import { type ContractDefinition, defineContract, rule } from './index.js';

function orders() {
  return defineContract({
    domain: 'commerce',
    name: 'orders',
    version: '1.0.0',
    owner: 'data-commerce',
    schema: z.object({
      order_id: z.uuid(),
      email: z.email(),
      note: z.string().optional(),
      region: z.enum(['EMEA', 'AMER']),
      total_usd: z.number(),
      placed_at: z.coerce.date(),
    }),
    columns: {
      order_id: 'internal',
      email: { classification: 'pii', semantic: 'email' },
      note: 'internal',
      region: 'internal',
      total_usd: { classification: 'confidential', type: 'NUMBER(12,2)' },
      placed_at: 'internal',
    },
    primaryKey: ['order_id'],
    slo: { freshness: { column: 'placed_at', p95: '10m' }, completeness: { total_usd: 0.999 } },
    quality: [rule.unique('order_id'), rule.range('total_usd', { min: 0 })],
    retention: { bronze: '7d' },
  });
}

/** A definition that is changed past the compiler, as JavaScript or a generated file could. */
function define(change: Record<string, unknown>): unknown {
  const definition = {
    domain: 'commerce',
    name: 'orders',
    version: '1.0.0',
    owner: 'data-commerce',
    schema: z.object({ id: z.uuid(), total: z.number(), note: z.string().nullable() }),
    columns: { id: 'internal', total: 'internal', note: 'internal' },
    ...change,
  };
  return defineContract(definition as unknown as ContractDefinition<$ZodObject>);
}

function refused(change: Record<string, unknown>): unknown {
  try {
    define(change);
  } catch (error) {
    const { code, place } = error as { code: string; place: string };
    return `${code} at ${place}`;
  }
  return undefined;
}

describe('a contract', () => {
  test('resolves each column in the order of the schema', () => {
    expect(
      orders().columns.map(({ name, type, isNullable, isFreeText }) => [
        name,
        type,
        isNullable,
        isFreeText,
      ]),
    ).toEqual([
      ['order_id', 'VARCHAR', false, false],
      ['email', 'VARCHAR', false, true],
      ['note', 'VARCHAR', true, true],
      ['region', 'VARCHAR', false, false],
      ['total_usd', 'NUMBER(12,2)', false, false],
      ['placed_at', 'TIMESTAMP_NTZ', false, false],
    ]);
    expect(orders().column('region').enum).toEqual(['EMEA', 'AMER']);
  });

  test('fills in what is not said', () => {
    expect(orders()).toMatchObject({
      retention: { bronze: '7d', silver: '400d', platinum: '5y' },
      compatibility: 'full',
    });
    expect(define({})).toMatchObject({ primaryKey: [], slo: {}, quality: [] });
  });

  test('is frozen all the way down, apart from the schema', () => {
    const { schema: _schema, ...rest } = orders();
    const thawed: string[] = [];
    const visit = (value: unknown, path: string): void => {
      if (typeof value !== 'object' || value === null) return;
      if (!Object.isFrozen(value)) thawed.push(path);
      for (const [key, inner] of Object.entries(value)) visit(inner, `${path}.${key}`);
    };
    expect(Object.isFrozen(orders())).toBe(true);
    for (const [key, value] of Object.entries(rest)) visit(value, key);
    expect(thawed).toEqual([]);
  });

  test('does not change with what was passed in', () => {
    const primaryKey = ['id'];
    const completeness = { total: 0.9 };
    const contract = define({ primaryKey, slo: { completeness } });
    primaryKey.push('note');
    completeness.total = 0;
    expect(contract).toMatchObject({ primaryKey: ['id'], slo: { completeness: { total: 0.9 } } });
  });

  test('is plain JSON that comes back the same', () => {
    const contract = orders();
    const text = JSON.stringify(contract);
    expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(contract.toJSON())));
    expect(JSON.parse(text)).toMatchObject({
      name: 'orders',
      columns: expect.arrayContaining([
        expect.objectContaining({ name: 'email', classification: 'pii', semantic: 'email' }),
      ]),
    });
    expect(text).not.toContain('schema');
  });

  test('is a Standard Schema', () => {
    const standard = orders()['~standard'];
    const record = {
      order_id: crypto.randomUUID(),
      email: 'a@b.co',
      region: 'EMEA',
      total_usd: 1,
      placed_at: '2026-01-01',
    };
    expect([standard.version, standard.vendor]).toEqual([1, 'das']);
    expect(standard.validate(record)).toEqual({
      value: { ...record, placed_at: new Date('2026-01-01') },
    });
    expect(standard.validate({ ...record, region: 'APAC' }).issues?.[0]?.path).toEqual(['region']);
  });

  test('can have columns with the names of object members', () => {
    const contract = defineContract({
      domain: 'd',
      name: 'n',
      version: '1.0.0',
      owner: 'o',
      schema: z.object({ constructor: z.string(), toString: z.int() }),
      columns: { constructor: 'internal', toString: 'internal' },
    });
    expect(contract.parseRecord({}).ok).toBe(false);
    expect(contract.parseRecord(JSON.parse('{"constructor":"a","toString":1}'))).toMatchObject({
      ok: true,
    });
    expect(
      refused({
        columns: { id: 'internal', total: 'internal', note: 'internal', hasOwnProperty: 'public' },
      }),
    ).toContain('UNKNOWN_COLUMN');
  });
});

describe('a definition is refused', () => {
  test.each<readonly [string, Record<string, unknown>, string]>([
    ['with a name in capitals', { name: 'Orders' }, 'DAS_CONTRACT_INVALID_NAME'],
    ['with a name that is SQL', { domain: 'a; drop' }, 'DAS_CONTRACT_INVALID_NAME'],
    ['without an owner', { owner: ' ' }, 'DAS_CONTRACT_INVALID_NAME'],
    ['with half a version', { version: '1.0' }, 'DAS_CONTRACT_INVALID_VERSION'],
    ['with a version of floats', { version: '1.0.1e3' }, 'DAS_CONTRACT_INVALID_VERSION'],
    ['without a schema', { schema: undefined }, 'DAS_CONTRACT_INVALID_SCHEMA'],
    ['with a schema that is no object', { schema: z.string() }, 'DAS_CONTRACT_INVALID_SCHEMA'],
    [
      'with a schema of another library',
      { schema: { parse: () => ({}) } },
      'DAS_CONTRACT_INVALID_SCHEMA',
    ],
    [
      'with a loose schema',
      { schema: z.looseObject({ id: z.uuid() }), columns: { id: 'public' } },
      'DAS_CONTRACT_INVALID_SCHEMA',
    ],
    [
      'with a catchall',
      { schema: z.object({ id: z.uuid() }).catchall(z.string()), columns: { id: 'public' } },
      'DAS_CONTRACT_INVALID_SCHEMA',
    ],
    ['without columns', { schema: z.object({}), columns: {} }, 'DAS_CONTRACT_INVALID_SCHEMA'],
    [
      'with a classification for a column that is not there',
      { columns: { id: 'public', total: 'public', note: 'public', x: 'public' } },
      'DAS_CONTRACT_UNKNOWN_COLUMN',
    ],
    ['with a key that is no column', { primaryKey: ['x'] }, 'DAS_CONTRACT_UNKNOWN_COLUMN'],
    ['with a key column twice', { primaryKey: ['id', 'id'] }, 'DAS_CONTRACT_INVALID_KEY'],
    [
      'with freshness on a number',
      { slo: { freshness: { column: 'total', p95: '1m' } } },
      'DAS_CONTRACT_INVALID_RULE',
    ],
    [
      'with a completeness in percent',
      { slo: { completeness: { total: 99 } } },
      'DAS_CONTRACT_INVALID_RULE',
    ],
    [
      'with a range of text',
      { quality: [rule.range('note', { min: 0 })] },
      'DAS_CONTRACT_INVALID_RULE',
    ],
    [
      'with a range without bounds',
      { quality: [rule.range('total', {} as { min: number })] },
      'DAS_CONTRACT_INVALID_RULE',
    ],
    [
      'with a range that holds nothing',
      { quality: [rule.range('total', { min: 2, max: 1 })] },
      'DAS_CONTRACT_INVALID_RULE',
    ],
    [
      'with a bound that JSON cannot hold',
      { quality: [rule.range('total', { max: Number.POSITIVE_INFINITY })] },
      'DAS_CONTRACT_INVALID_RULE',
    ],
    [
      'with two rules of one name',
      { quality: [rule.notNull('id'), rule.notNull('id')] },
      'DAS_CONTRACT_INVALID_RULE',
    ],
    [
      'with no accepted value',
      { quality: [rule.acceptedValues('note', [])] },
      'DAS_CONTRACT_INVALID_RULE',
    ],
    [
      'with a retention of nothing',
      { retention: { bronze: '0d' } },
      'DAS_CONTRACT_INVALID_DURATION',
    ],
  ])('%s', (_why, change, code) => {
    expect(refused(change)).toMatch(new RegExp(`^${code}`));
  });

  test.each<readonly [string, Record<string, unknown>, string]>([
    [
      'that is not classified',
      { columns: { id: 'internal', note: 'internal' } },
      'DAS_CONTRACT_UNCLASSIFIED_COLUMN at contract orders, column total',
    ],
    [
      'with an unknown classification',
      { columns: { id: 'internal', total: 'secret', note: 'internal' } },
      'DAS_CONTRACT_UNKNOWN_CLASSIFICATION at contract orders, column total',
    ],
    [
      'with a type that contradicts the schema',
      {
        columns: {
          id: 'internal',
          total: { classification: 'internal', type: 'BOOLEAN' },
          note: 'internal',
        },
      },
      'DAS_CONTRACT_TYPE_MISMATCH at contract orders, column total',
    ],
    [
      'in the key that may be null',
      { primaryKey: ['note'] },
      'DAS_CONTRACT_INVALID_KEY at contract orders, column note',
    ],
  ])('for a column %s, by its name', (_why, change, expected) => {
    expect(refused(change)).toBe(expected);
  });

  test('for columns that Snowflake cannot tell apart, or names that it would have to quote', () => {
    expect(
      refused({
        schema: z.object({ id: z.int(), ID: z.int() }),
        columns: { id: 'public', ID: 'public' },
      }),
    ).toContain('INVALID_NAME');
    expect(
      refused({ schema: z.object({ 'a b': z.int() }), columns: { 'a b': 'public' } }),
    ).toContain('INVALID_NAME');
  });

  test('for a key column whose nullability a transform hides, until it is piped', () => {
    const columns = { id: { classification: 'internal', type: 'VARCHAR' } };
    const hidden = z.object({ id: z.string().transform((id) => id.trim()) });
    const piped = z.object({
      id: z
        .string()
        .transform((id) => id.trim())
        .pipe(z.string()),
    });
    expect(refused({ schema: hidden, columns, primaryKey: ['id'] })).toContain('INVALID_KEY');
    expect(refused({ schema: piped, columns, primaryKey: ['id'] })).toBeUndefined();
  });
});

describe('a definition that only a program without types can write', () => {
  const given = {
    domain: 'shop',
    name: 'orders',
    version: '1.0.0',
    owner: 'team',
    schema: z.object({ id: z.string() }),
    columns: { id: 'internal' },
  };
  test.each([
    [{ retentoin: { silver: '90d' } }, '/retentoin'],
    [{ retention: { silvr: '90d' } }, '/retention/silvr'],
    [{ slo: { freshnes: {} } }, '/slo/freshnes'],
    [{ quality: [{ kind: 'range', name: 'a', mx: 1 }] }, '/quality/0'],
    [{ sharing: { audience: 'domain', region: ['EU'] } }, '/sharing/region'],
  ])('is refused with the member that nobody knows: %j', (more, member) => {
    expect(() => defineContract({ ...given, ...more } as never)).toThrow(
      expect.objectContaining({
        code: 'DAS_CONTRACT_UNKNOWN_MEMBER',
        message: expect.stringContaining(member),
      }),
    );
  });

  test.each([
    [{ quality: 'none' }, '/quality must be a list'],
    [{ columns: undefined }, '/columns is missing'],
    [{ tags: 'a' }, '/tags must be a list'],
    [{ description: 7 }, '/description must be a text'],
  ])('is refused where it has another form: %j', (more, message) => {
    expect(() => defineContract({ ...given, ...more } as never)).toThrow(
      expect.objectContaining({ code: 'DAS_CONTRACT_INVALID_DEFINITION', message }),
    );
  });
});
