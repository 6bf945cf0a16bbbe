import { CoreError } from '../../../errors/core-error.js';
import { addressOf, type ColumnResource, type TableResource } from '../../../resources/resource.js';
import type { SqlFragment } from '../../../warehouse/statement.js';
import { type Change, leaving } from '../../change.js';

/** A table on its way: each statement is noted together with what the table is after it. */
export class Alteration {
  readonly changes: Change[] = [];
  #current: TableResource;

  constructor(current: TableResource) {
    this.#current = current;
  }

  get current(): TableResource {
    return this.#current;
  }

  column(name: string): ColumnResource | undefined {
    return this.#current.columns.find((column) => column.name === name);
  }

  alter(statement: SqlFragment, next: TableResource): void {
    this.#current = next;
    this.changes.push(leaving(next, statement));
  }

  /** Alters one column, and notes what it is then. */
  alterColumn(statements: SqlFragment | readonly SqlFragment[], to: ColumnResource): void {
    const columns = this.#current.columns.map((each) => (each.name === to.name ? to : each));
    for (const statement of [statements].flat()) {
      this.alter(statement, { ...this.#current, columns });
    }
  }

  /** Each column that is there and stays, with what it is to be. */
  *kept(after: TableResource): Iterable<readonly [ColumnResource, ColumnResource]> {
    for (const to of after.columns) {
      const now = this.column(to.name);
      if (now !== undefined) yield [now, to];
    }
  }
}

export function unsupported(table: TableResource, message: string, next: string): CoreError {
  const place = addressOf(table);
  return new CoreError('DAS_PLAN_UNSUPPORTED_CHANGE', `${place} cannot be changed: ${message}`, {
    place,
    next,
  });
}
