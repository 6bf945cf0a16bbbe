import { qualityDimensions, type RuleKind, severities } from '../model/rule.js';
import { isJsonObject } from './json.js';
import {
  dependingOn,
  faultAt,
  listOf,
  number,
  objectOf,
  oneOf,
  type Structure,
  scalar,
  text,
} from './structure/structure.js';

const texts = listOf(text);
const interval = listOf(number, { minimum: 2, maximum: 2 });

const operators = {
  mustBe: number,
  mustNotBe: number,
  mustBeGreaterThan: number,
  mustBeGreaterOrEqualTo: number,
  mustBeLessThan: number,
  mustBeLessOrEqualTo: number,
  mustBeBetween: interval,
  mustNotBeBetween: interval,
};

const expectation: Structure = (value, path) => {
  if (isJsonObject(value) && Object.keys(value).length === 1)
    return objectOf(operators)(value, path);
  return faultAt(path, 'must have one operator');
};

/** The columns of another contract that a key or a rule points to. */
export const keyReference: Structure = objectOf(
  { contract: text, columns: texts },
  { required: ['contract', 'columns'] },
);
const baseline = dependingOn((value) =>
  isJsonObject(value) && Object.hasOwn(value, 'values')
    ? objectOf({ values: objectOf({}, { others: number }) })
    : objectOf(
        { bounds: listOf(number), shares: listOf(number) },
        { required: ['bounds', 'shares'] },
      ),
);

/** The members of each kind of rule, besides those of all. */
const ruleMembers: Readonly<Record<RuleKind, Readonly<Record<string, Structure>>>> = {
  notNull: { column: text },
  unique: { columns: texts },
  acceptedValues: { column: text, values: listOf(scalar, { minimum: 1 }) },
  range: { column: text, min: number, max: number },
  pattern: { column: text, pattern: text },
  rowCount: { min: number, max: number },
  referential: { columns: texts, references: keyReference },
  completeness: { column: text, min: number },
  duplicates: { columns: texts, max: number },
  freshness: { column: text, maxAge: text },
  drift: { column: text, baseline, maxPsi: number },
  sql: { query: text, column: text, expect: expectation },
};

const optionalMembers = ['min', 'max'];

function requiredOf(kind: RuleKind): readonly string[] {
  const names = Object.keys(ruleMembers[kind]);
  if (kind === 'sql') return ['query', 'expect'];
  if (kind === 'range' || kind === 'rowCount') {
    return names.filter((name) => !optionalMembers.includes(name));
  }
  return names;
}

/** A quality rule. */
export const ruleStructure: Structure = dependingOn((value) => {
  const kind = isJsonObject(value) ? value.kind : undefined;
  const details = {
    kind: oneOf(Object.keys(ruleMembers)),
    name: text,
    severity: oneOf(severities),
    dimension: oneOf(qualityDimensions),
    description: text,
  };
  const common = ['kind', 'name', 'severity', 'dimension'];
  if (typeof kind !== 'string' || !Object.hasOwn(ruleMembers, kind)) {
    return objectOf(details, { required: common });
  }
  const known = kind as RuleKind;
  return objectOf(
    { ...details, ...ruleMembers[known] },
    { required: [...common, ...requiredOf(known)] },
  );
});
