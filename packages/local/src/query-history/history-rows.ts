import type { HistoryCell } from './history-store.js';
import type { LoginEvent } from './login-event.js';
import type { StatementRecord } from './statement-record.js';

/** A session of the engine alone has an id that is no number when a test gave it one. */
function sessionNumber(id: string): number | undefined {
  return /^\d{1,15}$/.test(id) ? Number(id) : undefined;
}

/** The cells of the query history after the number, in the order of its columns. */
export function queryRow(record: StatementRecord): readonly HistoryCell[] {
  const { place, counts, failure } = record;
  const uses = record.usesWarehouse;
  return [
    record.id,
    record.text,
    record.type,
    sessionNumber(place.sessionId),
    place.authenticationId,
    place.user,
    place.role,
    place.secondaryRoles,
    place.databaseId,
    place.database,
    place.schemaId,
    place.schema,
    place.warehouseId,
    place.warehouse,
    uses ? place.warehouseSize : undefined,
    uses ? place.autoSuspend : undefined,
    place.tag,
    failure?.number,
    failure?.message,
    record.startedAt,
    record.endedAt,
    record.elapsedMs,
    record.compilationMs,
    record.elapsedMs - record.compilationMs,
    counts.produced,
    counts.inserted,
    counts.updated,
    counts.deleted,
    counts.unloaded,
    place.inTransaction ? undefined : 0,
    record.parentId,
    record.rootId,
  ];
}

/** The rows of the access history; a statement that failed leaves none. */
export function accessRows(record: StatementRecord): readonly (readonly HistoryCell[])[] {
  if (record.failure !== undefined) return [];
  return record.access
    .records()
    .map((access) => [
      record.id,
      record.startedAt,
      record.place.user,
      JSON.stringify(access.direct),
      JSON.stringify(access.base),
      JSON.stringify(access.modified),
      access.definition === undefined ? undefined : JSON.stringify(access.definition),
      JSON.stringify(access.policies),
      record.parentId,
      record.rootId,
    ]);
}

/** The cells of the login history after the number, in the order of its columns. */
export function loginRow(event: LoginEvent): readonly HistoryCell[] {
  return [
    event.id,
    event.time,
    event.user,
    event.clientAddress,
    event.clientType,
    event.clientVersion,
    event.factor,
    event.failure === undefined ? 'YES' : 'NO',
    event.failure?.number,
    event.failure?.message,
    event.sessionId,
    event.application,
  ];
}
