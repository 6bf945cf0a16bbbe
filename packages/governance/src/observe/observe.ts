import { quoteIdentifier, type Session, sql } from '@das/core';
import { GovernanceError } from '../errors/governance-error.js';
import { cellText } from './cell.js';
import { normalType } from './normal-sql.js';
import type {
  ObservedColumn,
  ObservedGrant,
  ObservedObject,
  ObservedState,
} from './observed-state.js';
import { readAccess } from './read-access.js';
import { readBudgets } from './read-budgets.js';
import { readChanges } from './read-changes.js';
import { readCopies, readHidden } from './read-copies.js';
import { readListings } from './read-listings.js';
import {
  readAttachments,
  readGrants,
  readMembers,
  readNetworkPolicies,
  readNetworkRules,
  readPolicies,
  readTagReferences,
  readTags,
} from './read-usage.js';
import { runShow } from './run-show.js';
import { showIn, shownInAccount, shownInDatabase, shownName } from './shown-objects.js';

/** What is looked at. */
export interface ObserveOptions {
  /** Full names, in upper case. */
  readonly databases: readonly [string, ...string[]];
  /** How many days of the history are asked for who changed what, and what was copied. Default 30; 0 asks for nothing. */
  readonly historyDays?: number;
}

/**
 * Reads what an account really has, as the role of the session may see it. How many statements it takes
 * depends on the number of databases, of their schemas, shares and budgets, and of listings, and not on how many tables,
 * columns, grants and policies there are.
 *
 * SHOW and INFORMATION_SCHEMA are up to date. The views of ACCOUNT_USAGE, which tell of policies, tags,
 * grants and the history, are up to two hours behind on Snowflake (ACCESS_HISTORY: three); they are not
 * behind in the embedded warehouse.
 *
 * @throws {@link GovernanceError} `DAS_OBSERVE_TRUNCATED` when a SHOW has more rows than Snowflake gives,
 * `DAS_OBSERVE_NO_DATABASE` when a database is not there, or not for this role
 * @see https://docs.snowflake.com/en/sql-reference/account-usage
 */
export async function observe(
  session: Session,
  { databases, historyDays = 30 }: ObserveOptions,
): Promise<ObservedState> {
  const objects = new Map<string, ObservedObject>();
  const add = (object: ObservedObject): void => {
    if (object.name.length > 0) objects.set(`${object.kind} ${object.name.join('.')}`, object);
  };
  await showObjects(session, databases, add);
  for (const database of databases) {
    if (!objects.has(`database ${database}`)) throw notThere(database, session.role);
  }
  const columns = new Map<string, readonly ObservedColumn[]>();
  for (const database of databases) await readTables(session, database, add, columns);
  for (const found of [
    ...(await readPolicies(session, databases)),
    ...(await readTags(session, databases)),
    ...(await readNetworkRules(session, databases)),
    ...(await readBudgets(session, databases)),
    ...(await readListings(session)),
  ]) {
    add(found);
  }
  await readNetworks(session, objects);
  const schemas = [...objects.values()].filter(({ kind }) => kind === 'schema');
  const shares = [...objects.values()].filter(
    ({ kind, properties }) => kind === 'share' && databases.includes(properties.database ?? ''),
  );
  return {
    databases,
    role: session.role,
    objects,
    columns,
    attachments: await readAttachments(session, databases),
    tags: await readTagReferences(session, databases),
    grants: [
      ...(await readGrants(session, databases)),
      ...(await readFutureGrants(session, databases, schemas)),
      ...(await readShareGrants(session, shares)),
    ],
    members: await readMembers(session),
    changes: historyDays === 0 ? [] : await readChanges(session, historyDays),
    access: await readAccess(session, databases, objects),
    hidden: await readHidden(session, databases, columns),
    copies: historyDays === 0 ? [] : await readCopies(session, databases, historyDays),
  };
}

function notThere(database: string, role: string): GovernanceError {
  return new GovernanceError('DAS_OBSERVE_NO_DATABASE', `there is no database ${database}`, {
    place: `role ${role}`,
    next: 'apply the domain first, or look with a role that may use the database',
  });
}

async function showObjects(
  session: Session,
  databases: readonly string[],
  add: (object: ObservedObject) => void,
): Promise<void> {
  for (const shown of shownInAccount) {
    for (const row of await runShow(session, shown.show)) {
      const { kind, properties = () => ({}) } = shown;
      const name = shownName(row, shown, undefined);
      add({ kind, name, comment: cellText(row, 'comment'), properties: properties(row) });
    }
  }
  for (const database of databases) {
    for (const shown of shownInDatabase) {
      for (const row of await runShow(session, showIn(database, shown))) {
        const { kind, properties = () => ({}), comment = 'comment' } = shown;
        const name = shownName(row, shown, database);
        add({ kind, name, comment: cellText(row, comment), properties: properties(row) });
      }
    }
  }
}

/** Tables and views with their columns: two statements, without a limit of rows. */
async function readTables(
  session: Session,
  database: string,
  add: (object: ObservedObject) => void,
  columns: Map<string, readonly ObservedColumn[]>,
): Promise<void> {
  const schema = sql.raw(`${quoteIdentifier(database)}.INFORMATION_SCHEMA`);
  const tables = await session.execute(
    sql`SELECT TABLE_SCHEMA, TABLE_NAME, TABLE_TYPE, IS_DYNAMIC, COMMENT FROM ${schema}.TABLES WHERE TABLE_SCHEMA <> 'INFORMATION_SCHEMA'`,
  );
  const found = await session.execute(
    sql`SELECT TABLE_SCHEMA, TABLE_NAME, COLUMN_NAME, DATA_TYPE, IS_NULLABLE, CHARACTER_MAXIMUM_LENGTH, NUMERIC_PRECISION, NUMERIC_SCALE
      FROM ${schema}.COLUMNS WHERE TABLE_SCHEMA <> 'INFORMATION_SCHEMA' ORDER BY TABLE_SCHEMA, TABLE_NAME, ORDINAL_POSITION`,
  );
  const byTable = new Map<string, ObservedColumn[]>();
  for (const row of found.rows) {
    const name = [database, cellText(row, 'TABLE_SCHEMA'), cellText(row, 'TABLE_NAME')].join('.');
    const known = byTable.get(name);
    if (known === undefined) byTable.set(name, [columnOf(row)]);
    else known.push(columnOf(row));
  }
  for (const row of tables.rows) {
    const name = [database, cellText(row, 'TABLE_SCHEMA'), cellText(row, 'TABLE_NAME')];
    const type = cellText(row, 'TABLE_TYPE');
    const isDynamic = cellText(row, 'IS_DYNAMIC') === 'YES';
    const kind = isDynamic ? 'dynamicTable' : type === 'BASE TABLE' ? 'table' : 'view';
    columns.set(`${kind} ${name.join('.')}`, byTable.get(name.join('.')) ?? []);
    // SHOW has said more of these.
    if (!isDynamic) add({ kind, name, comment: cellText(row, 'COMMENT'), properties: {} });
  }
}

function columnOf(row: Readonly<Record<string, unknown>>): ObservedColumn {
  const text = (name: string): string => String(row[name] ?? '');
  const type = text('DATA_TYPE');
  const size =
    type === 'TEXT'
      ? `(${text('CHARACTER_MAXIMUM_LENGTH')})`
      : type === 'NUMBER'
        ? `(${text('NUMERIC_PRECISION')},${text('NUMERIC_SCALE')})`
        : '';
  return {
    name: text('COLUMN_NAME'),
    type: normalType(`${type}${size}`),
    isNullable: text('IS_NULLABLE') === 'YES',
  };
}

/** SHOW NETWORK POLICIES tells only how many rules there are. */
async function readNetworks(session: Session, objects: Map<string, ObservedObject>): Promise<void> {
  for (const [name, properties] of await readNetworkPolicies(session)) {
    const address = `networkPolicy ${name}`;
    const shown = objects.get(address);
    if (shown !== undefined) objects.set(address, { ...shown, properties });
  }
}

/** What whoever gets it for objects that are yet to be made. */
async function readFutureGrants(
  session: Session,
  databases: readonly string[],
  schemas: readonly ObservedObject[],
): Promise<readonly ObservedGrant[]> {
  const places = [
    ...databases.map((name) => `DATABASE ${exactly(name)}`),
    ...schemas.map(({ name }) => `SCHEMA ${name.map((part) => exactly(part)).join('.')}`),
  ];
  const grants: ObservedGrant[] = [];
  for (const place of places) {
    for (const row of await runShow(session, `SHOW FUTURE GRANTS IN ${place}`)) {
      grants.push({
        privilege: cellText(row, 'privilege'),
        on: `FUTURE ${cellText(row, 'grant_on').replaceAll('_', ' ')}`,
        name: cellText(row, 'name').replaceAll('"', ''),
        toType: cellText(row, 'grant_to') === 'ROLE' ? 'ROLE' : 'DATABASE ROLE',
        to: cellText(row, 'grantee_name'),
        hasGrantOption: cellText(row, 'grant_option') === 'true',
        grantedBy: undefined,
        grantedAt: row.created_on instanceof Date ? row.created_on : undefined,
      });
    }
  }
  return grants;
}

/** What a share shows. GRANTS_TO_ROLES does not tell. */
async function readShareGrants(
  session: Session,
  shares: readonly ObservedObject[],
): Promise<readonly ObservedGrant[]> {
  const grants: ObservedGrant[] = [];
  for (const { name } of shares) {
    const share = name.map((part) => exactly(part)).join('.');
    for (const row of await runShow(session, `SHOW GRANTS TO SHARE ${share}`)) {
      grants.push({
        privilege: cellText(row, 'privilege'),
        on: cellText(row, 'granted_on').replaceAll('_', ' '),
        name: cellText(row, 'name').replaceAll('"', ''),
        toType: 'SHARE',
        to: name.join('.'),
        hasGrantOption: false,
        grantedBy: cellText(row, 'granted_by') || undefined,
        grantedAt: row.created_on instanceof Date ? row.created_on : undefined,
      });
    }
  }
  return grants;
}

/** A name that the account gave, as it gave it: one in small letters is another one. */
function exactly(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
