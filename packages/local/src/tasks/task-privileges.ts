import { WarehouseError } from '@das/core';
import { holds, holdsGlobal } from '../access/privileges.js';
import { rolesBelow } from '../access/role-set.js';
import type { Catalogue } from '../catalogue/catalogue.js';
import type { TaskObject } from '../catalogue/task-object.js';

/**
 * Requires of the owner of a task what its runs need: the global privilege to run tasks, that for
 * serverless ones, or USAGE on the warehouse.
 *
 * @see https://docs.snowflake.com/en/user-guide/tasks-intro
 */
export function requireRunnable(catalogue: Catalogue, task: TaskObject): void {
  const roles = rolesBelow(catalogue, task.owner);
  const refuse = (privilege: string): Error =>
    new WarehouseError(
      'DAS_WAREHOUSE_NOT_AUTHORIZED',
      `cannot execute task ${catalogue.fullName(task)}: its owner needs ${privilege}`,
      {
        place: catalogue.fullName(task),
        number: 3001,
        sqlState: '42501',
        next: `grant ${privilege} to the role that owns the task`,
      },
    );
  if (!holdsGlobal(catalogue, roles, 'EXECUTE TASK')) throw refuse('EXECUTE TASK on the account');
  if (task.warehouse === undefined) {
    if (holdsGlobal(catalogue, roles, 'EXECUTE MANAGED TASK')) return;
    throw refuse('EXECUTE MANAGED TASK on the account');
  }
  const warehouse = catalogue.find('WAREHOUSE', 0, task.warehouse);
  if (warehouse === undefined || !holds(roles, warehouse, 'USAGE')) {
    throw refuse('USAGE on its warehouse');
  }
}
