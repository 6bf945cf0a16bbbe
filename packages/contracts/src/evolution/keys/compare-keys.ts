import { isSameJson } from '../../document/json.js';
import type { ContractDocument } from '../../model/contract-document.js';
import type { ForeignKey } from '../../model/key.js';
import { type Finding, finding } from '../finding.js';
import { areEmptyInOldRecords, areGone } from '../quality/new-columns.js';

/** Compares what identifies and ties together the rows of two versions of a contract. */
export function compareKeys(before: ContractDocument, after: ContractDocument): readonly Finding[] {
  return [
    ...comparePrimaryKey(before, after),
    ...compareGrain(before, after),
    ...compareUniqueKeys(before, after),
    ...compareForeignKeys(before, after),
    ...compareLayout(before, after),
  ];
}

function named(columns: readonly string[]): string {
  return columns.length === 0 ? 'nothing' : columns.join(', ');
}

function sorted(columns: readonly string[]): readonly string[] {
  return [...columns].sort();
}

function comparePrimaryKey(
  { primaryKey: was }: ContractDocument,
  { primaryKey: is }: ContractDocument,
): readonly Finding[] {
  if (isSameJson(was, is)) return [];
  if (isSameJson(sorted(was), sorted(is))) {
    const reason = 'The columns of the primary key come in another order.';
    return [finding('layout-changed', ['primaryKey'], reason)];
  }
  const reason = `The primary key was ${named(was)} and is ${named(is)}; rows are told apart, merged and joined otherwise.`;
  const details = { reader: 'breaking', writer: 'breaking' } as const;
  return [finding('primary-key-changed', ['primaryKey'], reason, details)];
}

function compareGrain(
  { grain: was }: ContractDocument,
  { grain: is }: ContractDocument,
): readonly Finding[] {
  if (was === is) return [];
  if (was === undefined) {
    return [finding('grain-declared', ['grain'], `A row stands for ${is}.`)];
  }
  const reason =
    is === undefined
      ? `A row stood for ${was}; it is no longer said what it stands for.`
      : `A row stood for ${was} and stands for ${is}; counts and sums mean something else.`;
  const details = { reader: 'breaking', writer: 'breaking' } as const;
  return [finding('grain-changed', ['grain'], reason, details)];
}

function compareUniqueKeys(before: ContractDocument, after: ContractDocument): readonly Finding[] {
  const keysOf = (keys: readonly (readonly string[])[]) =>
    new Map(keys.map((key) => [sorted(key).join(','), sorted(key)]));
  const [old, current] = [keysOf(before.uniqueKeys), keysOf(after.uniqueKeys)];
  const findings: Finding[] = [];
  for (const [id, key] of old) {
    if (current.has(id)) continue;
    if (isImplied(key, after) || areGone(key, after)) {
      const reason = `The unique key of ${named(key)} is no longer declared; it follows from another key, or its columns are gone.`;
      findings.push(finding('unique-key-removed', ['uniqueKeys', id], reason));
      continue;
    }
    const reason = `Rows may share values of ${named(key)}, which were unique; joins on them may multiply rows.`;
    findings.push(
      finding('unique-key-removed', ['uniqueKeys', id], reason, { reader: 'breaking' }),
    );
  }
  for (const [id, key] of current) {
    if (old.has(id)) continue;
    if (isImplied(key, before)) {
      const reason = `The unique key of ${named(key)} is declared; it followed from another key already.`;
      findings.push(finding('unique-key-added', ['uniqueKeys', id], reason));
      continue;
    }
    const reason = `No two rows may share values of ${named(key)}, which they could; such rows are refused.`;
    findings.push(finding('unique-key-added', ['uniqueKeys', id], reason, { writer: 'breaking' }));
  }
  if (findings.length > 0 || isSameJson(before.uniqueKeys, after.uniqueKeys)) return findings;
  const reason = 'The unique keys are written in another order.';
  return [finding('layout-changed', ['uniqueKeys'], reason)];
}

/** Whether rows that differ in some key differ in these columns as well. */
function isImplied(
  columns: readonly string[],
  { primaryKey, uniqueKeys }: ContractDocument,
): boolean {
  return [primaryKey, ...uniqueKeys].some(
    (key) => key.length > 0 && key.every((column) => columns.includes(column)),
  );
}

function idOf({ columns, references }: ForeignKey): string {
  const pairs = columns.map((column, index) => `${column}=${references.columns[index] ?? ''}`);
  return `${references.contract}(${pairs.sort().join(',')})`;
}

function compareForeignKeys(before: ContractDocument, after: ContractDocument): readonly Finding[] {
  const keysOf = (keys: readonly ForeignKey[]) => new Map(keys.map((key) => [idOf(key), key]));
  const [old, current] = [keysOf(before.foreignKeys), keysOf(after.foreignKeys)];
  const findings: Finding[] = [];
  for (const [id, { columns, references }] of old) {
    if (current.has(id)) continue;
    if (areGone(columns, after)) {
      const reason = `The foreign key from ${named(columns)} to ${references.contract} went with its columns.`;
      findings.push(finding('foreign-key-removed', ['foreignKeys', id], reason));
      continue;
    }
    const reason = `The foreign key from ${named(columns)} to ${references.contract} was removed; joins may find no row.`;
    findings.push(
      finding('foreign-key-removed', ['foreignKeys', id], reason, { reader: 'breaking' }),
    );
  }
  for (const [id, { columns, references }] of current) {
    if (old.has(id)) continue;
    if (areEmptyInOldRecords(columns, before, after)) {
      const reason = `${named(columns)} came as a key of ${references.contract}; writers may leave them out.`;
      findings.push(finding('foreign-key-added', ['foreignKeys', id], reason));
      continue;
    }
    const reason = `${named(columns)} must hold a key of ${references.contract}; other values are refused.`;
    findings.push(
      finding('foreign-key-added', ['foreignKeys', id], reason, { writer: 'breaking' }),
    );
  }
  if (findings.length > 0 || isSameJson(before.foreignKeys, after.foreignKeys)) return findings;
  const reason = 'The foreign keys are written in another order.';
  return [finding('layout-changed', ['foreignKeys'], reason)];
}

function compareLayout(before: ContractDocument, after: ContractDocument): readonly Finding[] {
  return (['partitionBy', 'clusterBy'] as const)
    .filter((part) => !isSameJson(before[part], after[part]))
    .map((part) => {
      const what = part === 'partitionBy' ? 'Partitioning' : 'Clustering';
      const reason = `${what} was by ${named(before[part])} and is by ${named(after[part])}; rows stay the same.`;
      return finding('layout-changed', [part], reason);
    });
}
