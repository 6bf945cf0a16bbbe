import { expect, test } from 'vitest';
import { formatTable } from './table.js';

test('columns are aligned, numbers to the right, without spaces at the end', () => {
  const lines = formatTable(
    [{ title: 'name' }, { title: 'rows', align: 'right' }, { title: 'note' }],
    [
      ['orders', '12,345', ''],
      ['日本', '7', 'x'],
    ],
  );
  expect(lines).toEqual([
    'name      rows  note',
    '------  ------  ----',
    'orders  12,345',
    '日本         7  x',
  ]);
});

test('a row stays one line, whatever its cells hold', () => {
  const [, , row] = formatTable([{ title: 'a' }], [['one\ntwo']]);
  expect(row).toBe('one\\ntwo');
});

test('long cells are cut where a width is given, and whole where it is not', () => {
  const cell = 'x'.repeat(30);
  expect(formatTable([{ title: 'a' }], [[cell]])[2]).toBe(cell);
  expect(formatTable([{ title: 'a' }], [[cell]], { maximumCellWidth: 10 })[2]).toBe('xxxxxxxxx…');
});

test('a table without rows still shows its columns', () => {
  expect(formatTable([{ title: 'a' }], [])).toEqual(['a', '-']);
});
