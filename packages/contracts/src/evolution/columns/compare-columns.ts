import { isSameJson } from '../../document/json.js';
import type { ContractColumn } from '../../model/column.js';
import type { ContractDocument } from '../../model/contract-document.js';
import type { Verdict } from '../contract-change.js';
import { type ComparisonContext, type Finding, finding } from '../finding.js';
import { compareDeprecations } from '../lifecycle/compare-deprecations.js';
import { isElapsed } from '../lifecycle/is-elapsed.js';
import { admitsAbsence } from '../shapes/cover-collections.js';
import { compareMeaning } from './compare-meaning.js';
import { compareTypes } from './compare-types.js';
import { compareValues } from './compare-values.js';

/** Compares the columns of two versions of a contract. A rename is a removal and an addition. */
export function compareColumns(
  before: ContractDocument,
  after: ContractDocument,
  context: ComparisonContext,
): readonly Finding[] {
  const old = new Map(before.columns.map((column) => [column.name, column]));
  const current = new Map(after.columns.map((column) => [column.name, column]));
  const findings: Finding[] = [];
  for (const column of after.columns) {
    const known = old.get(column.name);
    if (known === undefined) findings.push(columnAdded(column, before));
    else findings.push(...compareColumn(known, column, context));
  }
  for (const column of before.columns) {
    if (!current.has(column.name)) findings.push(columnRemoved(column, after, context));
  }
  const kept = (columns: readonly ContractColumn[], others: ReadonlyMap<string, unknown>) =>
    columns.map(({ name }) => name).filter((name) => others.has(name));
  if (!isSameJson(kept(before.columns, current), kept(after.columns, old))) {
    const reason = 'The columns come in another order; rows that are read by name stay the same.';
    findings.push(finding('columns-reordered', ['columns'], reason));
  }
  return findings;
}

function compareColumn(
  before: ContractColumn,
  after: ContractColumn,
  context: ComparisonContext,
): readonly Finding[] {
  const types = compareTypes(before, after);
  const isFamilyChanged = types.some(({ rule }) => rule === 'type-changed');
  const values = compareValues(before, after, context, isFamilyChanged);
  const path = ['columns', before.name];
  const findings = [
    ...types,
    ...values,
    ...compareNullability(before, after, values),
    ...compareMeaning(before, after),
    ...compareDeprecations(before.deprecated, after.deprecated, path, before.name, context.at),
  ];
  const isSaid = findings.some(({ rule }) => rule !== 'code-not-compared');
  if (isSaid || isSameJson(before, after)) return findings;
  // Only what follows from the schema is left, where the document was written by hand.
  const reason = `Column ${before.name} is described in another way; its values stay the same.`;
  return [...findings, finding('values-adjusted', path, reason, { column: before.name })];
}

/** What the document says of null, where the shapes of the values do not say it. */
function compareNullability(
  before: ContractColumn,
  after: ContractColumn,
  values: readonly Finding[],
): readonly Finding[] {
  const isSaid = values.some(
    ({ rule, path }) =>
      rule.startsWith('nullability-') && path === `/columns/${before.name}/isNullable`,
  );
  if (before.isNullable === after.isNullable || isSaid) return [];
  const path = ['columns', before.name, 'isNullable'];
  const { name: column } = before;
  if (after.isNullable) {
    const reason = `Column ${column} may be null now; readers that rely on a value break.`;
    return [finding('nullability-loosened', path, reason, { column, reader: 'breaking' })];
  }
  const reason = `Column ${column} is no longer null; writers may hand in what they did.`;
  return [finding('nullability-tightened', path, reason, { column })];
}

function columnAdded(column: ContractColumn, before: ContractDocument): Finding {
  const reader: Verdict = before.unknownKeys === 'refuse' ? 'warning' : 'safe';
  const strict =
    reader === 'warning'
      ? ' Readers whose schema refuses unknown keys have to select columns.'
      : '';
  const path = ['columns', column.name];
  if (admitsAbsence(column.accepted ?? column.stored)) {
    const reason = `Column ${column.name} was added; writers may leave it out.${strict}`;
    return finding('column-added', path, reason, { column: column.name, reader });
  }
  const reason = `Column ${column.name} was added and must be handed in; records without it are refused.${strict}`;
  const details = { column: column.name, reader, writer: 'breaking' } as const;
  return finding('column-added-required', path, reason, details);
}

function columnRemoved(
  column: ContractColumn,
  after: ContractDocument,
  { at, pins }: ComparisonContext,
): Finding {
  const { name, deprecated } = column;
  const readers = pins.filter((pin) => pin.columns.includes(name)).map((pin) => pin.consumer);
  const path = ['columns', name];
  const isRefused = after.unknownKeys === 'refuse';
  const refused = isRefused ? ' Records that still have it are refused.' : '';
  const details = {
    column: name,
    reader: 'breaking',
    writer: isRefused ? 'breaking' : 'safe',
  } as const;
  if (readers.length > 0) {
    const reason = `Column ${name} was removed while ${readers.join(', ')} still read it; move them first.${refused}`;
    return finding('column-removed-while-read', path, reason, details);
  }
  if (deprecated === undefined) {
    const reason = `Column ${name} was removed without warning; deprecate it first, with a day after which it goes.${refused}`;
    return finding('column-removed', path, reason, details);
  }
  if (!isElapsed(deprecated, at)) {
    const reason = `Column ${name} was removed, but it was promised until ${deprecated.removeAfter}.${refused}`;
    return finding('column-removed-too-early', path, reason, details);
  }
  const reason = `Column ${name} was removed; it was deprecated until ${deprecated.removeAfter}.${refused}`;
  // Writers were told of the day as well.
  return finding('column-removed-after-deprecation', path, reason, {
    column: name,
    reader: 'warning',
    writer: isRefused ? 'warning' : 'safe',
  });
}
