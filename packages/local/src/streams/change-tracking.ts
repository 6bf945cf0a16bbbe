import type { Catalogue } from '../catalogue/catalogue.js';
import type { StreamObject, TableObject } from '../catalogue/catalogue-object.js';

/** The change up to which each stream was consumed, for each table that it reads. */
export const streamOffsets = 'das_catalogue.stream_offsets';

export function streamsOn(catalogue: Catalogue, table: number): readonly StreamObject[] {
  return [...catalogue.ofKind('STREAM')].filter((stream) =>
    (stream.tables ?? [stream.table]).includes(table),
  );
}

/** The table, if its changes are tracked; looked up under its lock, where no stream can come or go. */
export function trackedTable(catalogue: Catalogue, id: number): TableObject | undefined {
  const table = catalogue.get(id);
  return table?.kind === 'TABLE' && table.changeKey !== undefined ? table : undefined;
}

/**
 * Moves an offset forward.
 *
 * @param position - DuckDB text for the number of a change
 * @param at - DuckDB text for the time
 */
export function advanceOffset(stream: number, table: number, position: string, at: string): string {
  return `UPDATE ${streamOffsets} SET position = greatest(position, ${position}), is_initial = FALSE, moved_at = ${at} WHERE stream_id = ${stream} AND table_id = ${table}`;
}
