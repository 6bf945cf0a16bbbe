import { WarehouseError } from '@das/core';

/** A definition needs a table that a transaction writes to. It waits outside, where others may define. */
export class TableInUse extends WarehouseError {
  /** The id of the table. */
  readonly table: number;

  constructor(table: number) {
    super('DAS_WAREHOUSE_CONFLICT', 'a transaction writes to the table', {
      isRetryable: true,
      next: 'run the statement again',
    });
    this.table = table;
  }
}
