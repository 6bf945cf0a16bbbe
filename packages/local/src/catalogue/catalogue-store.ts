import type { DuckDBConnection } from '@duckdb/node-api';
import { duckString } from '../compile/typed.js';
import { ownPart } from '../shares/shared-catalogue.js';
import { unavailable } from '../warehouse/errors.js';
import { Catalogue, type CatalogueChange } from './catalogue.js';
import type { CatalogueObject } from './catalogue-object.js';
import { systemObjects } from './system-objects.js';

/** Reads the whole catalogue; a new database gets the account and its system roles. */
export async function loadCatalogue(
  connection: DuckDBConnection,
  now: string,
  place: string,
): Promise<Catalogue> {
  const reader = await connection.runAndReadAll('SELECT body FROM das_catalogue.objects');
  const objects = reader.getRows().map(([body]) => {
    try {
      return JSON.parse(String(body)) as CatalogueObject;
    } catch {
      throw unavailable('the catalogue of the database is damaged', place, 'restore a backup');
    }
  });
  if (objects.length > 0) return new Catalogue(1, objects);
  const first = systemObjects(now);
  await saveChange(connection, { put: first, removed: [] });
  return new Catalogue(1, first);
}

/** The accounts beside the main one. */
export async function accountNames(connection: DuckDBConnection): Promise<readonly string[]> {
  const reader = await connection.runAndReadAll(
    'SELECT DISTINCT account FROM das_catalogue.account_objects ORDER BY account',
  );
  return reader.getRows().map(([name]) => String(name));
}

/** Reads the objects of an account beside the main one; a new one gets the system roles. */
export async function loadAccount(
  connection: DuckDBConnection,
  account: string,
  now: string,
): Promise<Catalogue> {
  const reader = await connection.runAndReadAll(
    'SELECT body FROM das_catalogue.account_objects WHERE account = $1',
    [account],
  );
  const objects = reader.getRows().map(([body]) => JSON.parse(String(body)) as CatalogueObject);
  if (objects.length > 0) return new Catalogue(1, objects);
  const first = systemObjects(now).map((object) =>
    object.kind === 'ACCOUNT' ? { ...object, name: account } : object,
  );
  await saveChange(connection, { put: first, removed: [] }, account);
  return new Catalogue(1, first);
}

/**
 * Writes a change, inside the transaction that is open on the connection. Each account has the same
 * ids for itself and its system roles, so that the objects of others lie in a table of their own.
 */
export async function saveChange(
  connection: DuckDBConnection,
  change: CatalogueChange,
  account?: string,
): Promise<void> {
  const ids = [...change.put.map((object) => object.id), ...change.removed];
  if (ids.length > 0) {
    const [table, and] =
      account === undefined
        ? ['objects', '']
        : ['account_objects', ` AND account = ${duckString(account)}`];
    await connection.run(
      `DELETE FROM das_catalogue.${table} WHERE id IN (${ids.join(', ')})${and}`,
    );
  }
  for (const object of change.put) {
    const body = JSON.stringify(ownPart(object));
    if (account === undefined) {
      await connection.run('INSERT INTO das_catalogue.objects VALUES (CAST($1 AS BIGINT), $2)', [
        String(object.id),
        body,
      ]);
    } else {
      await connection.run(
        'INSERT INTO das_catalogue.account_objects VALUES ($1, CAST($2 AS BIGINT), $3)',
        [account, String(object.id), body],
      );
    }
  }
}
