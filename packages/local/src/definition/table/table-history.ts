import { randomBytes } from 'node:crypto';
import type { TableObject } from '../../catalogue/catalogue-object.js';
import { invalidStatement, unsupported } from '../../warehouse/errors.js';
import type { Definition } from '../definition.js';

/**
 * `DATA_RETENTION_TIME_IN_DAYS` of a table, as it was declared; without it, that of its schema.
 *
 * @see https://docs.snowflake.com/en/user-guide/data-time-travel
 */
export function retentionOf(
  {
    retentionDays,
    extensionDays,
  }: {
    readonly retentionDays: number | undefined;
    readonly extensionDays?: number | undefined;
  },
  persistence: TableObject['persistence'] | undefined,
): Pick<TableObject, 'retentionDays' | 'inheritsRetention' | 'extensionDays'> {
  if (retentionDays !== undefined) checkRetention(retentionDays, persistence);
  return {
    retentionDays: retentionDays ?? 1,
    inheritsRetention: retentionDays === undefined,
    ...(extensionDays === undefined ? {} : { extensionDays }),
  };
}

/** 0 to 90 days; for what is transient or temporary, at most one. */
export function checkRetention(
  days: number,
  persistence: TableObject['persistence'] | undefined,
): void {
  const most = persistence === undefined || persistence === 'PERMANENT' ? 90 : 1;
  if (days <= most) return;
  throw invalidStatement(
    `the value of DATA_RETENTION_TIME_IN_DAYS is not between 0 and ${most}`,
    'DATA_RETENTION_TIME_IN_DAYS',
    1008,
  );
}

/** What a table has from the moment on at which its changes are tracked. */
export function trackingOf(
  definition: Definition,
  isTracked: boolean,
  persistence: TableObject['persistence'],
): Pick<TableObject, 'changeTracking' | 'changeKey' | 'trackedSince'> {
  if (!isTracked) return { changeTracking: false };
  if (persistence === 'TEMPORARY') throw unsupported('change tracking on a temporary table');
  return {
    changeTracking: true,
    changeKey: randomBytes(16).toString('hex'),
    trackedSince: definition.context.engine.moments.next(),
  };
}
