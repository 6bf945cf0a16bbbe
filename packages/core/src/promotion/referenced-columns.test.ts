import { expect, test } from 'vitest';
import { referencedColumns } from './referenced-columns.js';

const columns = ['ssn', 'zip', 'name'];

test('finds columns in any case, quoted or not, and not in string literals', () => {
  expect(referencedColumns(`LEFT(Zip, 3) || "SSN" || 'name'`, columns)).toEqual(['zip', 'ssn']);
});

test('is not led astray by quotes inside literals', () => {
  expect(referencedColumns(`'it''s ssn' || name || '\\' zip'`, columns)).toEqual(['name']);
});

test('does not take a part of a longer word for a column', () => {
  expect(referencedColumns('ssn_hash + zipped', columns)).toEqual([]);
});
