import { columnMembers } from '../../document/contract-structure.js';
import { isSameJson, type JsonObject } from '../../document/json.js';
import { schemaFromShape } from '../../document/schema-from-shape.js';
import type { DocumentPath } from '../../document/structure/structure.js';
import { ContractError } from '../../errors/contract-error.js';
import type { ContractColumn } from '../../model/column.js';
import type { ValueShape } from '../../model/value-shape.js';
import { type PhysicalColumn, physicalColumn } from '../../schema/physical-column.js';
import { readClassification, writeClassification } from './classification.js';
import {
  checkedRemainder,
  differenceOf,
  remainderOf,
  withOverrides,
  withRemainder,
} from './das-property.js';
import { below, inOrder, textAt, textsAt, withChange, withList, withMember } from './element.js';
import { toColumnName } from './names.js';
import { readPhysicalType } from './physical-type.js';
import { readShape } from './read-shape.js';
import { type Reader, silentReader } from './reader.js';
import { writeShape } from './write-shape.js';

/** What `das` may say of a column. Not its classification: that must be read by every tool alike. */
const { classification: _classification, ...members } = columnMembers;

const order = [
  'id',
  'name',
  'physicalName',
  'businessName',
  'description',
  'tags',
  'logicalType',
  'logicalTypeOptions',
  'physicalType',
  'required',
  'unique',
  'primaryKey',
  'primaryKeyPosition',
  'partitioned',
  'partitionKeyPosition',
  'classification',
  'enum',
  'deprecated',
  'examples',
  'relationships',
  'quality',
  'properties',
  'items',
  'customProperties',
];

function physicalColumnOf(shape: ValueShape): PhysicalColumn {
  try {
    return physicalColumn(schemaFromShape(shape, 'accept'), '');
  } catch (error) {
    if (!(error instanceof ContractError)) throw error;
    return { type: 'VARIANT', isNullable: true, enum: undefined, isFreeText: true };
  }
}

function scalarsAt(element: JsonObject, key: string): ContractColumn['examples'] {
  const value = element[key];
  if (!Array.isArray(value)) return [];
  return value.filter(
    (item) => typeof item === 'string' || typeof item === 'number' || typeof item === 'boolean',
  );
}

/** What the standard fields of a property say of a column. */
function readStandard(element: JsonObject, reader: Reader, path: DocumentPath): ContractColumn {
  const isRequired = element.required === true || element.primaryKey === true;
  const stored = readShape(element, isRequired, reader, path);
  const derived = physicalColumnOf(stored);
  return {
    name: toColumnName(textAt(element, 'name') ?? ''),
    classification: readClassification(element, reader, path),
    semantic: undefined,
    type: readPhysicalType(textAt(element, 'physicalType'), derived.type),
    isNullable: derived.isNullable,
    enum: derived.enum,
    isEnumOpen: false,
    isFreeText: derived.isFreeText,
    description: textAt(element, 'description'),
    unit: undefined,
    examples: scalarsAt(element, 'examples'),
    tags: textsAt(element, 'tags'),
    deprecated: undefined,
    stored,
    accepted: undefined,
  };
}

/** The column that a property of the standard tells of. */
export function readColumn(
  element: JsonObject,
  reader: Reader,
  path: DocumentPath,
): ContractColumn {
  const remainder = checkedRemainder(element, members, reader, path);
  if (element.deprecated === true && remainder.deprecated === undefined) {
    reader.decide('deprecation-kept', below(path, 'deprecated'), 'the day of removal is not known');
  }
  const standard = readStandard(element, reader, path);
  const column = withOverrides(standard, remainder);
  if (remainder.stored !== undefined && isEdited(standard.stored, column, reader)) {
    const message = 'the standard fields say other values than the property das, which is used';
    reader.decide('das-differs', path, message);
  }
  return column;
}

/** Whether somebody changed the standard fields since DAS wrote them beside its property. */
function isEdited(stored: ValueShape, column: ContractColumn, reader: Reader): boolean {
  const written = writeShape({}, column.stored, column.type, reader);
  const silent = silentReader(reader.version, reader.reading);
  return !isSameJson(readShape(written, written.required === true, silent, []), stored);
}

/**
 * The property with what has changed of the column written into it: standard fields first, and what
 * they cannot say into the custom property `das`.
 */
export function writeColumn(
  element: JsonObject,
  column: ContractColumn,
  reader: Reader,
): JsonObject {
  const isNew = element.name === undefined;
  if (!isNew && isSameJson(readColumn(element, reader, []), column)) return element;
  const before = readStandard(element, reader, []);
  let next = isNew ? withMember(element, 'name', column.name) : element;
  next = withChange(next, 'description', before.description, column.description);
  if (isNew || !isSameJson(before.stored, column.stored)) {
    next = writeShape(next, column.stored, column.type, reader);
  }
  const type = readStandard(next, reader, []).type;
  if (isNew || type !== column.type) next = withMember(next, 'physicalType', column.type);
  if (isNew || before.classification !== column.classification) {
    next = writeClassification(next, column.classification, reader);
  }
  if (!isSameJson(before.tags, column.tags)) next = withList(next, 'tags', column.tags);
  if (!isSameJson(before.examples, column.examples))
    next = withList(next, 'examples', column.examples);
  if (reader.version === '3.2') {
    const wasOurs = remainderOf(element).deprecated !== undefined;
    if (column.deprecated !== undefined) next = withMember(next, 'deprecated', true);
    else if (wasOurs) next = withMember(next, 'deprecated', undefined);
  }
  const remainder = differenceOf(column, readStandard(next, reader, []));
  next = withRemainder(next, remainder, reader.version);
  return isNew ? inOrder(next, order) : next;
}
