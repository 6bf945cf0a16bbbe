import { WarehouseError } from '../../warehouse/warehouse-error.js';
import type { StatementEffect, StatementOutline } from './statement-outline.js';

/**
 * Keeps what would end a transaction by the way out of `Session.transaction()`, and knows of
 * transactions that statements opened.
 */
export class TransactionGuard {
  #isInside = false;
  #isManual = false;
  #refused: WarehouseError | undefined;

  /** Whether a transaction is open, of either kind. */
  get isOpen(): boolean {
    return this.#isInside || this.#isManual;
  }

  enter(): void {
    if (this.isOpen) throw refusal('a transaction is open already: transactions do not nest');
    this.#isInside = true;
    this.#refused = undefined;
  }

  leave(): void {
    this.#isInside = false;
  }

  /** Stops the commit of a transaction in which something was refused, even if that was caught. */
  refuseSpoiled(): void {
    if (this.#refused !== undefined) throw this.#refused;
  }

  /** Refuses a statement that would end the transaction of `Session.transaction()`. */
  admit({ words }: StatementOutline, effect: StatementEffect): void {
    const [first, second] = words;
    if (!this.#isInside) {
      if (first === 'BEGIN' || first === 'START') this.#isManual = true;
      if (first === 'COMMIT' || first === 'ROLLBACK') this.#isManual = false;
      return;
    }
    if (effect === 'transaction') {
      this.#refused = refusal('Session.transaction() begins and ends the transaction itself');
      throw this.#refused;
    }
    const isHarmless =
      effect !== 'definition' ||
      first === 'USE' ||
      (first === 'ALTER' && second === 'SESSION') ||
      (first === 'EXECUTE' && second === 'USING');
    if (isHarmless) return;
    this.#refused = refusal('DDL inside Session.transaction() would commit it and is refused');
    throw this.#refused;
  }
}

function refusal(message: string): WarehouseError {
  return new WarehouseError('DAS_WAREHOUSE_INVALID_STATEMENT', message, {
    place: 'Session.transaction()',
    number: 1003,
    sqlState: '42000',
    next: 'run it before or after the transaction',
  });
}
