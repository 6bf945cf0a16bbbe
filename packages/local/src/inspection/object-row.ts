import type { Row } from '@das/core';
import { holds, owns } from '../access/privileges.js';
import { granteeOf } from '../access/role-key.js';
import type { Catalogue } from '../catalogue/catalogue.js';
import type { CatalogueObject, ObjectKind, PolicyObject } from '../catalogue/catalogue-object.js';
import type { ConstraintPolicyObject } from '../catalogue/constraint-policy-object.js';
import type { SessionState } from '../engine/session-state.js';
import { retentionDays } from '../time-travel/retention.js';
import { fileFormatNames, fileFormatValues } from './file-format-row.js';
import { integrationNames, integrationValues } from './integration-row.js';
import {
  networkPolicyNames,
  networkPolicyValues,
  networkRuleNames,
  networkRuleValues,
} from './network-row.js';
import { resourceMonitorNames, resourceMonitorValues } from './resource-monitor-row.js';
import { databaseRoleNames, databaseRoleValues, roleValues } from './role-row.js';
import { sequenceNames, sequenceValues } from './sequence-row.js';
import { shareNames, shareValues } from './share-row.js';
import { stageValues } from './stage-row.js';
import { streamNames, streamValues } from './stream-row.js';
import { taskNames, taskValues } from './task-row.js';
import { userNames, userValues } from './user-row.js';

const common = ['created_on', 'name'];

const names: Readonly<Record<ObjectKind, readonly string[]>> = {
  ACCOUNT: common,
  DROPPED: common,
  DATABASE: [
    ...common,
    'is_default',
    'is_current',
    'origin',
    'owner',
    'comment',
    'options',
    'retention_time',
    'kind',
    'owner_role_type',
  ],
  SCHEMA: [
    ...common,
    'is_default',
    'is_current',
    'database_name',
    'owner',
    'comment',
    'options',
    'retention_time',
    'owner_role_type',
  ],
  ROLE: [
    ...common,
    'is_default',
    'is_current',
    'is_inherited',
    'assigned_to_users',
    'granted_to_roles',
    'granted_roles',
    'owner',
    'comment',
  ],
  WAREHOUSE: [
    'name',
    'state',
    'type',
    'size',
    'min_cluster_count',
    'max_cluster_count',
    'is_default',
    'is_current',
    'auto_suspend',
    'auto_resume',
    'created_on',
    'owner',
    'comment',
    'scaling_policy',
    'resource_monitor',
  ],
  TAG: [
    ...common,
    'database_name',
    'schema_name',
    'owner',
    'comment',
    'allowed_values',
    'owner_role_type',
    'propagate',
    'on_conflict',
  ],
  'MASKING POLICY': [
    ...common,
    'database_name',
    'schema_name',
    'kind',
    'owner',
    'comment',
    'owner_role_type',
    'options',
  ],
  'ROW ACCESS POLICY': [
    ...common,
    'database_name',
    'schema_name',
    'kind',
    'owner',
    'comment',
    'owner_role_type',
    'options',
  ],
  'PROJECTION POLICY': [
    ...common,
    'database_name',
    'schema_name',
    'kind',
    'owner',
    'comment',
    'owner_role_type',
    'options',
  ],
  'AGGREGATION POLICY': [
    ...common,
    'database_name',
    'schema_name',
    'kind',
    'owner',
    'comment',
    'owner_role_type',
    'options',
  ],
  'NETWORK RULE': [...common, ...networkRuleNames],
  'NETWORK POLICY': [...common, ...networkPolicyNames],
  TABLE: [
    ...common,
    'database_name',
    'schema_name',
    'kind',
    'comment',
    'cluster_by',
    'rows',
    'bytes',
    'owner',
    'retention_time',
    'automatic_clustering',
    'change_tracking',
    'owner_role_type',
  ],
  VIEW: [
    ...common,
    'reserved',
    'database_name',
    'schema_name',
    'owner',
    'comment',
    'text',
    'is_secure',
    'is_materialized',
    'owner_role_type',
    'change_tracking',
  ],
  'DYNAMIC TABLE': [
    ...common,
    'database_name',
    'schema_name',
    'cluster_by',
    'rows',
    'bytes',
    'owner',
    'target_lag',
    'refresh_mode',
    'refresh_mode_reason',
    'warehouse',
    'comment',
    'text',
    'automatic_clustering',
    'scheduling_state',
    'last_suspended_on',
    'is_clone',
    'is_replica',
    'data_timestamp',
    'owner_role_type',
    'immutable_where',
  ],
  STAGE: [
    ...common,
    'database_name',
    'schema_name',
    'url',
    'has_credentials',
    'has_encryption_key',
    'owner',
    'comment',
    'region',
    'type',
    'cloud',
    'storage_integration',
    'owner_role_type',
  ],
  'DATABASE ROLE': [...common, ...databaseRoleNames],
  USER: userNames,
  SHARE: shareNames,
  'RESOURCE MONITOR': resourceMonitorNames,
  STREAM: [...common, ...streamNames],
  TASK: [...common, ...taskNames],
  SEQUENCE: sequenceNames,
  'FILE FORMAT': [...common, ...fileFormatNames],
  'STORAGE INTEGRATION': integrationNames,
};

/** The documented columns of SHOW for a kind of object. */
export function rowNames(kind: ObjectKind): readonly string[] {
  return names[kind];
}

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
    case 'ACCOUNT':
    case 'DROPPED':
      return {};
  }
}

/** What the column `options` says of a policy. */
export function policyOptions(policy: PolicyObject | ConstraintPolicyObject): string {
  const exempts = 'exemptsOthers' in policy && policy.exemptsOthers === true;
  return exempts ? '{"EXEMPT_OTHER_POLICIES": "TRUE"}' : '';
}
