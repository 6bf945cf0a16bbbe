import type { Refuse } from './refuse.js';

/** Refuses a version of a policy that is no whole number from 1 to 999. */
export function checkVersion(version: unknown, refuse: Refuse): void {
  if (version === undefined) return;
  if (Number.isInteger(version) && Number(version) >= 1 && Number(version) <= 999) return;
  throw refuse('the version is no whole number from 1 to 999', 'count on from the last one');
}
