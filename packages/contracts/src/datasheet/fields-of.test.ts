import { expect, test } from 'vitest';
import { z } from 'zod';
import { defineContract } from '../define-contract.js';
import { fieldsOf } from './fields-of.js';
import { toDatasheet } from './to-datasheet.js';

const visits = defineContract({
  domain: 'health',
  name: 'visits',
  version: '1.0.0',
  owner: 'data-health',
  schema: z.object({
    visit_id: z.uuid(),
    place: z.object({
      city: z.string(),
      geo: z.object({ lat: z.number(), lon: z.number() }).optional(),
    }),
    drugs: z.array(z.object({ code: z.string(), notes: z.array(z.string()) })).nullable(),
    codes: z.array(z.string()),
  }),
  columns: { visit_id: 'internal', place: 'phi', drugs: 'phi', codes: 'internal' },
});

function fieldsOfColumn(name: 'visit_id' | 'place' | 'drugs' | 'codes'): readonly string[] {
  return fieldsOf(visits.column(name).stored);
}

test('the fields of an object are named with the way to them, also where a value may be missing', () => {
  expect(fieldsOfColumn('place')).toEqual(['city', 'geo.lat', 'geo.lon']);
});

test('the items of a list are named by brackets', () => {
  expect(fieldsOfColumn('drugs')).toEqual(['[].code', '[].notes[]']);
});

test('a value without fields has none', () => {
  expect(fieldsOfColumn('visit_id')).toEqual([]);
  expect(fieldsOfColumn('codes')).toEqual([]);
});

test('a datasheet says what is inside a column', () => {
  expect(toDatasheet(visits, { format: 'markdown' })).toContain(
    'Fields: `city`, `geo.lat`, `geo.lon`.',
  );
});
