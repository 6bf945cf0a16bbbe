import {
  addressOf,
  type ColumnResource,
  type DynamicTableResource,
  driftColumn,
  driftPrefix,
  type TableResource,
} from '@das/core';
import { normalType } from '../observe/normal-sql.js';
import type { Comparison } from './comparison.js';
import { type DriftFinding, driftFinding } from './drift-finding.js';
import type { DriftRule } from './drift-rule.js';
import { driftRules } from './drift-rules.js';

/** Columns that came, went, or changed their type. */
export function compareColumns(comparison: Comparison): readonly DriftFinding[] {
  return [...comparison.tables.values()].flatMap((table) =>
    // Of a table that is hidden the columns are hidden too, and not gone.
    comparison.observed.objects.has(addressOf(table)) ? compareTable(comparison, table) : [],
  );
}

/**
 * The columns that a table should have: those of its contract, and those that a collector has added
 * while it ran, each of which has to be protected as nothing else is.
 */
export function expectedColumns(
  { deployed, observed }: Comparison,
  table: TableResource | DynamicTableResource,
): readonly ColumnResource[] {
  const [database, schema] = table.name;
  const there = observed.columns.get(addressOf(table)) ?? [];
  const evolved = there
    .filter(({ name }) => name.startsWith(driftPrefix))
    .map(({ name }) => driftColumn(database, name))
    .filter(
      ({ name, maskingPolicy = [] }) =>
        schema === 'BRONZE' &&
        table.kind === 'table' &&
        !table.columns.some((column) => column.name === name) &&
        deployed.has(`maskingPolicy ${maskingPolicy.join('.')}`),
    );
  return [...table.columns, ...evolved];
}

/** Whether a table has a column; of one that is hidden nobody knows, and what is declared counts as there. */
export function columnsThere(
  { observed }: Comparison,
  table: TableResource | DynamicTableResource,
): (name: string) => boolean {
  const address = addressOf(table);
  if (!observed.objects.has(address)) return () => true;
  const there = new Set((observed.columns.get(address) ?? []).map(({ name }) => name));
  return (name) => there.has(name);
}

function compareTable(
  comparison: Comparison,
  table: TableResource | DynamicTableResource,
): readonly DriftFinding[] {
  const address = addressOf(table);
  const expected = new Map(
    expectedColumns(comparison, table).map((column) => [column.name, column]),
  );
  const there = new Map(
    (comparison.observed.columns.get(address) ?? []).map((column) => [column.name, column]),
  );
  const origin = comparison.originOf(table.name.join('.'));
  const found = (rule: DriftRule, column: string, message: string): DriftFinding =>
    driftFinding(rule, message, { address, column }, origin);
  const findings: DriftFinding[] = [];
  for (const { name, type, isNullable } of expected.values()) {
    const column = there.get(name);
    if (column === undefined) {
      findings.push(found(driftRules.columnMissing, name, `column ${name} is gone`));
      continue;
    }
    if (column.type !== normalType(type)) {
      findings.push(
        found(driftRules.columnRetyped, name, `column ${name} is ${column.type}, and was ${type}`),
      );
    }
    // A dynamic table takes NULL whatever the contract says: its query decides.
    if (table.kind === 'table' && column.isNullable !== isNullable) {
      const now = column.isNullable ? 'takes NULL' : 'takes no NULL any more';
      findings.push(found(driftRules.columnNullable, name, `column ${name} ${now}`));
    }
  }
  for (const { name } of there.values()) {
    if (expected.has(name)) continue;
    findings.push(found(driftRules.columnUndeclared, name, `column ${name} is not declared`));
  }
  return findings;
}
