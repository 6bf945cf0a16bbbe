import {
  dependingOn,
  faultAt,
  listOf,
  objectOf,
  oneOf,
  type Structure,
  textLike,
} from '../../document/structure/structure.js';
import type { OdcsSchemaVersion } from '../odcs-version.js';
import { customProperties, stableId } from './shared-structures.js';

const oneDot = /^[A-Za-z_][A-Za-z0-9_]*\.[A-Za-z_][A-Za-z0-9_]*$/;
const severalDots = /^[A-Za-z_][A-Za-z0-9_-]*(?:\.[A-Za-z_][A-Za-z0-9_-]*)+$/;
const ofAFile =
  /^(?:(?:https?:\/\/)?[A-Za-z0-9._\-/]+\.ya?ml#)?\/?[A-Za-z_][A-Za-z0-9_]*\/[A-Za-z0-9_-]+(?:\/[A-Za-z_][A-Za-z0-9_]*\/[A-Za-z0-9_-]+)*$/;
const ofAYamlFile =
  /^(?:(?:https?:\/\/)?[A-Za-z0-9._\-/]+\.yaml#)?\/?[A-Za-z_][A-Za-z0-9_]*\/[A-Za-z0-9_-]+(?:\/[A-Za-z_][A-Za-z0-9_]*\/[A-Za-z0-9_-]+)*$/;

function reference(version: OdcsSchemaVersion): Structure {
  const pattern =
    version === '3.2'
      ? new RegExp(`${severalDots.source}|${ofAFile.source}`)
      : new RegExp(`${oneDot.source}|${ofAYamlFile.source}`);
  return textLike('a reference such as table.column or schema/table/properties/column', pattern);
}

function references(version: OdcsSchemaVersion): Structure {
  const one = reference(version);
  const several = listOf(one, { minimum: 1 });
  return dependingOn((value) => (Array.isArray(value) ? several : one));
}

/** The relationships of a property, which itself is where they start. */
export function propertyRelationships(version: OdcsSchemaVersion): Structure {
  return listOf(
    objectOf(
      {
        ...(version === '3.2' ? { id: stableId } : {}),
        type: oneOf(['foreignKey']),
        from: (_value, path) => faultAt(path, 'is not allowed on a property', true),
        to: references(version),
        customProperties: customProperties(version),
      },
      { required: ['to'] },
    ),
  );
}

/** The relationships of a table, from some of its properties to those of another. */
export function tableRelationships(version: OdcsSchemaVersion): Structure {
  const one = reference(version);
  const several = listOf(one, { minimum: 1 });
  return listOf(
    dependingOn((value) => {
      const from = (value as { from?: unknown } | null)?.from;
      const side = Array.isArray(from) ? several : one;
      return objectOf(
        {
          ...(version === '3.2' ? { id: stableId } : {}),
          type: oneOf(['foreignKey']),
          from: side,
          to: side,
          customProperties: customProperties(version),
        },
        { required: ['from', 'to'] },
      );
    }),
  );
}
