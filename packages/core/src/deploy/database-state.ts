import type { Resource } from '../resources/resource.js';
import { type SqlFragment, sql } from '../warehouse/statement.js';

/** What an account holds of one database, while it is read. */
export interface DatabaseState {
  readonly objects: Map<string, string>;
  readonly columns: Map<string, string[]>;
  readonly rows: Map<string, number>;
  readonly deployed: Map<string, Resource>;
  readonly pending: Map<string, Resource>;
  readonly attempts: Map<string, readonly Resource[]>;
}

/** What an account holds of a database of which nothing is read yet. */
export function emptyDatabase(): DatabaseState {
  return {
    objects: new Map(),
    columns: new Map(),
    rows: new Map(),
    deployed: new Map(),
    pending: new Map(),
    attempts: new Map(),
  };
}

/** The same query for each database, as one statement. */
export function forEach(
  databases: ReadonlyMap<string, DatabaseState>,
  query: (database: string) => SqlFragment,
): SqlFragment {
  return sql.join([...databases.keys()].map(query), ' UNION ALL ');
}
