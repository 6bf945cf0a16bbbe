import type { TableName } from '../domain/domain-names.js';
import { type SqlFragment, sql } from '../warehouse/statement.js';
import { fingerprintComment } from './fingerprint.js';
import type { TaskResource } from './resource.js';

/**
 * Creates a task, suspended: see {@link resumeTask}.
 *
 * @see https://docs.snowflake.com/en/sql-reference/sql/create-task
 */
export function createTask(resource: TaskResource): SqlFragment {
  return sql`CREATE TASK ${body(resource)}`;
}

/**
 * Gives a task its definition: nothing that is not said in it is kept. It has to be suspended.
 *
 * @see https://docs.snowflake.com/en/sql-reference/sql/create-task#create-or-alter-task-syntax
 */
export function alterTask(resource: TaskResource): SqlFragment {
  return sql`CREATE OR ALTER TASK ${body(resource)}`;
}

/** Starts the schedule of a task. */
export function resumeTask(task: TableName): SqlFragment {
  return sql`ALTER TASK ${sql.id(...task)} RESUME`;
}

/** Stops the schedule of a task; a run that has begun goes on. */
export function suspendTask(task: TableName): SqlFragment {
  return sql`ALTER TASK ${sql.id(...task)} SUSPEND`;
}

function body(resource: TaskResource): SqlFragment {
  return sql`${sql.id(...resource.name)} WAREHOUSE = ${sql.id(resource.warehouse)} SCHEDULE = ${sql.literal(resource.schedule)} ${fingerprintComment(resource)} AS ${sql.raw(resource.statement)}`;
}
