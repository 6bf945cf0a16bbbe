import type { SessionState } from '../engine/session-state.js';
import { parameterOf } from '../statement/session-parameter.js';
import type { StatementPlace } from './statement-record.js';

/** Where a session is at the moment, as the query history keeps it. */
export function statementPlace(state: SessionState): StatementPlace {
  const { catalogue } = state.engine;
  const database =
    state.database === undefined ? undefined : catalogue.find('DATABASE', 0, state.database);
  const schema =
    database === undefined || state.schema === undefined
      ? undefined
      : catalogue.find('SCHEMA', database.id, state.schema);
  const warehouse =
    state.warehouse === undefined ? undefined : catalogue.find('WAREHOUSE', 0, state.warehouse);
  const suspend = warehouse?.options.AUTO_SUSPEND ?? '600';
  return {
    sessionId: state.id,
    authenticationId: state.authenticationId,
    user: state.user,
    role: state.role,
    secondaryRoles: secondaryText(state),
    isVerified: state.grantedRoles !== undefined,
    databaseId: database?.id,
    database: state.database,
    schemaId: schema?.id,
    schema: state.schema,
    warehouseId: warehouse?.id,
    warehouse: warehouse?.name,
    warehouseSize: warehouse === undefined ? undefined : sizeName(warehouse.options.WAREHOUSE_SIZE),
    autoSuspend: /^\d+$/.test(suspend) ? Number(suspend) : 0,
    tag: parameterOf(state, 'QUERY_TAG'),
    inTransaction: state.transaction.isOpen,
  };
}

/** Which roles a session has besides its primary one, as one text. */
export function secondaryText({ secondaryRoles }: SessionState): string {
  return typeof secondaryRoles === 'string' ? secondaryRoles : secondaryRoles.join(',');
}

const sizes: readonly string[] = [
  'X-Small',
  'Small',
  'Medium',
  'Large',
  'X-Large',
  '2X-Large',
  '3X-Large',
  '4X-Large',
  '5X-Large',
  '6X-Large',
];

const synonyms: Readonly<Record<string, string>> = {
  XXLARGE: '2XLARGE',
  X2LARGE: '2XLARGE',
  XXXLARGE: '3XLARGE',
  X3LARGE: '3XLARGE',
  X4LARGE: '4XLARGE',
  X5LARGE: '5XLARGE',
  X6LARGE: '6XLARGE',
};

/** The size of a warehouse as SHOW and the history write it, whatever way it was declared. */
function sizeName(declared: string | undefined): string {
  const plain = (declared ?? 'XSMALL').toUpperCase().replaceAll('-', '');
  const word = synonyms[plain] ?? plain;
  return sizes.find((size) => size.toUpperCase().replaceAll('-', '') === word) ?? 'X-Small';
}

/**
 * Credits in an hour of one cluster of a standard warehouse, by its size.
 *
 * @see https://docs.snowflake.com/en/user-guide/warehouses-overview
 */
export const creditsPerHour: Readonly<Record<string, number>> = Object.fromEntries(
  sizes.map((size, at) => [size, 2 ** at]),
);
