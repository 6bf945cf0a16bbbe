import { expect, test } from 'vitest';
import { z } from 'zod';
import { defineContract } from '../define-contract.js';
import type { ContractDocument } from '../model/contract-document.js';
import { contractFromDocument } from './contract-from-document.js';

const orders = defineContract({
  domain: 'commerce',
  name: 'orders',
  version: '1.0.0',
  owner: 'data-commerce',
  schema: z.strictObject({
    id: z.uuid(),
    iban: z.string().refine((text) => text.startsWith('BE')),
    placed_at: z.coerce.date(),
    state: z.enum(['open', 'shut']).default('open'),
    note: z.string().optional(),
  }),
  columns: { id: 'internal', iban: 'pci', placed_at: 'internal', state: 'internal', note: 'pii' },
  primaryKey: ['id'],
});
const id = '0b6f0c3e-7a52-4a0b-9d3b-1f1a4c0d9e11';
const record = { id, iban: 'BE1', placed_at: new Date(0), state: 'shut' };

function copyOf(text: string): ContractDocument {
  return JSON.parse(text);
}

test('a document gives the contract that it came from', () => {
  const copy = contractFromDocument(copyOf(JSON.stringify(orders)));
  expect(copy.toJSON()).toEqual(orders.toJSON());
  expect(copy.column('iban').classification).toBe('pci');
  expect(Object.isFrozen(copy.columns[0])).toBe(true);
});

test('what only the code of the schema could check is refused, unless it is accepted by name', () => {
  const document = orders.toJSON();
  const strict = contractFromDocument(document).parseRecord(record);
  expect(strict).toEqual({ ok: false, issues: [{ column: 'iban', code: 'custom' }] });
  expect(contractFromDocument(document, { unverifiable: 'accept' }).parseRecord(record)).toEqual({
    ok: true,
    row: record,
  });
});

test('values that would have to be changed on the way in do not pass', () => {
  const copy = contractFromDocument(orders.toJSON(), { unverifiable: 'accept' });
  const { state: _, ...without } = record;
  expect(copy.parseRecord({ ...record, placed_at: '2026-01-01' }).ok).toBe(false);
  expect(copy.parseRecord(without).ok).toBe(false);
});

test('what the shapes tell is checked', () => {
  const copy = contractFromDocument(orders.toJSON(), { unverifiable: 'accept' });
  for (const wrong of [{ id: 'x' }, { state: 'ajar' }, { note: 1 }, { more: 1 }]) {
    expect(copy.parseRecord({ ...record, ...wrong }).ok).toBe(false);
  }
});

test.each([
  ['no columns', { columns: [] }, '/columns'],
  ['another member', { extra: 1 }, '/extra'],
  [
    'a classification that does not exist',
    { columns: [{ ...orders.toJSON().columns[0], classification: 'secret' }] },
    '/columns/0/classification',
  ],
  [
    'a type that is no type',
    { columns: [{ ...orders.toJSON().columns[0], type: 'TEXT; DROP' }] },
    '/columns/0/type',
  ],
  [
    'a rule of no kind',
    { quality: [{ kind: 'magic', name: 'a', severity: 'error', dimension: 'accuracy' }] },
    '/quality/0/kind',
  ],
])('%s is refused with its path', (_, change, place) => {
  const document = { ...copyOf(JSON.stringify(orders)), ...change } as unknown as ContractDocument;
  expect(() => contractFromDocument(document)).toThrow(
    expect.objectContaining({ code: 'DAS_CONTRACT_INVALID_DOCUMENT', place }),
  );
});

test('a document is held to the rules of a definition', () => {
  expect(() => contractFromDocument({ ...orders.toJSON(), primaryKey: ['note'] })).toThrow(
    expect.objectContaining({ code: 'DAS_CONTRACT_INVALID_KEY' }),
  );
});
