import { expect, test } from 'vitest';
import { keyFilter } from './key-filter.js';

test.each([
  ['in/*.csv', ['in/a.csv'], ['in/a/b.csv', 'in/a.csv.gz', 'xin/a.csv']],
  ['in/**/*.csv', ['in/a.csv', 'in/a/b/c.csv'], ['in.csv', 'in/a.txt']],
  ['**', ['a', 'a/b', 'a\nb'], ['a/']],
  ['a?(1)+[x].{csv}', ['ab(1)+[x].{csv}'], ['a/(1)+[x].{csv}', 'ab1.csv']],
  ['day=*/part-?.parquet', ['day=2026-01-01/part-é.parquet'], ['day=1/part-12.parquet']],
])('%s', (glob, fitting, others) => {
  const fits = keyFilter(glob);
  expect(fitting.filter(fits)).toEqual(fitting);
  expect(others.filter(fits)).toEqual([]);
});

test('takes every key without globs, and any of several with them', () => {
  expect(['a', 'b/c', 'b/'].filter(keyFilter(undefined))).toEqual(['a', 'b/c']);
  expect(['a.csv', 'b.json', 'c.txt'].filter(keyFilter(['*.csv', '*.json']))).toEqual([
    'a.csv',
    'b.json',
  ]);
});
