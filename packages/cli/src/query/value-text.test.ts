import { expect, test } from 'vitest';
import { cellText, jsonValue } from './value-text.js';

const noon = new Date('2026-01-02T12:00:00.500Z');

test('dates are shown as their type has them', () => {
  expect(cellText(noon, 'DATE')).toBe('2026-01-02');
  expect(cellText(noon, 'TIMESTAMP_NTZ(9)')).toBe('2026-01-02 12:00:00.500');
  expect(cellText(noon, 'TIMESTAMP_TZ(9)')).toBe('2026-01-02 12:00:00.500Z');
  expect(jsonValue(noon, 'TIMESTAMP_NTZ(9)')).toBe('2026-01-02T12:00:00.500');
});

test('an absent value is NULL for people and null for programs, and text is not mistaken for it', () => {
  expect([null, 'NULL', ''].map((value) => cellText(value, 'VARCHAR'))).toEqual([
    'NULL',
    'NULL',
    '',
  ]);
  expect(jsonValue(null, 'VARCHAR')).toBeNull();
});

test('integers beyond those of JSON stay exact', () => {
  expect(jsonValue(12345678901234567890n, 'NUMBER(38,0)')).toBe('12345678901234567890');
  expect(jsonValue(7, 'NUMBER(38,0)')).toBe(7);
});

test('what JSON has no number for is text', () => {
  expect(jsonValue(Number.POSITIVE_INFINITY, 'FLOAT')).toBe('Infinity');
});

test('binary is hexadecimal, and variants are JSON', () => {
  expect(cellText(Uint8Array.of(1, 255), 'BINARY')).toBe('01FF');
  expect(cellText({ a: [1n] }, 'VARIANT')).toBe('{"a":["1"]}');
});
