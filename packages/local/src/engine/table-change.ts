import type { StreamObject } from '../catalogue/catalogue-object.js';
import type { WritableTable } from '../writing/pending-rows.js';
import type { RowWriter } from '../writing/row-writer.js';

/** A table of bookkeeping that changes along with the table of a statement. */
export interface SideTable {
  readonly rows: RowWriter;
  /** What the transaction sees of it, with row ids as `rid`: something that FROM can hold. */
  readonly source: string;
}

/** One DML statement at work on a table that is locked for it. */
export interface TableChange {
  /** Changes the rows of the table; only inside {@link perform}. */
  readonly rows: RowWriter;
  /** Opens a table of bookkeeping, before {@link perform}. */
  side(table: WritableTable): Promise<SideTable>;
  /**
   * Runs the statement: all of it counts, or nothing.
   *
   * @param streams - what the statement reads: nobody else may consume them until the transaction ends
   * @throws WarehouseError `DAS_WAREHOUSE_CONFLICT` when another transaction consumed a stream after
   * this one began.
   */
  perform<T>(streams: ReadonlyMap<number, StreamObject>, statement: () => Promise<T>): Promise<T>;
}
