import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { OdcsError } from './errors/odcs-error.js';
import { type FromOdcsOptions, fromOdcs, type OdcsFinding } from './from-odcs.js';
import { toOdcs } from './to-odcs.js';

const head = `apiVersion: v3.1.0
kind: DataContract
id: orders
name: orders
version: 1.0.0
status: active
domain: commerce
team: { name: data-commerce }
`;

function refused(text: string): OdcsError {
  try {
    fromOdcs(text, { file: 'orders.yaml' });
  } catch (error) {
    if (error instanceof OdcsError) return error;
    throw error;
  }
  throw new Error('it was taken');
}

/** A document with one table that has these properties. */
function withProperties(...properties: string[]): string {
  return `${head}schema:\n  - name: orders\n    properties:\n${properties.map((line) => `      - ${line}\n`).join('')}`;
}

function findingsOf(text: string, options: FromOdcsOptions = {}): readonly string[] {
  return fromOdcs(text, options).findings.map(({ code, path }: OdcsFinding) => `${code} ${path}`);
}

test('all faults are told, each with its path, line and column', () => {
  const error = refused(
    withProperties(
      '{ name: id, logicalType: text, classification: internal }',
      '{ logicalType: string, logicalTypeOptions: { minLength: -1, minimum: 2 } }',
    ),
  );
  expect(error.code).toBe('DAS_ODCS_INVALID');
  expect(error.place).toBe('orders.yaml:12:34 /schema/0/properties/0/logicalType');
  expect(error.faults.map(({ path, line, message }) => [path, line, message])).toEqual([
    [
      '/schema/0/properties/0/logicalType',
      12,
      'must be one of string, date, timestamp, time, integer, number, object, array, boolean',
    ],
    ['/schema/0/properties/1/name', 13, 'is missing'],
    ['/schema/0/properties/1/logicalTypeOptions/minLength', 13, 'must be a whole number from 0 up'],
    ['/schema/0/properties/1/logicalTypeOptions/minimum', 13, 'is not known here'],
  ]);
  expect(error.faults[3]?.column).toBe(69);
});

test.each([
  ['a list', '- a', 'DAS_ODCS_NOT_A_CONTRACT'],
  ['nothing', '', 'DAS_ODCS_NOT_A_CONTRACT'],
  ['another kind', 'kind: DataProduct\napiVersion: v1.0.0', 'DAS_ODCS_NOT_A_CONTRACT'],
  ['another specification', 'dataContractSpecification: 1.1.0', 'DAS_ODCS_NOT_A_CONTRACT'],
  [
    'version 2 of the standard',
    'apiVersion: v2.2.2\nkind: DataContract',
    'DAS_ODCS_UNSUPPORTED_VERSION',
  ],
  [
    'a version that does not exist',
    'apiVersion: v9.0.0\nkind: DataContract',
    'DAS_ODCS_UNSUPPORTED_VERSION',
  ],
  ['no version', 'kind: DataContract', 'DAS_ODCS_INVALID'],
  [
    'two operators in a rule',
    withProperties('{ name: id, quality: [{ metric: nullValues, mustBe: 0, mustBeLessThan: 5 }] }'),
    'DAS_ODCS_INVALID',
  ],
  [
    'a field of 3.2.0 in 3.1.0',
    withProperties('{ name: id, logicalType: string, enum: [{ value: a }] }'),
    'DAS_ODCS_INVALID',
  ],
])('%s is refused', (_, text, code) => {
  expect(refused(text).code).toBe(code);
});

test('what is not classified, or in words that DAS does not know, is the most sensitive', () => {
  const text = withProperties(
    '{ name: a, logicalType: string }',
    '{ name: b, logicalType: string, classification: restricted }',
    '{ name: c, logicalType: object, classification: internal, properties: [{ name: d, classification: pii }] }',
  );
  const levels = (options: FromOdcsOptions) =>
    fromOdcs(text, options)
      .product.contract('orders')
      .columns.map((column) => column.classification);
  expect(levels({})).toEqual(['phi', 'phi', 'pii']);
  expect(findingsOf(text).filter((line) => line.startsWith('classification'))).toEqual([
    'classification-missing /schema/0/properties/0',
    'classification-unknown /schema/0/properties/1/classification',
  ]);
  const classifications = { restricted: 'confidential' } as const;
  expect(levels({ classifications })).toEqual(['phi', 'confidential', 'pii']);
  expect(parse(toOdcs(fromOdcs(text, { classifications }).product))).toEqual(parse(text));
});

test('the property das cannot lower a classification', () => {
  const error = refused(
    withProperties(
      '{ name: a, classification: phi, customProperties: [{ property: das, value: { classification: public } }] }',
    ),
  );
  expect(error.faults[0]?.path).toBe(
    '/schema/0/properties/0/customProperties/0/value/classification',
  );
});

test('a property das that holds no shape, type or rule is refused', () => {
  const das = (value: string) =>
    withProperties(
      `{ name: a, classification: pii, customProperties: [{ property: das, value: ${value} }] }`,
    );
  for (const value of [
    '{ type: "VARCHAR); DROP TABLE x" }',
    '{ stored: { kind: string, patterns: ["("] } }',
    '{ tombstone: 1 }',
  ]) {
    expect(refused(das(value)).code).toBe('DAS_ODCS_INVALID');
  }
});

test('fields that were edited beside the property das are a finding', () => {
  const das =
    'customProperties: [{ property: das, value: { stored: { kind: string, maxLength: 5, refinements: 1 } } }]';
  const property = (length: number) =>
    `{ name: a, logicalType: string, required: true, classification: pii, logicalTypeOptions: { maxLength: ${length} }, ${das} }`;
  expect(findingsOf(withProperties(property(5)))).toEqual([]);
  expect(findingsOf(withProperties(property(4)))).toEqual(['das-differs /schema/0/properties/0']);
});

test('names that DAS does not allow are changed, told, and kept in the document', () => {
  const text = withProperties(
    '{ name: order id, logicalType: string, classification: internal }',
    '{ name: Order_ID, logicalType: string, classification: internal }',
    '{ name: 2nd, logicalType: string, classification: internal }',
  );
  const { product } = fromOdcs(text);
  expect(product.contract('orders').columns.map(({ name }) => name)).toEqual([
    'order_id',
    'Order_ID_2',
    'x_2nd',
  ]);
  expect(findingsOf(text).every((line) => line.startsWith('name-changed'))).toBe(true);
  expect(parse(toOdcs(product))).toEqual(parse(text));
});

test('records are parsed by what the document says', () => {
  const text = withProperties(
    '{ name: id, logicalType: integer, required: true, classification: internal, logicalTypeOptions: { format: u8 } }',
    '{ name: code, logicalType: string, classification: internal, logicalTypeOptions: { pattern: "^A", maxLength: 3 } }',
    '{ name: at, logicalType: timestamp, classification: internal, logicalTypeOptions: { timezone: true } }',
    '{ name: free, classification: internal }',
  );
  const contract = fromOdcs(text).product.contract('orders');
  expect(contract.columns.map(({ type }) => type)).toEqual([
    'NUMBER(38,0)',
    'VARCHAR',
    'TIMESTAMP_TZ',
    'VARIANT',
  ]);
  expect(
    contract.parseRecord({ id: 255, code: 'AB', at: '2026-01-01T10:00:00+01:00', free: [1] }).ok,
  ).toBe(true);
  expect(contract.parseRecord({ id: 1 }).ok).toBe(true);
  expect(contract.parseRecord({ id: 256 }).ok).toBe(false);
  expect(contract.parseRecord({ id: 1, code: 'BA' }).ok).toBe(false);
  expect(contract.parseRecord({ id: 1, at: '2026-01-01T10:00:00' }).ok).toBe(false);
});

test('between excludes both ends, as the standard defines it', () => {
  const text = `${withProperties('{ name: id, logicalType: string, classification: internal }')}    quality:
      - { metric: rowCount, mustBeBetween: [99, 1001] }
`;
  expect(fromOdcs(text).product.contract('orders').quality[0]).toMatchObject({
    kind: 'rowCount',
    min: 100,
    max: 1000,
  });
});

test('objectives are read in the units and synonyms of the standard', () => {
  const text = `${withProperties('{ name: at, logicalType: timestamp, classification: internal }')}slaProperties:
  - { property: LY, value: 2, unit: weeks, element: orders.at }
  - { property: availability, value: 99.9, unit: percent }
  - { property: td, value: "4", unit: hours, element: orders }
  - { property: retention, value: 3, unit: years, element: orders }
  - { property: frequency, value: 1, unit: month, element: orders }
  - { property: latency, value: 1, unit: d, element: elsewhere.at }
`;
  const contract = fromOdcs(text).product.contract('orders');
  expect(contract.slo).toEqual({
    freshness: { column: 'at', p95: '14d' },
    availability: 0.999,
    timeToDetect: '4h',
  });
  expect(contract.retention.platinum).toBe('3y');
  expect(findingsOf(text)).toEqual(['sla-kept /slaProperties/4', 'sla-kept /slaProperties/5']);
});

const newest = `apiVersion: v3.2.0
kind: DataContract
id: orders
version: 1.0.0
context: { instructions: Prices are net., verifiedStatements: [{ question: How many?, answer: Some }] }
servers:
  - { server: lake, type: iceberg, catalog: c, catalogUrl: "\${CATALOG}", warehouse: w }
  - { server: sf, type: snowflake, account: "\${ACCOUNT}", database: D, schema: S, port: "\${PORT}" }
customProperties: [{ property: a, value: 1, vendor: acme }]
schema:
  - name: orders
    deprecated: true
    synonyms: [sales]
    properties:
      - { name: state, logicalType: string, required: true, classification: internal, enum: [{ value: open, label: Open }, { value: shut }] }
      - { name: labels, logicalType: map, classification: internal, map: { key: { logicalType: string }, value: { logicalType: string } } }
      - { name: vec, logicalType: vector, classification: internal, semanticType: column, logicalTypeOptions: { dimensions: 2, elementType: float32 } }
    relationships: []
slaProperties: [{ property: availability, value: 99, unit: percent, customProperties: [] }]
`;

test('a document of 3.2.0 is read, and written back as it was', () => {
  const { product, apiVersion } = fromOdcs(newest);
  const contract = product.contract('orders');
  expect([apiVersion, contract.column('state').enum, contract.column('vec').type]).toEqual([
    'v3.2.0',
    ['open', 'shut'],
    'ARRAY',
  ]);
  expect(contract.parseRecord({ state: 'open', vec: [1, 2], labels: { a: 'b' } }).ok).toBe(true);
  expect(contract.parseRecord({ state: 'ajar' }).ok).toBe(false);
  expect(parse(toOdcs(product))).toEqual(parse(newest));
});

test('what 3.1.0 has no place for is not dropped when it is asked for', () => {
  const { product } = fromOdcs(newest);
  expect(() => toOdcs(product, { apiVersion: '3.1.0' })).toThrow(
    expect.objectContaining({ code: 'DAS_ODCS_NOT_EXPORTABLE' }),
  );
});
