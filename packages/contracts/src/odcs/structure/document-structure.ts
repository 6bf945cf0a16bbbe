import {
  anything,
  listOf,
  objectOf,
  oneOf,
  type Structure,
  scalar,
  text,
} from '../../document/structure/structure.js';
import { type OdcsSchemaVersion, odcsVersions } from '../odcs-version.js';
import { schemaObjects } from './schema-structure.js';
import { servers } from './server-structure.js';
import {
  authoritativeDefinitions,
  context,
  customProperties,
  instant,
  stableId,
  tags,
} from './shared-structures.js';
import { price, roles, support, team } from './team-structure.js';

function serviceLevels(version: OdcsSchemaVersion): Structure {
  return listOf(
    objectOf(
      {
        id: stableId,
        property: text,
        value: scalar,
        valueExt: scalar,
        unit: text,
        element: text,
        driver: text,
        description: text,
        scheduler: text,
        schedule: text,
        ...(version === '3.2'
          ? { customProperties: customProperties(version), authoritativeDefinitions }
          : {}),
      },
      { required: ['property', 'value'] },
    ),
  );
}

/** A whole document of the Open Data Contract Standard. */
export function odcsStructure(version: OdcsSchemaVersion): Structure {
  return objectOf(
    {
      version: text,
      kind: oneOf(['DataContract']),
      apiVersion: oneOf(odcsVersions),
      id: text,
      name: text,
      tenant: text,
      tags,
      status: text,
      servers: servers(version),
      dataProduct: text,
      description: objectOf(
        {
          usage: text,
          purpose: text,
          limitations: text,
          authoritativeDefinitions,
          customProperties: customProperties(version),
        },
        { others: anything },
      ),
      domain: text,
      schema: schemaObjects(version),
      support: support(version),
      price,
      team: team(version),
      roles: roles(version),
      slaDefaultElement: text,
      slaProperties: serviceLevels(version),
      authoritativeDefinitions,
      customProperties: customProperties(version),
      contractCreatedTs: instant,
      ...(version === '3.2' ? { context } : {}),
    },
    {
      required: ['version', 'apiVersion', 'kind', 'id', ...(version === '3.2' ? [] : ['status'])],
    },
  );
}
