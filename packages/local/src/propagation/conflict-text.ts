import type { TagObject } from '../catalogue/catalogue-object.js';

/** What a tag says of conflicts, as metadata tells it. */
export function conflictText({ onConflict }: TagObject): string | null {
  if (onConflict === undefined) return null;
  return onConflict === 'ALLOWED_VALUES_SEQUENCE' ? onConflict : onConflict.value;
}
