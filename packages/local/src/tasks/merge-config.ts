type JsonObject = { readonly [key: string]: unknown };

/** The default configuration of a graph with what one run changes in it, field by field. */
export function mergeConfig(
  base: string | undefined,
  change: string | undefined,
): string | undefined {
  if (base === undefined || change === undefined) return change ?? base;
  return JSON.stringify(merge(JSON.parse(base) as JsonObject, JSON.parse(change) as JsonObject));
}

function merge(base: JsonObject, change: JsonObject): JsonObject {
  const entries = new Map(Object.entries(base));
  for (const [key, value] of Object.entries(change)) {
    const before = entries.get(key);
    entries.set(key, isObject(before) && isObject(value) ? merge(before, value) : value);
  }
  return Object.fromEntries(entries);
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
