import type { DuckDBConnection } from '@duckdb/node-api';
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

/** Writes a change, inside the transaction that is open on the connection. */
export async function saveChange(
  connection: DuckDBConnection,
  change: CatalogueChange,
): Promise<void> {
  const ids = [...change.put.map((object) => object.id), ...change.removed];
  if (ids.length > 0) {
    await connection.run(`DELETE FROM das_catalogue.objects WHERE id IN (${ids.join(', ')})`);
  }
  for (const object of change.put) {
    await connection.run('INSERT INTO das_catalogue.objects VALUES (CAST($1 AS BIGINT), $2)', [
      String(object.id),
      JSON.stringify(object),
    ]);
  }
}
