import type { Row } from '@das/core';
import { holds, owns } from '../access/privileges.js';
import { granteeOf } from '../access/role-key.js';
import type { Catalogue } from '../catalogue/catalogue.js';
import type { CatalogueObject, PolicyObject } from '../catalogue/catalogue-object.js';
import type { ConstraintPolicyObject } from '../catalogue/constraint-policy-object.js';
import type { SessionState } from '../engine/session-state.js';
import { conflictText } from '../propagation/conflict-text.js';
import { retentionDays } from '../time-travel/retention.js';
import { dataMetricFunctionValues } from './data-metric-function-row.js';
import { fileFormatValues } from './file-format-row.js';
import { integrationValues } from './integration-row.js';
import { listingValues } from './listing-row.js';
import { networkPolicyValues, networkRuleValues } from './network-row.js';
import { resourceMonitorValues } from './resource-monitor-row.js';
import { databaseRoleValues, roleValues } from './role-row.js';
import { rowNames } from './row-names.js';
import { sequenceValues } from './sequence-row.js';
import { shareValues } from './share-row.js';
import { stageValues } from './stage-row.js';
import { streamValues } from './stream-row.js';
import { taskValues } from './task-row.js';
import { userValues } from './user-row.js';

/** One row of SHOW; what the engine has no meaning for is empty. */
export function objectRow(object: CatalogueObject, catalogue: Catalogue, state: SessionState): Row {
  const { database, schema } = catalogue.container(object);
  const row: Record<string, Row[string]> = Object.fromEntries(
    rowNames(object.kind).map((name) => [name, '']),
  );
  const values: Record<string, Row[string]> = {
    created_on: new Date(object.createdOn),
    name: object.name,
    owner: granteeOf(catalogue, object.owner).name,
    comment: object.comment,
    is_default: 'N',
    owner_role_type: granteeOf(catalogue, object.owner).type,
    ...('parent' in object ? { database_name: database } : {}),
    ...('parent' in object && object.kind !== 'SCHEMA' ? { schema_name: schema } : {}),
    ...special(object, catalogue, state),
  };
  for (const [name, value] of Object.entries(values)) if (name in row) row[name] = value;
  return row;
}

function special(
  object: CatalogueObject,
  catalogue: Catalogue,
  state: SessionState,
): Record<string, Row[string]> {
  switch (object.kind) {
    case 'DATABASE':
      return {
        is_current: object.name === state.database ? 'Y' : 'N',
        retention_time: String(retentionDays(catalogue, object)),
        kind: object.share === undefined ? 'STANDARD' : 'IMPORTED DATABASE',
        origin: object.share?.name ?? '',
      };
    case 'SCHEMA':
      return {
        is_current: object.name === state.schema ? 'Y' : 'N',
        retention_time: String(retentionDays(catalogue, object)),
        options: object.isManaged ? 'MANAGED ACCESS' : '',
      };
    case 'ROLE':
      return roleValues(object, catalogue, state);
    case 'DATABASE ROLE':
      return databaseRoleValues(object, catalogue, state);
    case 'USER':
      return userValues(object, state);
    case 'SHARE':
      return shareValues(object, catalogue, state.engine.account);
    case 'LISTING':
      return listingValues(object);
    case 'RESOURCE MONITOR':
      return resourceMonitorValues(object, catalogue);
    case 'WAREHOUSE':
      return {
        state: object.isSuspended === true ? 'SUSPENDED' : 'STARTED',
        type: 'STANDARD',
        size: object.options.WAREHOUSE_SIZE ?? 'X-Small',
        is_current: object.name === state.warehouse ? 'Y' : 'N',
        auto_suspend: Number(object.options.AUTO_SUSPEND ?? 600),
        auto_resume: (object.options.AUTO_RESUME ?? 'TRUE').toLowerCase(),
        min_cluster_count: Number(object.options.MIN_CLUSTER_COUNT ?? 1),
        max_cluster_count: Number(object.options.MAX_CLUSTER_COUNT ?? 1),
        scaling_policy: object.options.SCALING_POLICY ?? 'STANDARD',
        resource_monitor: object.options.RESOURCE_MONITOR ?? 'null',
      };
    case 'TAG':
      return {
        allowed_values:
          object.allowedValues === undefined ? null : JSON.stringify(object.allowedValues),
        propagate: object.propagate ?? null,
        on_conflict: conflictText(object),
      };
    case 'MASKING POLICY':
    case 'ROW ACCESS POLICY':
    case 'PROJECTION POLICY':
    case 'AGGREGATION POLICY':
      return { kind: object.kind.replaceAll(' ', '_'), options: policyOptions(object) };
    case 'NETWORK RULE':
      return networkRuleValues(object);
    case 'NETWORK POLICY':
      return networkPolicyValues(object);
    case 'TABLE':
      return {
        kind: object.persistence === 'PERMANENT' ? 'TABLE' : object.persistence,
        rows: null,
        bytes: null,
        retention_time: String(retentionDays(catalogue, object)),
        automatic_clustering: 'OFF',
        change_tracking: object.changeTracking ? 'ON' : 'OFF',
      };
    case 'VIEW':
      return {
        // The text of a secure view is its owner's alone.
        text: object.isSecure && !owns(state.roles, object) ? '' : object.text,
        is_secure: String(object.isSecure),
        is_materialized: 'false',
        change_tracking: 'OFF',
      };
    case 'DYNAMIC TABLE':
      return {
        rows: null,
        bytes: null,
        target_lag: object.targetLagText,
        refresh_mode: object.refreshMode === 'AUTO' ? 'FULL' : object.refreshMode,
        warehouse: object.warehouse,
        // Who may only read it does not learn its query.
        text: holds(state.roles, object, 'MONITOR') ? object.text : '',
        automatic_clustering: 'OFF',
        scheduling_state: object.isSuspended ? 'SUSPENDED' : 'ACTIVE',
        is_clone: 'false',
        is_replica: 'false',
        immutable_where: '',
        data_timestamp: object.refreshedAt === undefined ? null : new Date(object.refreshedAt),
      };
    case 'STAGE':
      return stageValues(object);
    case 'FILE FORMAT':
      return fileFormatValues(object);
    case 'STORAGE INTEGRATION':
      return integrationValues(object);
    case 'STREAM':
      return streamValues(
        object,
        catalogue,
        state.roles,
        state.engine.moments.moved,
        state.engine.clock(),
      );
    case 'TASK':
      return taskValues(object, catalogue);
    case 'SEQUENCE':
      return sequenceValues(object);
    case 'FUNCTION':
      return dataMetricFunctionValues(object, catalogue.container(object).database);
    case 'ACCOUNT':
    case 'BUDGET':
    case 'DROPPED':
      return {};
  }
}

/** What the column `options` says of a policy. */
function policyOptions(policy: PolicyObject | ConstraintPolicyObject): string {
  const exempts = 'exemptsOthers' in policy && policy.exemptsOthers === true;
  return exempts ? '{"EXEMPT_OTHER_POLICIES": "TRUE"}' : '';
}
