import { holds, holdsGlobal, reaches } from '../access/privileges.js';
import { isAccountRole } from '../access/role-key.js';
import { rolesBelow } from '../access/role-set.js';
import type { Catalogue } from '../catalogue/catalogue.js';
import { isRelation, type RelationObject } from '../catalogue/catalogue-object.js';
import type { MetricAttachment } from '../catalogue/data-metric-function-object.js';
import { scheduleOf } from './metric-schedule.js';

/**
 * Whether an association is measured, and if not, what it lacks.
 *
 * @see https://docs.snowflake.com/en/sql-reference/functions/data_metric_function_references
 */
export type MetricStatus =
  | 'STARTED'
  | 'SUSPENDED'
  | 'SUSPENDED_TABLE_DOES_NOT_EXIST_OR_NOT_AUTHORIZED'
  | 'SUSPENDED_DATA_METRIC_FUNCTION_DOES_NOT_EXIST_OR_NOT_AUTHORIZED'
  | 'SUSPENDED_TABLE_COLUMN_DOES_NOT_EXIST_OR_NOT_AUTHORIZED'
  | 'SUSPENDED_INSUFFICIENT_PRIVILEGE_TO_EXECUTE_DATA_METRIC_FUNCTION';

export function metricStatus(
  catalogue: Catalogue,
  relation: RelationObject,
  attachment: MetricAttachment,
): MetricStatus {
  if (attachment.isSuspended === true || scheduleOf(relation).kind === 'rest') return 'SUSPENDED';
  const roles = rolesBelow(catalogue, relation.owner);
  // A database role cannot hold a privilege on the account.
  const mayExecute =
    isAccountRole(relation.owner) && holdsGlobal(catalogue, roles, 'EXECUTE DATA METRIC FUNCTION');
  if (!mayExecute) return 'SUSPENDED_INSUFFICIENT_PRIVILEGE_TO_EXECUTE_DATA_METRIC_FUNCTION';
  if (!reaches(catalogue, roles, relation)) {
    return 'SUSPENDED_TABLE_DOES_NOT_EXIST_OR_NOT_AUTHORIZED';
  }
  if (attachment.metric !== undefined) {
    const metric = catalogue.get(attachment.metric);
    const mayUse =
      metric?.kind === 'FUNCTION' &&
      reaches(catalogue, roles, metric) &&
      holds(roles, metric, 'USAGE');
    if (!mayUse) return 'SUSPENDED_DATA_METRIC_FUNCTION_DOES_NOT_EXIST_OR_NOT_AUTHORIZED';
  }
  const { second } = attachment;
  const other = second === undefined ? undefined : catalogue.get(second.table);
  if (second !== undefined) {
    const mayRead =
      other !== undefined &&
      isRelation(other) &&
      reaches(catalogue, roles, other) &&
      holds(roles, other, 'SELECT');
    if (!mayRead) return 'SUSPENDED_TABLE_DOES_NOT_EXIST_OR_NOT_AUTHORIZED';
  }
  const lacks = (table: RelationObject, columns: readonly number[]): boolean =>
    columns.some((id) => !table.columns.some((column) => column.id === id));
  const isLost =
    lacks(relation, attachment.columns) ||
    (second !== undefined &&
      other !== undefined &&
      isRelation(other) &&
      lacks(other, second.columns));
  return isLost ? 'SUSPENDED_TABLE_COLUMN_DOES_NOT_EXIST_OR_NOT_AUTHORIZED' : 'STARTED';
}
