import type { Deprecation } from '../../model/deprecation.js';

/** Whether the last promised day is over, in UTC. A day that cannot be read is never over. */
export function isElapsed(deprecated: Deprecation, at: Date): boolean {
  const day = Date.parse(`${deprecated.removeAfter}T00:00:00Z`);
  return !Number.isNaN(day) && at.getTime() >= day + 86_400_000;
}
