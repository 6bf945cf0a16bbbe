import type { Row } from '@das/core';
import type { RowsByKey } from '../demonstration/compare-roles.js';
import type { Terminal } from '../demonstration/terminal.js';
import { textTable } from '../demonstration/text-table.js';

const shown = ['CUSTOMER_EMAIL', 'TOTAL_USD'];

/** Prints the same few orders as each role sees them: its rows, with its values. */
export function showRoles(terminal: Terminal, views: ReadonlyMap<string, RowsByKey>): void {
  const [clear] = views.values();
  if (clear === undefined) return;
  for (const [role, rows] of views) {
    terminal.line();
    terminal.line(`as ${role}`);
    const cells = sampleOf(clear).map((key) => {
      const row = rows.get(key);
      const id = `${key.slice(0, 8)}…`;
      return row === undefined
        ? [id, ...shown.map(() => ''), 'no such row']
        : [id, ...shown.map((column) => textOf(row, column)), textOf(row, 'REGION')];
    });
    for (const line of textTable(
      ['order', ...shown.map((name) => name.toLowerCase()), 'region'],
      cells,
    )) {
      terminal.line(line);
    }
  }
}

/** The first order, in the order of keys, of each region. */
function sampleOf(rows: RowsByKey): readonly string[] {
  const keys = new Map<unknown, string>();
  for (const [key, row] of [...rows].sort(([a], [b]) => (a < b ? -1 : 1))) {
    if (!keys.has(row.REGION)) keys.set(row.REGION, key);
  }
  return [...keys.values()];
}

function textOf(row: Row, column: string): string {
  const value = row[column];
  if (value === null || value === undefined) return 'NULL';
  return typeof value === 'number' ? value.toFixed(2) : String(value);
}
