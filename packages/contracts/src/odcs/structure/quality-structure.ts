import { isJsonObject } from '../../document/json.js';
import {
  anything,
  both,
  dependingOn,
  faultAt,
  listOf,
  number,
  objectOf,
  oneOf,
  type Structure,
  text,
} from '../../document/structure/structure.js';
import type { OdcsSchemaVersion } from '../odcs-version.js';
import { documented } from './shared-structures.js';

const interval = listOf(number, { minimum: 2, maximum: 2, isDistinct: true });

/** What a measured value is compared with. */
export const operators: Readonly<Record<string, Structure>> = {
  mustBe: anything,
  mustNotBe: anything,
  mustBeGreaterThan: number,
  mustBeGreaterOrEqualTo: number,
  mustBeLessThan: number,
  mustBeLessOrEqualTo: number,
  mustBeBetween: interval,
  mustNotBeBetween: interval,
};

const exactlyOneOperator: Structure = (value, path) => {
  if (!isJsonObject(value)) return [];
  const given = Object.keys(operators).filter((name) => Object.hasOwn(value, name));
  if (given.length === 1) return [];
  return given.length === 0
    ? faultAt(path, 'needs an operator, such as mustBe')
    : faultAt(path, `must have one operator and has ${given.length}`);
};

const objectOrText: Structure = (value, path) =>
  typeof value === 'string' || isJsonObject(value)
    ? anything(value, path)
    : faultAt(path, 'must be a text or an object');

/** The quality rules of a table or a property. */
export function qualityRules(version: OdcsSchemaVersion): Structure {
  const members: Readonly<Record<string, Structure>> = {
    ...documented(version),
    name: text,
    type: oneOf(['text', 'library', 'sql', 'custom']),
    dimension: oneOf([
      'accuracy',
      'completeness',
      'conformity',
      'consistency',
      'coverage',
      'timeliness',
      'uniqueness',
    ]),
    method: text,
    severity: text,
    businessImpact: text,
    unit: text,
    schedule: text,
    scheduler: text,
  };
  const library = {
    metric: oneOf(['nullValues', 'missingValues', 'invalidValues', 'duplicateValues', 'rowCount']),
    rule: text,
    arguments: objectOf({}, { others: anything }),
  };
  const custom = { engine: text, implementation: objectOrText };
  return listOf(
    dependingOn((value) => {
      const { type, metric } = isJsonObject(value) ? value : {};
      const isLibrary = type === 'library' || typeof metric === 'string';
      const isSql = type === 'sql';
      const isCustom = type === 'custom';
      const shape = objectOf(
        {
          ...members,
          ...(isLibrary ? library : {}),
          ...(isSql ? { query: text } : {}),
          ...(isCustom ? custom : {}),
          ...(isLibrary || isSql ? operators : {}),
        },
        {
          required: [
            ...(isLibrary ? ['metric'] : []),
            ...(isSql ? ['query'] : []),
            ...(isCustom ? ['engine', 'implementation'] : []),
          ],
        },
      );
      return isLibrary || isSql ? both(shape, exactlyOneOperator) : shape;
    }),
  );
}
