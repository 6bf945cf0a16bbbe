import type { ColumnObject } from '../catalogue/catalogue-object.js';
import type { NumberSeries } from '../catalogue/sequence-object.js';
import type { Definition } from '../definition/definition.js';
import { newSeries, readWhole } from '../definition/sequence/sequence.js';
import { createSequenceSql } from './physical-sequence.js';

/** What follows AUTOINCREMENT or IDENTITY: `[(start, step) | START n INCREMENT m] [ORDER | NOORDER]`. */
export function readIdentity({ reader, context }: Definition): NumberSeries {
  let start: bigint | undefined;
  let increment: bigint | undefined;
  if (reader.acceptOperator('(')) {
    start = readWhole(reader);
    reader.expectOperator(',');
    increment = readWhole(reader);
    reader.expectOperator(')');
  } else if (reader.accept('START')) {
    reader.accept('WITH');
    start = readWhole(reader);
    reader.expect('INCREMENT');
    reader.accept('BY');
    increment = readWhole(reader);
  }
  const isOrdered = reader.accept('ORDER');
  if (!isOrdered) reader.accept('NOORDER');
  return newSeries(context.engine.nextId(), { start, increment, isOrdered });
}

/** Gives the AUTOINCREMENT columns of a new table sequences of their own. */
export async function createIdentities(
  definition: Definition,
  columns: readonly ColumnObject[],
  isTemporary: boolean,
): Promise<readonly ColumnObject[]> {
  const made: ColumnObject[] = [];
  for (const { identity, ...column } of columns) {
    if (identity === undefined) {
      made.push(column);
      continue;
    }
    const { isTemporary: _, ...series } = identity;
    const physical = definition.context.engine.nextId();
    const own = { ...series, physical, ...(isTemporary ? { isTemporary } : {}) };
    await definition.run(createSequenceSql(own));
    made.push({ ...column, identity: own });
  }
  return made;
}

/** What DESCRIBE TABLE and SHOW COLUMNS say of the default of such a column. */
export function identityText({ start, increment, isOrdered }: NumberSeries): string {
  return `IDENTITY START ${start} INCREMENT ${increment} ${isOrdered ? 'ORDER' : 'NOORDER'}`;
}
