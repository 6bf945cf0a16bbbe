import { holds, sees } from '../../access/privileges.js';
import { notAuthorized, notFound } from '../../warehouse/errors.js';
import type { Definition } from '../definition.js';

/** Requires USAGE on the warehouse that a task or dynamic table names. */
export function requireWarehouse(definition: Definition, name: string): void {
  const warehouse = definition.draft.find('WAREHOUSE', 0, name);
  if (warehouse === undefined || !sees(definition.roles, warehouse))
    throw notFound('Warehouse', name);
  if (!holds(definition.roles, warehouse, 'USAGE')) throw notAuthorized('Warehouse', name);
}
