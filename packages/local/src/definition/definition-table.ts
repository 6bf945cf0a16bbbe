import type { ResultSet } from '@das/core';
import type { StatementContext } from '../engine/statement-context.js';
import { unsupported } from '../warehouse/errors.js';
import { createRole, createWarehouse } from './account/account-object.js';
import { alterAccount } from './account/alter-account.js';
import { alterRole, alterWarehouse } from './account/alter-account-object.js';
import { alterResourceMonitor, createResourceMonitor } from './account/resource-monitor.js';
import { alterBudget, createBudget } from './budget/budget.js';
import { budgetClass } from './budget/budget-class.js';
import { commentOn } from './comment.js';
import { alterDatabase, alterSchema } from './container/alter-container.js';
import { createDatabase, createSchema } from './container/database-schema.js';
import { alterDataMetricFunction } from './data-metric/alter-data-metric-function.js';
import { createDataMetricFunction } from './data-metric/create-data-metric-function.js';
import { type DefinitionWork, define } from './definition.js';
import { drop } from './drop.js';
import { grant, revoke } from './grant/grant.js';
import { alterListing, createListing } from './listing/listing.js';
import { setNetworkPolicy, setsNetworkPolicy } from './network/activate-network-policy.js';
import { alterNetworkPolicy, createNetworkPolicy } from './network/network-policy.js';
import { alterNetworkRule, createNetworkRule } from './network/network-rule.js';
import { alterConstraintPolicy, createConstraintPolicy } from './policy/constraint-policy.js';
import { alterPolicy, createPolicy } from './policy/policy.js';
import { alterDatabaseRole, createDatabaseRole } from './role/database-role.js';
import { alterUser, createUser } from './role/user.js';
import { alterSequence, createSequence } from './sequence/sequence.js';
import { alterShare, createShare } from './share/share.js';
import { alterFileFormat, createFileFormat } from './stage/file-format.js';
import { alterStage, createStage } from './stage/stage.js';
import { alterStorageIntegration, createStorageIntegration } from './stage/storage-integration.js';
import { alterStream, createStream } from './stream/stream.js';
import { alterDynamicTable } from './table/alter-dynamic-table.js';
import { alterTable } from './table/alter-table.js';
import { createTable } from './table/create-table.js';
import { createDynamicTable } from './table/dynamic-table.js';
import { alterTag } from './tag/alter-tag.js';
import { setsTags, setTags } from './tag/set-tags.js';
import { createTag } from './tag/tag.js';
import { alterTask } from './task/alter-task.js';
import { createTask } from './task/task.js';
import { undrop } from './undrop.js';
import { alterView, createView } from './view/view.js';

const creates: readonly (readonly [readonly string[], DefinitionWork])[] = [
  [['DATABASE', 'ROLE'], createDatabaseRole],
  [['USER'], createUser],
  [['SHARE'], createShare],
  [['ORGANIZATION', 'LISTING'], createListing],
  [['RESOURCE', 'MONITOR'], createResourceMonitor],
  [['DATABASE'], createDatabase],
  [['SCHEMA'], createSchema],
  [['WAREHOUSE'], createWarehouse],
  [['ROLE'], createRole],
  [['STAGE'], createStage],
  [['FILE', 'FORMAT'], createFileFormat],
  [['STORAGE', 'INTEGRATION'], createStorageIntegration],
  [['STREAM'], createStream],
  [['TASK'], createTask],
  [['SEQUENCE'], createSequence],
  [['DATA', 'METRIC', 'FUNCTION'], createDataMetricFunction],
  [['SECURE', 'DATA', 'METRIC', 'FUNCTION'], createDataMetricFunction],
  [['TAG'], createTag],
  [['MASKING', 'POLICY'], createPolicy],
  [['ROW', 'ACCESS', 'POLICY'], createPolicy],
  [['PROJECTION', 'POLICY'], createConstraintPolicy],
  [['AGGREGATION', 'POLICY'], createConstraintPolicy],
  [['NETWORK', 'RULE'], createNetworkRule],
  [['NETWORK', 'POLICY'], createNetworkPolicy],
  [['DYNAMIC', 'TABLE'], createDynamicTable],
  [['SECURE', 'VIEW'], createView],
  [['SECURE', 'TEMPORARY', 'VIEW'], createView],
  [['SECURE', 'TEMP', 'VIEW'], createView],
  [['TEMPORARY', 'VIEW'], createView],
  [['TEMP', 'VIEW'], createView],
  [budgetClass, createBudget],
  [['VIEW'], createView],
  [['TRANSIENT', 'TABLE'], createTable],
  [['TEMPORARY', 'TABLE'], createTable],
  [['TEMP', 'TABLE'], createTable],
  [['TABLE'], createTable],
];

const alters: readonly (readonly [readonly string[], DefinitionWork])[] = [
  [['DATABASE', 'ROLE'], alterDatabaseRole],
  [['USER'], alterUser],
  [['SHARE'], alterShare],
  [['LISTING'], alterListing],
  [['RESOURCE', 'MONITOR'], alterResourceMonitor],
  [['DATABASE'], alterDatabase],
  [['SCHEMA'], alterSchema],
  [['ROLE'], alterRole],
  [['WAREHOUSE'], alterWarehouse],
  [['ACCOUNT'], alterAccount],
  [['MASKING', 'POLICY'], alterPolicy],
  [['ROW', 'ACCESS', 'POLICY'], alterPolicy],
  [['PROJECTION', 'POLICY'], alterConstraintPolicy],
  [['AGGREGATION', 'POLICY'], alterConstraintPolicy],
  [['NETWORK', 'RULE'], alterNetworkRule],
  [['NETWORK', 'POLICY'], alterNetworkPolicy],
  [['DYNAMIC', 'TABLE'], alterDynamicTable],
  [['STREAM'], alterStream],
  [['TASK'], alterTask],
  [['SEQUENCE'], alterSequence],
  [budgetClass, alterBudget],
  [['FUNCTION'], alterDataMetricFunction],
  [['STAGE'], alterStage],
  [['FILE', 'FORMAT'], alterFileFormat],
  [['STORAGE', 'INTEGRATION'], alterStorageIntegration],
  [['TAG'], alterTag],
  [['TABLE'], alterTable],
  [['VIEW'], alterView],
];

/** The work of a DDL statement, chosen by its first words. */
export function definitionFor(
  context: StatementContext,
): ((context: StatementContext) => Promise<ResultSet>) | undefined {
  const { reader } = context;
  const simple = (
    { GRANT: grant, REVOKE: revoke, DROP: drop, UNDROP: undrop, COMMENT: commentOn } as Record<
      string,
      DefinitionWork | undefined
    >
  )[reader.peek().value];
  if (simple !== undefined) return (statement) => define(statement, simple);
  const table = reader.sees('CREATE') ? creates : reader.sees('ALTER') ? alters : undefined;
  if (table === undefined) return undefined;
  if (setsNetworkPolicy(reader)) return (statement) => define(statement, setNetworkPolicy);
  if (setsTags(reader)) return (statement) => define(statement, setTags);
  let at = 1;
  if (reader.sees('CREATE') && reader.peek(1).value === 'OR') at = 3;
  const words = (length: number): string[] =>
    Array.from({ length }, (_, index) => reader.peek(at + index).value);
  const found = table.find(([kind]) => words(kind.length).join(' ') === kind.join(' '));
  if (found === undefined) {
    throw unsupported(`the statement ${reader.peek().value} ${words(2).join(' ')}`);
  }
  return (statement) => define(statement, found[1]);
}
