import { isSameJson } from '../../document/json.js';
import { isMoreSensitive, isProtected } from '../../model/classification.js';
import type { ContractColumn } from '../../model/column.js';
import { safeHarborLetterOf } from '../../model/semantic-type.js';
import { type Finding, finding } from '../finding.js';

/** Compares what two versions of a column say of its meaning and sensitivity. */
export function compareMeaning(before: ContractColumn, after: ContractColumn): readonly Finding[] {
  return [
    ...compareClassifications(before, after),
    ...compareSemantics(before, after),
    ...compareUnits(before, after),
    ...compareOpenness(before, after),
    ...compareWords(before, after),
  ];
}

function compareClassifications(before: ContractColumn, after: ContractColumn): readonly Finding[] {
  if (before.classification === after.classification) return [];
  const path = ['columns', before.name, 'classification'];
  const head = `Column ${before.name} was ${before.classification} and is ${after.classification}`;
  const details = { column: before.name, reader: 'breaking' } as const;
  if (isMoreSensitive(before.classification, after.classification)) {
    const reason = `${head}: fewer protections apply to it, which somebody has to accept by name.`;
    return [finding('classification-lowered', path, reason, { ...details, isSecurity: true })];
  }
  // A clearance is for one classification, not for those below it.
  const isSecurity = isProtected(before.classification);
  const shown = isSecurity
    ? ` Readers with that clearance alone see it, which they did not; somebody has to accept that by name.`
    : '';
  const reason = `${head}: readers without that clearance see it masked.${shown}`;
  return [finding('classification-raised', path, reason, { ...details, isSecurity })];
}

function compareSemantics(before: ContractColumn, after: ContractColumn): readonly Finding[] {
  const { name: column, semantic: was } = before;
  const is = after.semantic;
  if (was === is) return [];
  const path = ['columns', column, 'semantic'];
  if (was === undefined) {
    return [
      finding('semantic-added', path, `Column ${column} is declared to mean ${is}.`, { column }),
    ];
  }
  const letter = safeHarborLetterOf(was);
  const isSecurity =
    letter !== undefined && (is === undefined || safeHarborLetterOf(is) === undefined);
  const lost = isSecurity
    ? ` As ${was} it is an identifier (Safe Harbor ${letter}), which it would no longer count as.`
    : '';
  if (is === undefined) {
    const reason = `Column ${column} is no longer declared to mean ${was}.${lost}`;
    return [finding('semantic-removed', path, reason, { column, reader: 'warning', isSecurity })];
  }
  const reason = `Column ${column} meant ${was} and means ${is}; readers take it for something else.${lost}`;
  return [finding('semantic-changed', path, reason, { column, reader: 'breaking', isSecurity })];
}

function compareUnits(before: ContractColumn, after: ContractColumn): readonly Finding[] {
  const { name: column, unit: was } = before;
  if (was === after.unit) return [];
  const path = ['columns', column, 'unit'];
  if (was === undefined) {
    const reason = `Column ${column} is declared in ${after.unit}; look whether both sides took it for that.`;
    return [
      finding('unit-declared', path, reason, { column, reader: 'warning', writer: 'warning' }),
    ];
  }
  const is = after.unit === undefined ? 'has no unit' : `is in ${after.unit}`;
  const reason = `Column ${column} was in ${was} and ${is}; numbers mean something else on both sides.`;
  return [
    finding('unit-changed', path, reason, { column, reader: 'breaking', writer: 'breaking' }),
  ];
}

function compareOpenness(before: ContractColumn, after: ContractColumn): readonly Finding[] {
  if (before.isEnumOpen === after.isEnumOpen) return [];
  const path = ['columns', before.name, 'isEnumOpen'];
  const { name: column } = before;
  if (after.isEnumOpen) {
    const reason = `The enum of column ${column} was exhaustive and is open; readers must expect other values.`;
    return [finding('enum-opened', path, reason, { column, reader: 'breaking' })];
  }
  const reason = `The enum of column ${column} was open and is exhaustive; no other values will come.`;
  return [finding('enum-closed', path, reason, { column })];
}

function compareWords(before: ContractColumn, after: ContractColumn): readonly Finding[] {
  const parts = (['description', 'tags', 'examples'] as const).filter(
    (part) => !isSameJson(before[part], after[part]),
  );
  return parts.map((part) =>
    finding(
      'documentation-changed',
      ['columns', before.name, part],
      `The ${part} of column ${before.name} changed.`,
      { column: before.name },
    ),
  );
}
