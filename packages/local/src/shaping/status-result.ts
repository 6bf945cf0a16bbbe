import type { ResultSet, Row } from '@das/core';

const text = 'VARCHAR(16777216)';

/** What DDL answers: one row with a sentence under `status`. */
export function statusResult(status: string): ResultSet {
  return { columns: [{ name: 'status', type: text }], rows: [{ status }], rowsAffected: 0 };
}

/** What DML answers: one row with the counts of what it did. */
export function countResult(counts: Readonly<Record<string, number>>): ResultSet {
  return {
    columns: Object.keys(counts).map((name) => ({ name, type: 'NUMBER(38,0)' })),
    rows: [counts],
    rowsAffected: Object.values(counts).reduce((sum, count) => sum + count, 0),
  };
}

/** What SHOW and DESCRIBE answer. */
export function rowsResult(names: readonly string[], rows: readonly Row[]): ResultSet {
  return { columns: names.map((name) => ({ name, type: text })), rows, rowsAffected: 0 };
}
