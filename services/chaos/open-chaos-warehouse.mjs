import { openSnowflakeWarehouse } from '@das/core/snowflake';

/**
 * The served warehouse as a collector on another machine would reach it.
 *
 * @param {string} accessUrl
 */
export function openChaosWarehouse(accessUrl) {
  return openSnowflakeWarehouse({
    account: 'local',
    accessUrl,
    user: 'chaos',
    credential: { kind: 'password', password: 'any' },
  });
}
