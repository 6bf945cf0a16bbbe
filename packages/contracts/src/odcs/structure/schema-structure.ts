import { isJsonObject } from '../../document/json.js';
import {
  anything,
  dependingOn,
  flag,
  integer,
  listOf,
  objectOf,
  oneOf,
  type Structure,
  text,
} from '../../document/structure/structure.js';
import type { OdcsSchemaVersion } from '../odcs-version.js';
import { logicalTypeOptions, logicalTypes } from './logical-type-structure.js';
import { qualityRules } from './quality-structure.js';
import { propertyRelationships, tableRelationships } from './relationship-structure.js';
import { context, documented, enumValues, synonyms } from './shared-structures.js';

function element(version: OdcsSchemaVersion): Readonly<Record<string, Structure>> {
  return {
    ...documented(version),
    name: text,
    physicalType: text,
    businessName: text,
    ...(version === '3.2' ? { deprecated: flag, synonyms } : {}),
  };
}

function property(version: OdcsSchemaVersion, isItem: boolean): Structure {
  const common: Readonly<Record<string, Structure>> = {
    ...element(version),
    primaryKey: flag,
    primaryKeyPosition: integer,
    logicalType: oneOf(logicalTypes(version)),
    physicalName: text,
    required: flag,
    unique: flag,
    partitioned: flag,
    partitionKeyPosition: integer,
    classification: text,
    encryptedName: text,
    transformSourceObjects: listOf(text),
    transformLogic: text,
    transformDescription: text,
    examples: listOf(anything),
    criticalDataElement: flag,
    relationships: propertyRelationships(version),
    quality: qualityRules(version),
    ...(version === '3.2'
      ? { enum: enumValues, semanticType: oneOf(['column', 'measure', 'dimension']) }
      : {}),
  };
  return dependingOn((value) => {
    const type = isJsonObject(value) ? value.logicalType : undefined;
    const isUntyped = !isJsonObject(value) || !Object.hasOwn(value, 'logicalType');
    const nested: Structure = (inner, path) => listOf(property(version, false))(inner, path);
    const item: Structure = (inner, path) => property(version, true)(inner, path);
    return objectOf(
      {
        ...common,
        logicalTypeOptions: logicalTypeOptions(type, version),
        ...(isUntyped || type === 'object' ? { properties: nested } : {}),
        ...(isUntyped || type === 'array' ? { items: item } : {}),
        ...(version === '3.2' && type === 'map'
          ? { map: objectOf({ key: item, value: item }, { required: ['key', 'value'] }) }
          : {}),
      },
      {
        required: [
          ...(isItem ? [] : ['name']),
          ...(version === '3.2' && type === 'map' ? ['map'] : []),
        ],
      },
    );
  });
}

/** The tables, topics or files of a document. */
export function schemaObjects(version: OdcsSchemaVersion): Structure {
  return listOf(
    objectOf(
      {
        ...element(version),
        logicalType: oneOf(version === '3.2' ? ['object', 'blob'] : ['object']),
        physicalName: text,
        dataGranularityDescription: text,
        properties: listOf(property(version, false)),
        relationships: tableRelationships(version),
        quality: qualityRules(version),
        ...(version === '3.2' ? { context } : {}),
      },
      { required: ['name'] },
    ),
  );
}
