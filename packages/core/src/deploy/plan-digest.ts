import { createHash } from 'node:crypto';
import type { Plan } from './plan.js';

/** The digest of a plan: of everything in it. */
export function planDigest({
  domain,
  startsFrom,
  startsWith,
  steps,
  leftovers,
  unfinished,
  options,
}: Omit<Plan, 'digest'>): string {
  const content = [domain, startsFrom, startsWith, steps, leftovers, unfinished, options];
  return createHash('sha256').update(JSON.stringify(content)).digest('hex');
}
