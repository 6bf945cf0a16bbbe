import { isJsonObject, type JsonObject, toPlainJson } from '../../document/json.js';
import type { Rule } from '../../model/rule.js';
import { operators } from '../structure/quality-structure.js';
import { objectAt, textAt } from './element.js';

/** What a rule holds its column or table to, without its name, severity and so on. */
export type Measure = { readonly kind: Rule['kind'] } & JsonObject;

/** The keys of an element that say what is measured, and what it is compared with. */
export const measureKeys: readonly string[] = [
  'type',
  'metric',
  'rule',
  'query',
  'engine',
  'implementation',
  'arguments',
  'unit',
  ...Object.keys(operators),
];

/** How DAS columns are called in the standard's document, and the other way round. */
export interface ColumnNames {
  toDas(name: string): string;
  toOdcs(name: string): string;
}

const engine = 'das';

/** The kinds that the standard has neither a metric nor a portable query for. */
const ownKinds = ['referential', 'freshness', 'drift'];

function shareOf(percent: number): number {
  return Number((percent / 100).toPrecision(12));
}

function wholeBounds(element: JsonObject): { min?: number; max?: number } | undefined {
  const at = (key: string) => {
    const value = element[key];
    return typeof value === 'number' && Number.isInteger(value) ? value : undefined;
  };
  const [exact, least, most] = [
    at('mustBe'),
    at('mustBeGreaterOrEqualTo'),
    at('mustBeLessOrEqualTo'),
  ];
  const [above, beneath] = [at('mustBeGreaterThan'), at('mustBeLessThan')];
  if (exact !== undefined) return { min: exact, max: exact };
  if (least !== undefined) return { min: least };
  if (most !== undefined) return { max: most };
  if (above !== undefined) return { min: above + 1 };
  if (beneath !== undefined) return { max: beneath - 1 };
  const between = element.mustBeBetween;
  if (!Array.isArray(between)) return undefined;
  const [low, high] = between;
  if (!Number.isInteger(low) || !Number.isInteger(high)) return undefined;
  // The standard defines it as greater than the one and less than the other.
  return { min: (low as number) + 1, max: (high as number) - 1 };
}

function percentAtMost(element: JsonObject): number | undefined {
  const most = element.mustBeLessOrEqualTo;
  const isPercent = element.unit === 'percent' && typeof most === 'number';
  return isPercent && most >= 0 && most <= 100 ? most : undefined;
}

function columnsOf(element: JsonObject, column: string | undefined, names: ColumnNames) {
  const listed = objectAt(element, 'arguments').properties;
  if (column !== undefined) return listed === undefined ? [column] : undefined;
  if (!Array.isArray(listed) || listed.length === 0) return undefined;
  const texts = listed.filter((name) => typeof name === 'string');
  return texts.length === listed.length ? texts.map((name) => names.toDas(name)) : undefined;
}

function readInvalid(element: JsonObject, column: string | undefined): Measure | undefined {
  if (column === undefined || element.mustBe !== 0) return undefined;
  const given = objectAt(element, 'arguments');
  if (Object.keys(given).length !== 1) return undefined;
  const { validValues, pattern } = given;
  if (typeof pattern === 'string') return { kind: 'pattern', column, pattern };
  if (!Array.isArray(validValues) || validValues.length === 0) return undefined;
  const isPlain = validValues.every(
    (value) => typeof value === 'string' || typeof value === 'number',
  );
  return isPlain ? { kind: 'acceptedValues', column, values: validValues } : undefined;
}

function readLibrary(
  element: JsonObject,
  column: string | undefined,
  names: ColumnNames,
): Measure | undefined {
  const percent = percentAtMost(element);
  const isNone = element.mustBe === 0;
  switch (element.metric) {
    case 'nullValues':
      if (column === undefined || element.arguments !== undefined) return undefined;
      if (isNone) return { kind: 'notNull', column };
      if (percent === undefined) return undefined;
      return { kind: 'completeness', column, min: shareOf(100 - percent) };
    case 'duplicateValues': {
      const columns = columnsOf(element, column, names);
      if (columns === undefined) return undefined;
      if (isNone) return { kind: 'unique', columns };
      return percent === undefined
        ? undefined
        : { kind: 'duplicates', columns, max: shareOf(percent) };
    }
    case 'invalidValues':
      return readInvalid(element, column);
    case 'rowCount': {
      const isRows = element.unit === undefined || element.unit === 'rows';
      const bounds = wholeBounds(element);
      if (column !== undefined || !isRows || bounds === undefined) return undefined;
      return { kind: 'rowCount', ...bounds };
    }
    default:
      return undefined;
  }
}

const rangeQuery =
  /^SELECT COUNT\(\*\) FROM \{object\} WHERE (?:\{property\} < (-?[\d.]+(?:e[+-]?\d+)?))?( OR )?(?:\{property\} > (-?[\d.]+(?:e[+-]?\d+)?))?$/;

function readRange(query: string, column: string): Measure | undefined {
  const match = rangeQuery.exec(query);
  if (match === null) return undefined;
  const [, low, both, high] = match;
  if ((both !== undefined) !== (low !== undefined && high !== undefined)) return undefined;
  if (low === undefined && high === undefined) return undefined;
  return {
    kind: 'range',
    column,
    ...(low === undefined ? {} : { min: Number(low) }),
    ...(high === undefined ? {} : { max: Number(high) }),
  };
}

function readSql(element: JsonObject, column: string | undefined): Measure | undefined {
  const query = textAt(element, 'query') ?? '';
  const operator = Object.keys(operators).find((key) => Object.hasOwn(element, key)) ?? '';
  const value = element[operator];
  if (typeof value !== 'number' && !Array.isArray(value)) return undefined;
  if (column !== undefined && operator === 'mustBe' && value === 0) {
    const range = readRange(query, column);
    if (range !== undefined) return range;
  }
  // A table that is named outright may be any table of any database.
  if (!query.includes('{object}')) return undefined;
  return {
    kind: 'sql',
    query,
    ...(column === undefined ? {} : { column }),
    expect: { [operator]: value },
  };
}

/** What an element measures, or `undefined` for what DAS has no rule for. */
export function readMeasure(
  element: JsonObject,
  column: string | undefined,
  names: ColumnNames,
): Measure | undefined {
  const type = textAt(element, 'type') ?? (element.metric === undefined ? 'text' : 'library');
  if (type === 'library') return readLibrary(element, column, names);
  if (type === 'sql' && element.metric === undefined) return readSql(element, column);
  if (type !== 'custom' || element.engine !== engine) return undefined;
  const own = element.implementation;
  if (!isJsonObject(own) || typeof own.kind !== 'string' || !ownKinds.includes(own.kind))
    return undefined;
  const on = ['freshness', 'drift'].includes(own.kind) && column !== undefined ? { column } : {};
  return { ...own, ...on, kind: own.kind as Rule['kind'] };
}

function writeRowCount({ min, max }: { readonly min?: number; readonly max?: number }): JsonObject {
  if (min !== undefined && min === max) return { mustBe: min };
  if (min !== undefined && max !== undefined) return { mustBeBetween: [min - 1, max + 1] };
  return max === undefined ? { mustBeGreaterOrEqualTo: min ?? 0 } : { mustBeLessOrEqualTo: max };
}

function percentOf(share: number): number {
  return Number((share * 100).toPrecision(12));
}

function writeColumns(columns: readonly string[], names: ColumnNames): JsonObject {
  if (columns.length === 1) return {};
  return { arguments: { properties: columns.map((column) => names.toOdcs(column)) } };
}

/** What an element must say to measure what a rule does. */
export function writeMeasure(rule: Rule, names: ColumnNames): JsonObject {
  const library = (metric: string, rest: JsonObject) => ({ type: 'library', metric, ...rest });
  switch (rule.kind) {
    case 'notNull':
      return library('nullValues', { mustBe: 0 });
    case 'completeness':
      return library('nullValues', {
        unit: 'percent',
        mustBeLessOrEqualTo: percentOf(1 - rule.min),
      });
    case 'unique':
      return library('duplicateValues', { ...writeColumns(rule.columns, names), mustBe: 0 });
    case 'duplicates':
      return library('duplicateValues', {
        ...writeColumns(rule.columns, names),
        unit: 'percent',
        mustBeLessOrEqualTo: percentOf(rule.max),
      });
    case 'acceptedValues':
      return library('invalidValues', {
        arguments: { validValues: [...rule.values] },
        mustBe: 0,
      });
    case 'pattern':
      return library('invalidValues', { arguments: { pattern: rule.pattern }, mustBe: 0 });
    case 'rowCount':
      return library('rowCount', writeRowCount(rule));
    case 'range': {
      const low = rule.min === undefined ? [] : [`{property} < ${rule.min}`];
      const high = rule.max === undefined ? [] : [`{property} > ${rule.max}`];
      const broken = [...low, ...high].join(' OR ');
      return { type: 'sql', query: `SELECT COUNT(*) FROM {object} WHERE ${broken}`, mustBe: 0 };
    }
    case 'sql':
      return { type: 'sql', query: rule.query, ...(toPlainJson(rule.expect) as JsonObject) };
    case 'referential': {
      const { kind, columns, references } = rule;
      return { type: 'custom', engine, implementation: toPlainJson({ kind, columns, references }) };
    }
    case 'freshness': {
      const { kind, maxAge } = rule;
      return { type: 'custom', engine, implementation: { kind, maxAge } };
    }
    case 'drift': {
      const { kind, baseline, maxPsi } = rule;
      return { type: 'custom', engine, implementation: toPlainJson({ kind, baseline, maxPsi }) };
    }
  }
}
