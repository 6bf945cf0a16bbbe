import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { defineContract } from '../define-contract.js';
import type { ContractDocument } from '../model/contract-document.js';
import { foreignKey } from '../model/key.js';
import { rule } from '../model/rule-builder.js';
import { dbtYaml } from './dbt-yaml.js';
import { escapeJinja } from './escape-jinja.js';
import { toDbt } from './to-dbt.js';

const shared = { domain: 'shop', version: '1.0.0', owner: 'data-shop@example.org' } as const;

const customers = defineContract({
  ...shared,
  name: 'customers',
  schema: z.object({ id: z.uuid(), order: z.int() }),
  columns: { id: 'internal', order: 'public' },
  primaryKey: ['id'],
});

const orders = defineContract({
  ...shared,
  name: 'orders',
  version: '2.1.0',
  description: 'Orders.',
  tags: ['daily'],
  schema: z.object({
    id: z.uuid(),
    customer: z.uuid().nullable(),
    state: z.enum(['open', 'paid']),
    total: z.number(),
    placed_on: z.iso.date(),
  }),
  columns: {
    id: 'internal',
    customer: { classification: 'pii', semantic: 'identifier', description: 'Who bought.' },
    state: 'internal',
    total: { classification: 'confidential', type: 'NUMBER(9,2)', unit: 'EUR' },
    placed_on: 'internal',
  },
  primaryKey: ['id'],
  uniqueKeys: [['customer', 'placed_on']],
  foreignKeys: [foreignKey(['customer'], customers, ['id'])],
  slo: { freshness: { column: 'placed_on', p95: '1d' }, completeness: { customer: 0.9 } },
  quality: [
    rule.range('total', { min: 0 }, { severity: 'warning' }),
    rule.sql(
      'mean',
      'SELECT AVG({property}) FROM {object}',
      { mustBeLessThan: 9 },
      { column: 'total' },
    ),
  ],
  sharing: { audience: 'partners' },
  deprecated: { removeAfter: '2027-12-31' },
});

function modelOf(exported: { readonly files: Readonly<Record<string, string>> }, name: string) {
  const { models } = parse(exported.files['models/shop/models.yml'] ?? '');
  return models.find((model: { readonly name: string }) => model.name === name);
}

describe('toDbt', () => {
  test('writes the files of a domain', () => {
    const { files, unexported } = toDbt([customers, orders], {
      consumers: [
        {
          consumer: 'Weekly report',
          contract: 'shop.orders',
          version: '2.0.0',
          columns: ['total'],
          exhaustive: [],
          owner: 'reports@example.org',
          type: 'dashboard',
        },
      ],
    });
    expect(files).toMatchSnapshot();
    expect(unexported).toMatchSnapshot();
  });

  test('takes the tier, the names and the types that it is given', () => {
    const { files } = toDbt([customers], {
      tier: 'platinum',
      database: () => 'dev',
      schema: (tier) => `${tier}_test`,
      dataType: () => 'TEXT',
    });
    const [source] = parse(files['models/shop/sources.yml'] ?? '').sources;
    expect([source.database, source.schema]).toEqual(['dev', 'bronze_test']);
    expect(modelOf({ files }, 'customers').config).toMatchObject({
      database: 'dev',
      schema: 'platinum_test',
    });
    expect(modelOf({ files }, 'customers').columns[0].data_type).toBe('TEXT');
  });

  test('takes for sources what lands', () => {
    const { files } = toDbt([customers, orders], { landed: ['shop.orders'] });
    const [source] = parse(files['models/shop/sources.yml'] ?? '').sources;
    expect(source.tables.map(({ name }: { readonly name: string }) => name)).toEqual(['orders']);
    const none = toDbt([orders], { landed: [] });
    expect(none.files).not.toHaveProperty(['models/shop/sources.yml']);
    expect(none.unexported.map(({ path }) => path)).toContain('/slo/freshness');
  });

  test('builds an earlier major version beside the newest', () => {
    const earlier: ContractDocument = { ...orders.toJSON(), version: '1.9.9' };
    const exported = toDbt([customers, orders], { earlier: [earlier] });
    const model = modelOf(exported, 'orders');
    expect(model.latest_version).toBe(2);
    expect(
      model.versions.map((version: { v: number; config: { alias: string } }) => [
        version.v,
        version.config.alias,
      ]),
    ).toEqual([
      [2, 'ORDERS'],
      [1, 'ORDERS_V1'],
    ]);
    const text = exported.files['tests/shop/orders_v1__range_total.sql'];
    expect(text).toContain("FROM {{ ref('orders', v=1) }} WHERE");
    expect(() => toDbt([orders], { earlier: [orders] })).toThrowError(/same major number/);
  });

  test('refuses two contracts of one name', () => {
    const other = { ...customers.toJSON(), domain: 'other' };
    expect(() => toDbt([customers, other])).toThrowError(/two contracts have the name customers/);
  });

  test('refuses two rules that come to the same name', () => {
    const quality = [rule.notNull('id', { name: 'a_b' }), rule.notNull('order', { name: 'a.b' })];
    const contract: ContractDocument = { ...customers.toJSON(), quality };
    expect(() => toDbt([contract])).toThrowError(/come to the name customers__a_b/);
  });

  test('tests what constraints do not hold', () => {
    const withAll = modelOf(toDbt([customers]), 'customers').columns[1];
    expect(withAll.constraints).toEqual([{ type: 'not_null' }]);
    expect(withAll.data_tests).toBeUndefined();
    const withNone = modelOf(toDbt([customers], { constraints: [] }), 'customers');
    expect(withNone.constraints).toBeUndefined();
    expect(withNone.columns[1].data_tests[0].not_null.name).toBe('customers__not_null_order');
  });

  test('declares no foreign key that would make models wait for each other, and says so', () => {
    const people: ContractDocument = {
      ...customers.toJSON(),
      foreignKeys: [foreignKey(['id'], customers, ['id'])],
    };
    const { files, unexported } = toDbt([people]);
    const { constraints } = modelOf({ files }, 'customers');
    expect(constraints.map(({ type }: { readonly type: string }) => type)).toEqual(['primary_key']);
    expect(unexported.find(({ path }) => path === '/foreignKeys/0')?.reason).toContain(
      'would wait for each other',
    );
    expect(files['models/shop/models.yml']).toContain('relationships:');
  });

  test('says which rules and pins it has no means for', () => {
    const { unexported } = toDbt([orders], {
      consumers: [
        { consumer: 'x', contract: 'shop.orders', version: '7.0.0', columns: [], exhaustive: [] },
      ],
    });
    const paths = unexported.map(({ path }) => path);
    expect(paths.filter((path) => path === '/foreignKeys/0')).toHaveLength(2);
    expect(paths).toContain('/consumers/x');
    expect(paths).toContain('/columns/customer/classification');
    expect(paths).toContain('/columns/id/stored');
  });

  test('implies no rule that is declared already, and keeps names apart', () => {
    const quality = [
      rule.unique('id', { name: 'one_of_each' }),
      rule.completeness('id', { min: 0.5 }, { name: 'completeness_id' }),
    ];
    const contract: ContractDocument = {
      ...customers.toJSON(),
      quality,
      slo: { completeness: { id: 1 } },
    };
    const { files } = toDbt([contract]);
    expect(Object.keys(files).filter((path) => path.startsWith('tests/'))).toEqual([
      'tests/shop/customers__completeness_id.sql',
      'tests/shop/customers__completeness_id_2.sql',
    ]);
    expect(files['models/shop/models.yml']).not.toContain('customers__primary_key');
  });

  test('writes values with a quote, or that look like calls of dbt, as SQL', () => {
    const contractWith = (values: readonly string[]): ContractDocument => ({
      ...orders.toJSON(),
      quality: [rule.acceptedValues('customer', values)],
    });
    const file = 'tests/shop/orders__accepted_values_customer.sql';
    expect(toDbt([contractWith(["o'clock"])]).files[file]).toContain("IN ('o''clock')");
    expect(toDbt([contractWith(["ref('x')"])]).files[file]).toBeDefined();
    expect(toDbt([contractWith(['{{ x }}'])]).files[file]).toContain("{{ '{' }}{ x }}");
    expect(toDbt([contractWith(['plain'])]).files[file]).toBeUndefined();
  });

  test('keeps every path inside its folder, whatever a rule is called', () => {
    const quality = [rule.rowCount({ min: 1 }, { name: "../../x'}} y" })];
    const { files } = toDbt([{ ...customers.toJSON(), quality }]);
    expect(files['tests/shop/customers__x_y.sql']).toContain("'rule': 'x_y'");
  });
});

describe('dbtYaml', () => {
  test('keeps every text as it is, to readers of YAML 1.1 and 1.2', () => {
    const texts = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom(
        'no',
        '=',
        '12:30',
        '1e3',
        '~',
        '- a',
        '#b',
        'a: b',
        '\u2028',
        '\x85',
        'a\nb',
      ),
    );
    fc.assert(
      fc.property(fc.array(texts, { maxLength: 5 }), (list) => {
        const text = dbtYaml({ list });
        for (const version of ['1.1', '1.2'] as const) {
          expect(parse(text, { version }).list).toEqual(list.map(escapeJinja));
        }
        expect(text).not.toMatch(/[\x85\u2028\u2029\p{Cs}]/u);
      }),
    );
  });
});

describe('escapeJinja', () => {
  test('leaves nothing that Jinja reads but its own brackets', () => {
    const parts = fc.constantFrom('{', '}', '%', '#', 'a', "'", '{{', '{%', '{#', '-');
    fc.assert(
      fc.property(fc.array(parts), (pieces) => {
        const text = pieces.join('');
        const escaped = escapeJinja(text);
        expect(escaped.replaceAll("{{ '{' }}", '\0')).not.toMatch(/\{[{%#]/);
        expect(escaped.replaceAll("{{ '{' }}", '{')).toBe(text);
      }),
    );
  });
});
