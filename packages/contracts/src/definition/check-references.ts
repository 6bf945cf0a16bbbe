import { ContractError } from '../errors/contract-error.js';
import type { ContractColumn } from '../model/column.js';
import { durationInSeconds } from '../model/duration.js';
import { columnsOfRule, type Rule } from '../model/rule.js';
import type { ServiceLevelObjectives } from '../model/slo.js';
import { isNumericType, isSemiStructuredType, isTemporalType } from '../schema/physical-type.js';
import { unknownColumn } from './unknown-column.js';

type Columns = ReadonlyMap<string, ContractColumn>;

function columnNamed(columns: Columns, name: string, place: string): ContractColumn {
  const column = columns.get(name);
  if (column === undefined) throw unknownColumn(name, place);
  return column;
}

function invalidRule(message: string, next: string, place: string): ContractError {
  return new ContractError('DAS_CONTRACT_INVALID_RULE', message, { place, next });
}

/** Checks that a primary key can identify rows: its columns exist, once each, and are never null. */
export function checkPrimaryKey(
  columns: Columns,
  primaryKey: readonly string[],
  place: string,
): void {
  for (const name of primaryKey) {
    const column = columnNamed(columns, name, place);
    const keyPlace = `${place}, column ${name}`;
    if (column.isNullable) {
      throw new ContractError('DAS_CONTRACT_INVALID_KEY', 'a primary key column may be null', {
        place: keyPlace,
        next: 'make the schema of the column refuse null and undefined, at the end of any transform with a pipe',
      });
    }
    if (isSemiStructuredType(column.type)) {
      throw new ContractError('DAS_CONTRACT_INVALID_KEY', 'a primary key column is no scalar', {
        place: keyPlace,
        next: 'use a column that holds one value',
      });
    }
  }
  if (new Set(primaryKey).size !== primaryKey.length) {
    throw new ContractError('DAS_CONTRACT_INVALID_KEY', 'a primary key names a column twice', {
      place,
      next: 'name each column once',
    });
  }
}

/** Checks that objectives refer to columns that they can be measured on. */
export function checkObjectives(
  columns: Columns,
  slo: ServiceLevelObjectives,
  place: string,
): void {
  if (slo.freshness !== undefined) {
    const column = columnNamed(columns, slo.freshness.column, place);
    if (!isTemporalType(column.type)) {
      throw invalidRule(
        `freshness cannot be measured on the column ${column.name}`,
        'name a column of type DATE, TIMESTAMP_NTZ or TIMESTAMP_TZ',
        place,
      );
    }
    durationInSeconds(slo.freshness.p95);
  }
  for (const [name, ratio] of Object.entries(slo.completeness ?? {})) {
    columnNamed(columns, name, place);
    if (typeof ratio !== 'number' || !(ratio >= 0 && ratio <= 1)) {
      throw invalidRule(
        `the completeness of the column ${name} is not a ratio`,
        'give a number from 0 to 1, such as 0.999',
        place,
      );
    }
  }
}

function checkRange(rule: Rule & { kind: 'range' }, column: ContractColumn, place: string): void {
  const bounds = [rule.min, rule.max].filter((bound) => bound !== undefined);
  if (bounds.length === 0) {
    throw invalidRule(`the rule ${rule.name} has no bound`, 'give it a min, a max or both', place);
  }
  const isOrdered = rule.min === undefined || rule.max === undefined || rule.min <= rule.max;
  if (!bounds.every(Number.isFinite) || !isOrdered) {
    throw invalidRule(
      `the bounds of the rule ${rule.name} hold nothing`,
      'give finite numbers, the min not above the max',
      place,
    );
  }
  if (!isNumericType(column.type) && !isSemiStructuredType(column.type)) {
    throw invalidRule(
      `the rule ${rule.name} needs a column of numbers`,
      'use it on a column of type NUMBER or FLOAT',
      place,
    );
  }
}

/** Checks that each rule can be broken and kept, and has a name of its own. */
export function checkRules(columns: Columns, quality: readonly Rule[], place: string): void {
  const names = new Set<string>();
  for (const rule of quality) {
    if (names.has(rule.name)) {
      throw invalidRule(
        `two rules have the name ${rule.name}`,
        'keep one, or join them into one rule',
        place,
      );
    }
    names.add(rule.name);
    for (const name of columnsOfRule(rule)) columnNamed(columns, name, place);
    if (rule.kind === 'range') checkRange(rule, columnNamed(columns, rule.column, place), place);
    const list =
      rule.kind === 'unique'
        ? rule.columns
        : rule.kind === 'acceptedValues'
          ? rule.values
          : undefined;
    if (list?.length === 0) {
      throw invalidRule(`the rule ${rule.name} names nothing`, 'give it at least one entry', place);
    }
  }
}
