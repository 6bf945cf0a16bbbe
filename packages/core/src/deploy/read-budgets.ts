import type { Domain } from '../domain/define-domain.js';
import { inBudgetOrder, listWatchedByBudget } from '../resources/budget.js';
import type { BudgetedObject } from '../resources/resource.js';
import { sql } from '../warehouse/statement.js';
import type { Session } from '../warehouse/warehouse.js';
import type { ActualState } from './actual-state.js';
import { isOurs, isUnderWay } from './fingerprint-comment.js';
import { isUsed, type RecordedDatabase } from './is-used.js';
import { text } from './row-text.js';

/** What an account says of its budgets. */
export interface BudgetState extends Pick<ActualState, 'watched'> {
  /** How many there are; `undefined` where nobody uses budgets, and the account is not asked. */
  readonly budgets: number | undefined;
}

/** What is known of a database before its budgets are looked for, which are noted in `objects`. */
interface KnownDatabase extends RecordedDatabase {
  readonly objects: Map<string, string>;
}

/**
 * Reads the budgets of the account by one statement, since there are a hundred at most; and by one more for
 * each budget that an interrupted plan has left, what it watches.
 *
 * @see https://docs.snowflake.com/en/sql-reference/classes/budget/commands/show-budget
 */
export async function readBudgets(
  session: Session,
  databases: ReadonlyMap<string, KnownDatabase>,
  domains: readonly Domain[],
): Promise<BudgetState> {
  const watched = new Map<string, readonly BudgetedObject[]>();
  if (!isUsed('budget', databases, domains)) return { watched, budgets: undefined };
  const { rows } = await session.execute(sql`SHOW SNOWFLAKE.CORE.BUDGET IN ACCOUNT`);
  for (const row of rows) {
    const name = ['database_name', 'schema_name', 'name'].map((each) => text(row, each));
    const database = databases.get(name[0] ?? '');
    const [address, comment] = [`budget ${name.join('.')}`, text(row, 'comment')];
    database?.objects.set(address, comment);
    const isUnsure = database?.attempts.has(address) || isUnderWay(comment);
    if (database === undefined || !isOurs(comment) || !isUnsure) continue;
    watched.set(address, await readWatched(session, name));
  }
  return { watched, budgets: rows.length };
}

/**
 * What a budget watches, of the types that DAS adds.
 *
 * @see https://docs.snowflake.com/en/sql-reference/classes/budget/methods/get_linked_resources
 */
async function readWatched(
  session: Session,
  name: readonly string[],
): Promise<readonly BudgetedObject[]> {
  const { rows } = await session.execute(listWatchedByBudget(name));
  return inBudgetOrder(
    rows.flatMap((row): readonly BudgetedObject[] => {
      const type = text(row, 'DOMAIN');
      const isKnown = type === 'DATABASE' || type === 'WAREHOUSE';
      return isKnown ? [{ type, name: [text(row, 'NAME')] }] : [];
    }),
  );
}
