import { WarehouseError } from '@das/core';

/**
 * A statement waited for a lock, and meanwhile what it had looked up in the catalogue was changed. It
 * has changed nothing yet: it is read again, and looks again.
 */
export class StaleStatement extends WarehouseError {
  constructor() {
    super('DAS_WAREHOUSE_CONFLICT', 'a definition changed while the statement waited', {
      isRetryable: true,
      next: 'run the statement again',
    });
  }
}
