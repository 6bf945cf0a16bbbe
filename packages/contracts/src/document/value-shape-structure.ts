import type { ValueShape } from '../model/value-shape.js';
import { isJsonObject } from './json.js';
import {
  count,
  dependingOn,
  flag,
  listOf,
  number,
  objectOf,
  oneOf,
  type Structure,
  scalar,
  text,
  textLike,
  valueThat,
} from './structure/structure.js';

/** Shapes are nested this deep at most, as deep as schemas are read. */
const deepest = 70;

function isExpression(value: unknown): boolean {
  if (typeof value !== 'string' || !/^\/.+\/[a-z]*$/s.test(value)) return false;
  const end = value.lastIndexOf('/');
  try {
    new RegExp(value.slice(1, end), value.slice(end + 1));
    return true;
  } catch {
    return false;
  }
}

const expression = valueThat('a regular expression as a literal', isExpression);
const wholeText = textLike('a whole number as a text', /^-?\d+$/);
const instantText = valueThat(
  'a moment in ISO 8601',
  (value) => typeof value === 'string' && Number.isFinite(Date.parse(value)),
);
const positive = valueThat(
  'a number above 0',
  (value) => Number.isFinite(value) && Number(value) > 0,
);
const yes = valueThat('true', (value) => value === true);

function bounds(value: Structure): Readonly<Record<string, Structure>> {
  return {
    minimum: value,
    isMinimumExclusive: yes,
    maximum: value,
    isMaximumExclusive: yes,
  };
}

const nested: Structure = (value, path) => {
  if (path.length > deepest) return [{ path, message: 'is nested too deeply', isAboutName: false }];
  return valueShapeStructure(value, path);
};

const nestedList = listOf(nested);
const items = { items: nested, minItems: count, maxItems: count };
const keyed = { keys: nested, values: nested };
const unknownKeys: Structure = dependingOn((value) =>
  typeof value === 'string' ? oneOf(['drop', 'refuse']) : nested,
);

interface Members {
  readonly members: Readonly<Record<string, Structure>>;
  readonly required: readonly string[];
}

const nothing: Members = { members: {}, required: [] };

const byKind: Readonly<Record<ValueShape['kind'], Members>> = {
  string: {
    members: { format: text, minLength: count, maxLength: count, patterns: listOf(expression) },
    required: [],
  },
  number: {
    members: { isInteger: flag, ...bounds(number), multiplesOf: listOf(positive) },
    required: ['isInteger'],
  },
  bigint: { members: { ...bounds(wholeText), multiplesOf: listOf(wholeText) }, required: [] },
  boolean: nothing,
  date: { members: bounds(instantText), required: [] },
  enum: {
    members: {
      values: listOf(
        dependingOn((value) =>
          value === null ? valueThat('a text, a number, true or false', () => false) : scalar,
        ),
        { minimum: 1 },
      ),
    },
    required: ['values'],
  },
  array: { members: items, required: ['items'] },
  set: { members: items, required: ['items'] },
  tuple: { members: { items: nestedList, rest: nested }, required: ['items'] },
  object: {
    members: { fields: objectOf({}, { others: nested }), unknownKeys },
    required: ['fields', 'unknownKeys'],
  },
  record: { members: keyed, required: ['keys', 'values'] },
  map: { members: keyed, required: ['keys', 'values'] },
  union: { members: { options: listOf(nested, { minimum: 1 }) }, required: ['options'] },
  intersection: { members: { parts: listOf(nested, { minimum: 1 }) }, required: ['parts'] },
  null: nothing,
  undefined: nothing,
  unknown: nothing,
  never: nothing,
  opaque: { members: { reason: text }, required: ['reason'] },
};

const kinds = Object.keys(byKind);

/** The shape of values, as plain JSON. */
export const valueShapeStructure: Structure = dependingOn((value) => {
  const kind = isJsonObject(value) ? value.kind : undefined;
  const known = typeof kind === 'string' && Object.hasOwn(byKind, kind);
  const { members, required } = known ? byKind[kind as ValueShape['kind']] : nothing;
  return objectOf(
    { kind: oneOf(kinds), refinements: count, ...members },
    { required: ['kind', ...required] },
  );
});
