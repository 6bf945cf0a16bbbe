import { expect, test } from 'vitest';
import { american } from '../evaluation/random.js';
import { classifyTable } from './classify-table.js';

const random = american(9);
const many = (make: () => unknown): unknown[] => Array.from({ length: 40 }, make);

function byName(columns: Parameters<typeof classifyTable>[0]) {
  return Object.fromEntries(classifyTable(columns).map((column) => [column.name, column]));
}

test('dates beside medical record numbers are health data, and beside prices they are not', () => {
  const dates = many(() => random.date.recent().toISOString().slice(0, 10));
  const health = byName([
    { name: 'mrn', samples: many(() => random.string.numeric(8)) },
    { name: 'start_date', samples: dates },
  ]);
  expect(health.start_date).toMatchObject({ classification: 'phi', safeHarbor: ['C'] });
  const shop = byName([
    { name: 'sku', samples: many(() => random.string.alphanumeric(8)) },
    { name: 'start_date', samples: dates },
  ]);
  expect(shop.start_date).toMatchObject({ classification: 'internal' });
});

test('what identifies a person is health data beside a diagnosis', () => {
  const columns = byName([
    { name: 'email', samples: many(() => random.internet.email()) },
    { name: 'icd10', samples: many(() => 'E11.9') },
  ]);
  expect(columns.email?.classification).toBe('phi');
});

test('first and last are names beside each other', () => {
  const columns = byName([
    { name: 'FIRST', samples: many(() => random.person.firstName()) },
    { name: 'LAST', samples: many(() => random.person.lastName()) },
    { name: 'EMAIL', samples: many(() => random.internet.email()) },
  ]);
  expect(columns.FIRST?.semanticType).toBe('name');
  expect(columns.LAST?.semanticType).toBe('name');
});

test('the order of the columns and of their answers is the same', () => {
  const names = ['zip', 'city', 'street_address', 'state'];
  const found = classifyTable(names.map((name) => ({ name, samples: [] })));
  expect(found.map(({ name }) => name)).toEqual(names);
  expect(found.map(({ semanticType }) => semanticType)).toEqual([
    'postal_code',
    'city',
    'address',
    'state',
  ]);
});
