import type { BaseObject } from './base-object.js';

export interface MonitorTrigger {
  readonly threshold: number;
  readonly action: 'SUSPEND' | 'SUSPEND_IMMEDIATE' | 'NOTIFY';
}

/** A quota of credits. The engine has no credits: the monitor is kept and shown, and never fires. */
export interface ResourceMonitorObject extends BaseObject {
  readonly kind: 'RESOURCE MONITOR';
  readonly creditQuota: number | undefined;
  readonly frequency: string;
  readonly startTimestamp: string;
  readonly endTimestamp: string | undefined;
  readonly notifyUsers: readonly string[];
  readonly triggers: readonly MonitorTrigger[];
}
