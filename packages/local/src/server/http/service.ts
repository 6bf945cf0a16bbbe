import type { LocalWarehouse } from '../../warehouse/open-local-warehouse.js';
import type { SessionTable } from '../access/session-table.js';
import type { QueryTable } from '../query/query-table.js';
import type { QueryPlace } from '../query/start-query.js';
import type { ServeLimits, ServeUser } from '../serve-options.js';

/** What the routes work on. */
export interface Service {
  readonly warehouse: LocalWarehouse;
  readonly users: Readonly<Record<string, ServeUser>> | undefined;
  readonly limits: ServeLimits;
  readonly sessions: SessionTable;
  readonly queries: QueryTable;
  readonly place: QueryPlace;
}
