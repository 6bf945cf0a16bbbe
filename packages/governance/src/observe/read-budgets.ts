import { type Row, type Session, sql } from '@das/core';
import { cellText } from './cell.js';
import { isUnseen } from './is-unseen.js';
import type { ObservedObject } from './observed-state.js';
import { runShow } from './run-show.js';

/**
 * The budgets in some databases: one statement, and two more for each budget, of which an account has a
 * hundred at most.
 *
 * @see https://docs.snowflake.com/en/sql-reference/classes/budget
 */
export async function readBudgets(
  session: Session,
  databases: readonly string[],
): Promise<readonly ObservedObject[]> {
  const found: ObservedObject[] = [];
  for (const row of await runShow(session, 'SHOW SNOWFLAKE.CORE.BUDGET IN ACCOUNT')) {
    const name = ['database_name', 'schema_name', 'name'].map((each) => cellText(row, each));
    if (!databases.includes(name[0] ?? '')) continue;
    const [config] = (await ask(session, name, 'GET_CONFIG')) ?? [];
    const linked = await ask(session, name, 'GET_LINKED_RESOURCES');
    found.push({
      kind: 'budget',
      name,
      comment: cellText(row, 'comment'),
      properties: {
        ...(config !== undefined && {
          spendingLimit: String(Number(cellText(config, 'SPEND_LIMIT'))),
          emails: words(cellText(config, 'NOTIFICATION_EMAIL').split(',')),
        }),
        ...(linked !== undefined && { watches: words(linked.map(watchedName)) }),
      },
    });
  }
  return found;
}

/** What a method of a budget answers; `undefined` where the role may not call it. */
async function ask(
  session: Session,
  budget: readonly string[],
  method: 'GET_CONFIG' | 'GET_LINKED_RESOURCES',
): Promise<readonly Row[] | undefined> {
  try {
    return (await session.execute(sql`CALL ${sql.id(...budget)}!${sql.raw(method)}()`)).rows;
  } catch (error) {
    if (isUnseen(error)) return undefined;
    throw error;
  }
}

function watchedName(row: Row): string {
  const parts = ['DATABASE_NAME', 'SCHEMA_NAME', 'NAME'].map((each) => cellText(row, each));
  return `${cellText(row, 'DOMAIN')} ${parts.filter((part) => part !== '').join('.')}`;
}

function words(list: readonly string[]): string {
  return JSON.stringify(list.map((each) => each.trim()).sort());
}
