import type { Row } from '@das/core';
import type { Catalogue } from '../catalogue/catalogue.js';
import type { ResourceMonitorObject } from '../catalogue/resource-monitor-object.js';
import { accountId } from '../catalogue/system-objects.js';

/** What SHOW RESOURCE MONITORS has. */
export const resourceMonitorNames: readonly string[] = [
  'name',
  'credit_quota',
  'used_credits',
  'remaining_credits',
  'level',
  'frequency',
  'start_time',
  'end_time',
  'notify_at',
  'suspend_at',
  'suspend_immediately_at',
  'created_on',
  'owner',
  'comment',
  'notify_users',
];

/** What SHOW RESOURCE MONITORS says of a monitor alone; the engine uses no credits. */
export function resourceMonitorValues(
  monitor: ResourceMonitorObject,
  catalogue: Catalogue,
): Record<string, Row[string]> {
  const { creditQuota: quota, triggers } = monitor;
  const at = (action: string): string =>
    triggers
      .filter((trigger) => trigger.action === action)
      .map(({ threshold }) => `${threshold}%`)
      .join(',');
  return {
    credit_quota: quota === undefined || quota === null ? null : quota.toFixed(2),
    used_credits: '0.00',
    remaining_credits: quota === undefined || quota === null ? null : quota.toFixed(2),
    level: levelOf(monitor, catalogue),
    frequency: monitor.frequency,
    start_time: new Date(monitor.startTimestamp),
    end_time: monitor.endTimestamp ? new Date(monitor.endTimestamp) : null,
    notify_at: at('NOTIFY'),
    suspend_at: at('SUSPEND'),
    suspend_immediately_at: at('SUSPEND_IMMEDIATE'),
    notify_users: monitor.notifyUsers.join(', '),
  };
}

function levelOf(monitor: ResourceMonitorObject, catalogue: Catalogue): string | null {
  const account = catalogue.get(accountId);
  if (account?.kind === 'ACCOUNT' && account.resourceMonitor === monitor.name) return 'ACCOUNT';
  const isUsed = [...catalogue.ofKind('WAREHOUSE')].some(
    ({ options }) => options.RESOURCE_MONITOR === monitor.name,
  );
  return isUsed ? 'WAREHOUSE' : null;
}
