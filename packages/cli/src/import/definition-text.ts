import type { Resource } from '@das/core';

/** A definition as text, whatever the order of its members. */
export function definitionText(resource: Resource): string {
  return JSON.stringify(resource, (_, value: unknown) =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  );
}
