import { type Row, type Session, sql } from '@das/core';
import { cellText } from '../observe/cell.js';
import { normalSql } from '../observe/normal-sql.js';
import type { AccessGrant, ExpiryState } from './access-grant.js';
import { carrierRole, expiryTask } from './access-names.js';
import { scheduleAt } from './expiry.js';

/** A task, as far as it says whether it will end a grant. */
export interface ShownTask {
  readonly state: string;
  /** In upper case. */
  readonly schedule: string;
  /** In the form of {@link normalSql}. */
  readonly statement: string;
  /** What must hold for it to run; empty where it always runs. */
  readonly condition: string;
}

/** Whether a task takes the role of a grant away when its time is over. */
export function expiryStateOf(
  database: string,
  { id, expiresAt }: Pick<AccessGrant, 'id' | 'expiresAt'>,
  task: ShownTask | undefined,
): ExpiryState {
  if (task === undefined) return 'missing';
  const isWhole =
    task.schedule === scheduleAt(expiresAt) &&
    task.condition === '' &&
    task.statement === normalSql(expiryStatement(database, id).text);
  if (!isWhole) return 'changed';
  return task.state.toLowerCase() === 'started' ? 'started' : 'suspended';
}

/** What the task runs. */
export function expiryStatement(database: string, id: string): { readonly text: string } {
  return sql`DROP ROLE IF EXISTS ${sql.id(carrierRole(database, id))}`;
}

/** The tasks of a database that end grants, by their names: one statement. */
export async function readExpiryTasks(
  session: Session,
  database: string,
): Promise<ReadonlyMap<string, ShownTask>> {
  const [, schema, prefix] = expiryTask(database, '');
  const { rows } = await session.execute(
    sql`SHOW TASKS LIKE ${sql.literal(`${prefix}%`)} IN SCHEMA ${sql.id(database, schema)}`,
  );
  return new Map(rows.map((row) => [cellText(row, 'name'), shownTask(row)]));
}

/** A task, as a row of SHOW TASKS tells of it. */
export function shownTask(row: Row): ShownTask {
  return {
    state: cellText(row, 'state'),
    schedule: cellText(row, 'schedule').toUpperCase(),
    statement: normalSql(cellText(row, 'definition')),
    condition: cellText(row, 'condition').replace(/^null$/, ''),
  };
}
