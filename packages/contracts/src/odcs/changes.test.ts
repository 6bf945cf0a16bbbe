import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { contractFromDocument } from '../document/contract-from-document.js';
import type { ContractColumn } from '../model/column.js';
import type { ContractDocument } from '../model/contract-document.js';
import { rule } from '../model/rule-builder.js';
import { defineDataProduct } from '../product/define-data-product.js';
import { fromOdcs } from './from-odcs.js';
import { toOdcs } from './to-odcs.js';

const text = `apiVersion: v3.1.0
kind: DataContract
id: shop-orders
name: Orders of the shop
version: 1.0.0
status: active
domain: commerce
price: { priceAmount: 9.95 }
team: { name: data-commerce, members: [{ username: ada }] }
servers: [{ server: pg, type: postgres, host: h, port: 1, database: d, schema: s }]
schema:
  - name: Order Lines
    physicalName: order_lines_1
    businessName: Lines
    properties:
      - name: id
        businessName: The id
        logicalType: string
        physicalType: varchar(18)
        primaryKey: true
        classification: internal
        encryptedName: id_enc
        relationships: [{ to: "schema/orders/properties/id" }, { to: orders.id }]
      - name: at
        logicalType: timestamp
        physicalType: timestamp
        classification: restricted
        logicalTypeOptions: { format: yyyy-MM-dd, timezone: true }
      - name: note
        description: A note
        logicalType: string
        classification: pii
        examples: [a, [b]]
        quality:
          - { type: text, description: Should be polite }
          - { metric: nullValues, mustBe: 0, businessImpact: operational, severity: grave }
          - { metric: missingValues, mustBeLessThan: 5 }
    quality:
      - { metric: rowCount, mustBeGreaterThan: 9, schedule: 0 20 * * * }
slaProperties:
  - { property: latency, value: 4, unit: days, element: Order Lines.at, driver: regulatory }
  - { property: endOfLife, value: "2042-05-12" }
  - { property: retention, value: 3, unit: y, element: Order Lines, description: By law }
customProperties: [{ property: ruleset, value: [a] }]
`;

type Document = ReturnType<typeof parse>;

/** What is exported after the only contract of the text was changed. */
function afterChange(change: (document: ContractDocument) => ContractDocument): Document {
  const { product } = fromOdcs(text);
  const contracts = product.contracts.map((contract) =>
    contractFromDocument(change(contract.toJSON())),
  );
  const written = toOdcs(defineDataProduct({ ...product, contracts }));
  expect(fromOdcs(written).product.contracts[0]?.toJSON()).toEqual(contracts[0]?.toJSON());
  return parse(written);
}

/** The text as a document after a change that a person would make to it. */
function edited(edit: (document: Document) => void): Document {
  const document: Document = parse(text);
  edit(document);
  return document;
}

function withColumn(name: string, change: Partial<ContractColumn>) {
  return (document: ContractDocument): ContractDocument => ({
    ...document,
    columns: document.columns.map((column) =>
      column.name === name ? { ...column, ...change } : column,
    ),
  });
}

test('without a change nothing changes', () => {
  expect(afterChange((document) => document)).toEqual(parse(text));
});

test('a new description stands where the old one stood', () => {
  expect(afterChange(withColumn('note', { description: 'Words' }))).toEqual(
    edited((document) => {
      document.schema[0].properties[2].description = 'Words';
    }),
  );
});

test('a new classification replaces the old one, and the others stay as they were spelled', () => {
  expect(afterChange(withColumn('note', { classification: 'confidential' }))).toEqual(
    edited((document) => {
      document.schema[0].properties[2].classification = 'confidential';
    }),
  );
});

test('a new length changes the options and nothing else', () => {
  const stored = {
    kind: 'union',
    options: [{ kind: 'null' }, { kind: 'string', maxLength: 5 }, { kind: 'undefined' }],
  } as const;
  expect(afterChange(withColumn('note', { stored }))).toEqual(
    edited((document) => {
      Object.assign(document.schema[0].properties[2], {
        logicalTypeOptions: { maxLength: 5 },
        required: false,
      });
    }),
  );
});

test('a column that is added comes behind the others, and one that is removed goes with all it had', () => {
  const added = afterChange((document) => ({
    ...document,
    columns: [...document.columns, { ...(document.columns[0] as ContractColumn), name: 'key' }],
  }));
  expect(added.schema[0].properties).toHaveLength(4);
  expect(added.schema[0].properties.slice(0, 3)).toEqual(parse(text).schema[0].properties);
  expect(added.schema[0].properties[3]).toMatchObject({
    name: 'key',
    physicalType: 'VARCHAR(18)',
    required: true,
  });
  const removed = afterChange((document) => ({
    ...document,
    columns: document.columns.filter(({ name }) => name !== 'note'),
    quality: document.quality.filter(({ name }) => name !== 'not_null_note'),
  }));
  expect(removed).toEqual(
    edited((document) => {
      document.schema[0].properties.pop();
    }),
  );
});

test('a rule that is removed goes, and those that DAS does not know stay', () => {
  const changed = afterChange((document) => ({
    ...document,
    quality: document.quality.filter(({ name }) => name !== 'not_null_note'),
  }));
  expect(changed).toEqual(
    edited((document) => {
      document.schema[0].properties[2].quality.splice(1, 1);
      document.schema[0].quality[0].name = 'row_count';
    }),
  );
});

test('a rule that is changed keeps what DAS does not model', () => {
  const changed = afterChange((document) => ({
    ...document,
    quality: document.quality.map((one) => (one.kind === 'rowCount' ? { ...one, min: 100 } : one)),
  }));
  expect(changed.schema[0].quality).toEqual([
    {
      schedule: '0 20 * * *',
      type: 'library',
      metric: 'rowCount',
      mustBeGreaterOrEqualTo: 100,
      name: 'row_count',
    },
  ]);
});

test('a rule that is added stands on its column', () => {
  const changed = afterChange((document) => ({
    ...document,
    quality: [...document.quality, rule.unique('id')],
  }));
  expect(changed.schema[0].properties[0].quality).toEqual([
    {
      name: 'unique_id',
      type: 'library',
      metric: 'duplicateValues',
      mustBe: 0,
      dimension: 'uniqueness',
      severity: 'error',
    },
  ]);
});

test('an objective that is changed keeps its driver, and one that is dropped goes', () => {
  const changed = afterChange((document) => ({
    ...document,
    slo: { freshness: { column: 'at', p95: '12h' } },
    retention: { ...document.retention, platinum: '7y' },
  }));
  expect(changed).toEqual(
    edited((document) => {
      Object.assign(document.slaProperties[0], { value: 12, unit: 'h' });
      document.slaProperties[2].value = 7;
    }),
  );
  expect(afterChange((document) => ({ ...document, slo: {} })).slaProperties).toEqual(
    parse(text).slaProperties.slice(1),
  );
});

test('a column that leaves the primary key may be null from then on', () => {
  const changed = afterChange((document) => ({ ...document, primaryKey: [] }));
  expect(changed.schema[0].properties[0]).toMatchObject({
    primaryKey: false,
    encryptedName: 'id_enc',
  });
});

test('a table that is added has its own service levels', () => {
  const { product } = fromOdcs(text);
  const [lines] = product.contracts;
  if (lines === undefined) throw new Error('no contract');
  const more = contractFromDocument({
    ...lines.toJSON(),
    name: 'returns',
    foreignKeys: [],
    quality: [],
  });
  const all = defineDataProduct({ ...product, contracts: [...product.contracts, more] });
  const back = fromOdcs(toOdcs(all)).product;
  expect(back.toJSON()).toEqual(all.toJSON());
  const none = defineDataProduct({ ...product, contracts: [] });
  expect(parse(toOdcs(none))).toMatchObject({
    schema: [],
    slaProperties: [{ property: 'endOfLife' }],
  });
});

test('a product whose contracts go their own ways comes back as it was', () => {
  const { product } = fromOdcs(text);
  const contracts = product.contracts.map((contract) =>
    contractFromDocument({
      ...contract.toJSON(),
      version: '2.0.0',
      status: 'deprecated',
      owner: 'others',
      support: [{ channel: '#help' }],
      terms: { usage: 'None' },
    }),
  );
  const own = defineDataProduct({
    ...product,
    version: '1.1.0',
    description: 'All lines',
    tags: ['a'],
    support: [{ channel: '#shop', tool: 'slack' }],
    contracts,
  });
  expect(fromOdcs(toOdcs(own)).product.toJSON()).toEqual(own.toJSON());
  const { odcs: _, ...unbound } = own;
  expect(fromOdcs(toOdcs(defineDataProduct(unbound))).product.toJSON()).toEqual(own.toJSON());
});
