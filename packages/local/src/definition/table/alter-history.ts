import type { TableObject } from '../../catalogue/catalogue-object.js';
import { streamsOn } from '../../streams/change-tracking.js';
import { unsupported } from '../../warehouse/errors.js';
import { readBooleanOption, readNumberOption } from '../clauses.js';
import type { Definition } from '../definition.js';
import { checkRetention } from './table-history.js';
import { stopTracking, trackChanges } from './track-changes.js';

/**
 * `ALTER TABLE … SET` and `UNSET` of what decides which changes are kept and for how long. Gives
 * nothing when another clause comes next.
 */
export async function alterHistory(
  definition: Definition,
  table: TableObject,
): Promise<TableObject | undefined> {
  const { reader } = definition;
  let changed: TableObject;
  if (reader.accept('SET', 'DATA_RETENTION_TIME_IN_DAYS')) {
    definition.requireOwner(table);
    const retentionDays = readNumberOption(reader);
    checkRetention(retentionDays, table.persistence);
    changed = { ...table, retentionDays, inheritsRetention: false };
  } else if (reader.accept('UNSET', 'DATA_RETENTION_TIME_IN_DAYS')) {
    definition.requireOwner(table);
    changed = { ...table, inheritsRetention: true };
  } else if (reader.accept('SET', 'MAX_DATA_EXTENSION_TIME_IN_DAYS')) {
    definition.requireOwner(table);
    changed = { ...table, extensionDays: readNumberOption(reader) };
  } else if (reader.accept('UNSET', 'MAX_DATA_EXTENSION_TIME_IN_DAYS')) {
    definition.requireOwner(table);
    const { extensionDays: _, ...rest } = table;
    changed = rest;
  } else if (reader.accept('SET', 'CHANGE_TRACKING')) {
    definition.requireOwner(table);
    const isTracked = readBooleanOption(reader);
    if (!isTracked && streamsOn(definition.draft, table.id).length > 0) {
      throw unsupported('CHANGE_TRACKING = FALSE on a table with streams');
    }
    await definition.lock(table.id);
    changed = isTracked ? await trackChanges(definition, table) : stopTracking(table);
  } else {
    return undefined;
  }
  reader.expectEnd();
  return changed;
}
