import { expect, test } from 'vitest';
import {
  formatCount,
  formatQuantity,
  formatSeconds,
  formatShare,
  formatSpan,
} from './quantities.js';

test('counts have thousands separators', () => {
  expect(formatCount(1234567)).toBe('1,234,567');
});

test('one is singular, everything else plural', () => {
  expect([0, 1, 2].map((count) => formatQuantity(count, 'row'))).toEqual([
    '0 rows',
    '1 row',
    '2 rows',
  ]);
  expect(formatQuantity(3, 'leaf', 'leaves')).toBe('3 leaves');
});

test('seconds lose decimals as they grow', () => {
  expect([0.1234, 12.34, 123.4].map(formatSeconds)).toEqual(['0.12 s', '12.3 s', '123 s']);
});

test('a share just below one is never shown as all', () => {
  expect(formatShare(0.99999)).toBe('99.99 %');
  expect(formatShare(1)).toBe('100.00 %');
});

test('a span of time is in the largest unit that it fills', () => {
  expect([0.25, 45, 600, 12_600, 28_161_529].map(formatSpan)).toEqual([
    '0.3 s',
    '45 s',
    '10 min',
    '3.5 h',
    '325.9 d',
  ]);
});
