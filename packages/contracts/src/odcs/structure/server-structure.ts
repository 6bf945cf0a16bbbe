import { isJsonObject } from '../../document/json.js';
import {
  anything,
  dependingOn,
  integer,
  listOf,
  objectOf,
  oneOf,
  type Structure,
  text,
  textLike,
  valueThat,
} from '../../document/structure/structure.js';
import type { OdcsSchemaVersion } from '../odcs-version.js';
import { address, customProperties, stableId } from './shared-structures.js';
import { roles } from './team-structure.js';

/** The members of each type of server; those with `!` are required. */
const membersByType: Readonly<Record<string, string>> = {
  api: 'location!',
  athena: 'stagingDir! schema! catalog regionName',
  azure: 'location! format! delimiter',
  bigquery: 'project! dataset!',
  clickhouse: 'host! port! database!',
  cloudsql: 'host! port! database! schema!',
  custom:
    'account catalog database dataset delimiter endpointUrl format host location path port project region regionName schema serviceName stagingDir warehouse stream',
  databricks: 'host catalog! schema!',
  db2: 'host! port! database! schema',
  denodo: 'host! port! database',
  dremio: 'host! port! schema',
  duckdb: 'database! schema',
  glue: 'account! database! location format',
  hive: 'host! port database!',
  impala: 'host! port database!',
  informix: 'host! port database!',
  kafka: 'host! format',
  kinesis: 'region format',
  local: 'path! format!',
  mysql: 'host! port! database!',
  oracle: 'host! port! serviceName!',
  postgres: 'host! port! database! schema!',
  postgresql: 'host! port! database! schema!',
  presto: 'host! catalog schema',
  pubsub: 'project!',
  redshift: 'host database! schema! region account',
  s3: 'location! endpointUrl format delimiter',
  sftp: 'location! format delimiter',
  snowflake: 'host port account! database! schema! warehouse',
  sqlserver: 'host! port database! schema!',
  synapse: 'host! port! database!',
  trino: 'host! port! catalog! schema!',
  vertica: 'host! port! database! schema!',
  zen: 'host! port database!',
};

/** The types of 3.2.0, of whose members only the names are held to the standard loosely. */
const typesSince32 = [
  'btrieve',
  'exasol',
  'fastobjects',
  'hana',
  'iceberg',
  'ingres',
  'poet',
  'teradata',
  'vectorwise',
  'versant',
];

function memberOf(type: string, name: string, version: OdcsSchemaVersion): Structure {
  if (name === 'port') {
    if (version === '3.1') return integer;
    return valueThat(
      'a whole number or a text',
      (value) => typeof value === 'string' || Number.isInteger(value),
    );
  }
  if (name === 'location' && type === 'sftp') {
    return textLike('an address that starts with sftp://', /^sftp:\/\/./);
  }
  const isAddress =
    name === 'location' || name === 'endpointUrl' || (name === 'stagingDir' && type === 'athena');
  return isAddress ? address(version) : text;
}

function server(type: unknown, version: OdcsSchemaVersion): Structure {
  const common = {
    id: stableId,
    server: text,
    type: oneOf([...Object.keys(membersByType), ...(version === '3.2' ? typesSince32 : [])].sort()),
    description: text,
    environment: text,
    roles: roles(version),
    customProperties: customProperties(version),
  };
  const required = ['server', 'type'];
  const listed =
    typeof type === 'string' && Object.hasOwn(membersByType, type)
      ? membersByType[type]
      : undefined;
  if (listed === undefined || typeof type !== 'string') {
    // Nothing is known of the members of such a type, so they are kept as they are.
    return objectOf(common, version === '3.2' ? { required, others: anything } : { required });
  }
  const names = listed.split(' ').map((name) => name.replace('!', ''));
  const needed = listed.split(' ').flatMap((name) => (name.endsWith('!') ? name.slice(0, -1) : []));
  const members = Object.fromEntries(names.map((name) => [name, memberOf(type, name, version)]));
  return objectOf(
    { ...common, ...members },
    version === '3.2'
      ? // 3.2.0 added members to several types and asks for fewer.
        { required, others: anything }
      : { required: [...required, ...needed] },
  );
}

/** Where the data is. */
export function servers(version: OdcsSchemaVersion): Structure {
  return listOf(
    dependingOn((value) => server(isJsonObject(value) ? value.type : undefined, version)),
  );
}
