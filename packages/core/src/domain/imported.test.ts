import { defineContract } from '@das/contracts';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { addressOf, type Resource } from '../resources/resource.js';
import { compileDomain } from './compile-domain.js';
import { type DomainDefinition, defineDomain } from './define-domain.js';
import { importedClassifications, importedTable } from './imported.js';
import { definePlatform } from './platform.js';

const customers = defineContract({
  domain: 'sales',
  name: 'customers',
  version: '1.0.0',
  owner: 'sales',
  schema: z.object({ customer_id: z.int(), e_mail: z.string().nullable() }),
  columns: { customer_id: 'internal', e_mail: 'phi' },
});

const table = importedTable(customers, {
  name: ['BROOK_SALES', 'PUBLIC', 'KUNDEN'],
  columns: { e_mail: { name: 'E-MAIL', maskingPolicy: ['GOV', 'P', 'HIDE'] } },
});

function sales(more: Partial<DomainDefinition> = {}) {
  return defineDomain({
    platform: definePlatform({ name: 'test', masking: [] }),
    name: 'sales',
    contracts: [customers],
    imported: [table],
    ...more,
  });
}

const reader = { kind: 'accessRole', name: 'READER', reads: ['SILVER'], clearance: [] } as const;

test('an imported table is what its contract and its own details say, and no mask is demanded', () => {
  expect(compileDomain(sales())).toContainEqual({
    kind: 'table',
    name: ['BROOK_SALES', 'PUBLIC', 'KUNDEN'],
    rowAccess: undefined,
    columns: [
      {
        name: 'CUSTOMER_ID',
        type: 'NUMBER(38,0)',
        isNullable: false,
        maskingPolicy: undefined,
        tags: [],
      },
      {
        name: 'E-MAIL',
        type: 'VARCHAR',
        isNullable: true,
        maskingPolicy: ['GOV', 'P', 'HIDE'],
        tags: [],
      },
    ],
  });
});

test('a domain of nothing but imports gets the record of deployments and nothing else', () => {
  expect(compileDomain(sales()).map(addressOf)).toEqual([
    'database BROOK_SALES',
    'schema BROOK_SALES.OPS',
    'table BROOK_SALES.OPS.DEPLOYED_RESOURCES',
    'table BROOK_SALES.PUBLIC.KUNDEN',
  ]);
});

test('a database keeps a name that prefix and domain do not make', () => {
  expect(sales({ databaseName: 'SALES' }).database).toBe('SALES');
  expect(() => sales({ databaseName: 'sales' })).toThrow('not an upper-case identifier');
});

test('a column that the contract has not is refused with the one that was meant', () => {
  const columns = { e_mial: {} } as never;
  expect(() => importedTable(customers, { name: ['A', 'B', 'C'], columns })).toThrow(
    expect.objectContaining({ next: expect.stringContaining('did you mean e_mail?') }),
  );
});

test('a name with small letters is refused: written by DAS, it would mean another object', () => {
  const columns = { e_mail: { name: 'E-Mail' } };
  expect(() => importedTable(customers, { name: ['A', 'B', 'C'], columns })).toThrow(
    'E-Mail has small letters',
  );
  expect(() => importedTable(customers, { name: ['A', 'b', 'C'] })).toThrow('b has small letters');
});

test('a contract of an imported table has to be listed', () => {
  expect(() => sales({ contracts: [] })).toThrow('contract customers is used but not listed');
});

test('what is imported and declared alike is one object; otherwise the domain does not compile', () => {
  const schema: Resource = { kind: 'schema', name: ['BROOK_SALES', 'SILVER'] };
  const tag: Resource = {
    kind: 'tag',
    name: ['BROOK_SALES', 'OPS', 'CLASSIFICATION'],
    allowedValues: ['secret'],
  };
  const compiled = compileDomain(
    sales({ contracts: [], imported: [schema], access: [reader] }),
  ).map(addressOf);
  expect(compiled.filter((each) => each === 'schema BROOK_SALES.SILVER')).toHaveLength(1);
  const other = sales({ contracts: [], imported: [tag], access: [reader] });
  expect(() => compileDomain(other)).toThrow(
    expect.objectContaining({ code: 'DAS_DOMAIN_INVALID', place: 'domain sales' }),
  );
});

test('what the contract promises is known by the names that the table has', () => {
  expect([...importedClassifications(sales())]).toEqual([
    ['BROOK_SALES.PUBLIC.KUNDEN.CUSTOMER_ID', 'internal'],
    ['BROOK_SALES.PUBLIC.KUNDEN.E-MAIL', 'phi'],
  ]);
});
