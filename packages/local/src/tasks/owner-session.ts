import { randomUUID } from 'node:crypto';
import type { TaskObject } from '../catalogue/task-object.js';
import type { Engine } from '../engine/engine.js';
import { SessionState } from '../engine/session-state.js';
import { setParameter } from '../statement/session-parameter.js';
import { LocalSession } from '../warehouse/local-session.js';

/**
 * Opens the session in which a task runs: as the system user with the role of the owner alone, in the
 * schema of the task.
 *
 * @see https://docs.snowflake.com/en/user-guide/tasks-intro
 */
export async function openOwnerSession(engine: Engine, task: TaskObject): Promise<LocalSession> {
  const { database, schema } = engine.catalogue.container(task);
  const connection = await engine.database.connect();
  const state = new SessionState(randomUUID(), engine, connection, {
    role: task.owner,
    secondaryRoles: 'NONE',
    user: 'SYSTEM',
    database,
    schema,
    warehouse: task.warehouse,
    grantedRoles: [task.owner],
  });
  for (const [name, value] of Object.entries(task.parameters)) {
    await setParameter(state, name, value);
  }
  return new LocalSession(state, () => undefined);
}
