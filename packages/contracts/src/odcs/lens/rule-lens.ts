import { isSameJson, type JsonObject } from '../../document/json.js';
import { ruleStructure } from '../../document/rule-structure.js';
import type { DocumentPath } from '../../document/structure/structure.js';
import {
  columnsOfRule,
  type QualityDimension,
  type Rule,
  type RuleKind,
  type Severity,
} from '../../model/rule.js';
import { differenceOf, remainderOf, withOverrides, withRemainder } from './das-property.js';
import { below, inOrder, textAt, withChange, withMember } from './element.js';
import { toRuleName } from './names.js';
import type { Reader } from './reader.js';
import { type ColumnNames, measureKeys, readMeasure, writeMeasure } from './rule-measure.js';

const usualDimensions: Readonly<Record<RuleKind, QualityDimension>> = {
  notNull: 'completeness',
  unique: 'uniqueness',
  acceptedValues: 'conformity',
  range: 'accuracy',
  pattern: 'conformity',
  rowCount: 'coverage',
  referential: 'consistency',
  completeness: 'completeness',
  duplicates: 'uniqueness',
  freshness: 'timeliness',
  drift: 'consistency',
  sql: 'conformity',
};

const severityWords: Readonly<Record<string, Severity>> = {
  error: 'error',
  critical: 'error',
  high: 'error',
  warning: 'warning',
  warn: 'warning',
  medium: 'warning',
  info: 'info',
  low: 'info',
};

const order = [
  'id',
  'name',
  'description',
  'type',
  'metric',
  'query',
  'engine',
  'implementation',
  'arguments',
  'unit',
  'mustBe',
  'mustBeGreaterOrEqualTo',
  'mustBeLessOrEqualTo',
  'mustBeBetween',
  'dimension',
  'severity',
  'customProperties',
];

function severityOf(element: JsonObject, reader: Reader, path: DocumentPath): Severity {
  const text = textAt(element, 'severity')?.toLowerCase();
  if (text === undefined) return 'error';
  const known = Object.hasOwn(severityWords, text) ? severityWords[text] : undefined;
  if (known !== undefined) return known;
  reader.decide('severity-unknown', below(path, 'severity'), 'the severity is read as error');
  return 'error';
}

function usualName(kind: RuleKind, columns: readonly string[]): string {
  const words = kind.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  return toRuleName([words, ...columns].join('_'));
}

/** What the standard fields of an element say of a rule. */
function readStandard(
  element: JsonObject,
  column: string | undefined,
  names: ColumnNames,
  reader: Reader,
  path: DocumentPath,
): Rule | undefined {
  const measure = readMeasure(element, column, names);
  if (measure === undefined) return undefined;
  const description = textAt(element, 'description');
  const given = textAt(element, 'name');
  const rule = {
    ...measure,
    name: '',
    severity: severityOf(element, reader, path),
    dimension: textAt(element, 'dimension') ?? usualDimensions[measure.kind],
    ...(description === undefined ? {} : { description }),
  } as unknown as Rule;
  if (ruleStructure(rule, path).length > 0) return undefined;
  const name =
    given === undefined ? usualName(measure.kind, columnsOfRule(rule)) : toRuleName(given);
  return { ...rule, name };
}

/** The rule that an element of the standard tells of, or `undefined` when DAS has no such rule. */
export function readRule(
  element: JsonObject,
  column: string | undefined,
  names: ColumnNames,
  reader: Reader,
  path: DocumentPath,
): Rule | undefined {
  const standard = readStandard(element, column, names, reader, path);
  const remainder = remainderOf(element);
  if (Object.keys(remainder).length === 0) return standard;
  const whole = withOverrides(standard ?? {}, remainder);
  const rule = Object.fromEntries(Object.entries(whole).filter(([, value]) => value !== undefined));
  const faults = ruleStructure(rule, below(path, 'customProperties'));
  reader.refuse(faults);
  return faults.length === 0 ? (rule as unknown as Rule) : undefined;
}

/** The element with what has changed of the rule written into it. */
export function writeRule(
  element: JsonObject,
  rule: Rule,
  column: string | undefined,
  names: ColumnNames,
  reader: Reader,
): JsonObject {
  const isNew = Object.keys(element).length === 0;
  const read = (from: JsonObject) => readStandard(from, column, names, reader, []);
  if (!isNew && isSameJson(readRule(element, column, names, reader, []), rule)) {
    return textAt(element, 'name') === undefined ? withMember(element, 'name', rule.name) : element;
  }
  const before = read(element);
  const { name, severity, dimension, description, ...measure } = rule;
  const { name: _n, severity: _s, dimension: _d, description: _t, ...measured } = before ?? {};
  let next = element;
  if (!isSameJson(measure, measured)) {
    for (const key of measureKeys) next = withMember(next, key, undefined);
    next = { ...next, ...writeMeasure(rule, names) };
  }
  if (textAt(next, 'name') === undefined) next = withMember(next, 'name', name);
  next = withChange(next, 'description', textAt(element, 'description'), description);
  if (isNew || before?.dimension !== dimension) next = withMember(next, 'dimension', dimension);
  if (isNew || before?.severity !== severity) next = withMember(next, 'severity', severity);
  next = withRemainder(next, differenceOf(rule, read(next) ?? {}), reader.version);
  return isNew ? inOrder(next, order) : next;
}
