import type { TableObject } from '../catalogue/catalogue-object.js';
import { saveChange } from '../catalogue/catalogue-store.js';
import type { PreparedQuery } from '../engine/run-query.js';
import type { StatementContext } from '../engine/statement-context.js';
import { mainAccount } from '../shares/accounts.js';
import { propagateToDependents } from './dependents.js';
import { findRead, movesTags, withMovedTags } from './moved-tags.js';

/**
 * Puts the tags of what a statement reads on the columns that it is about to write, before a row is there. They
 * stay when the transaction is rolled back.
 */
export async function moveTags(
  { engine, state }: Pick<StatementContext, 'engine' | 'state'>,
  table: TableObject,
  query: PreparedQuery,
): Promise<void> {
  if (query.columns.length === 0 || !movesTags(engine.catalogue)) return;
  const { temporaries } = state;
  const temporary = temporaries.get(table.id);
  if (temporary?.kind === 'TABLE') {
    const find = findRead(engine.catalogue, temporaries);
    temporaries.set(table.id, withMovedTags(engine.catalogue, find, temporary, query));
    return;
  }
  await engine.definitions.run(async () => {
    const draft = engine.catalogue.draft();
    const current = draft.get(table.id);
    if (current?.kind !== 'TABLE') return;
    const next = withMovedTags(draft, findRead(draft, temporaries), current, query);
    if (next === current) return;
    draft.put(next);
    propagateToDependents(engine.catalogue, draft);
    // The connection of the session may be inside a transaction that ends otherwise.
    const connection = await engine.database.connect();
    try {
      await connection.run('BEGIN TRANSACTION');
      const account = engine.account === mainAccount ? undefined : engine.account;
      await saveChange(connection, draft.change(), account);
      await connection.run('COMMIT');
    } finally {
      connection.closeSync();
    }
    engine.catalogue = draft.commit();
  });
}
