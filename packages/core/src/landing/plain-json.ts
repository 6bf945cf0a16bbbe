/** What stands for a value that JSON cannot hold. `null` and `undefined` are values of their own. */
export const notJson: unique symbol = Symbol('not JSON');

/** A deeper value would exhaust the stack of whoever writes or reads it. */
const deepest = 500;

/**
 * A nested value as JSON holds it without loss: a `Map` with text keys as an object, a `Set` as an
 * array, a `Date` in ISO 8601, a bigint as digits. Anything else that JSON would change without a
 * word, such as NaN, a function, half a surrogate pair or a circle, gives {@link notJson}.
 */
export function plainJson(value: unknown, depth = 0): unknown {
  if (depth > deepest) return notJson;
  switch (typeof value) {
    case 'string':
      return value.isWellFormed() ? value : notJson;
    case 'number':
      return Number.isFinite(value) ? value : notJson;
    case 'bigint':
      return value.toString();
    case 'boolean':
    case 'undefined':
      return value;
    case 'object':
      return value === null ? null : plainObject(value, depth);
    default:
      return notJson;
  }
}

function plainObject(value: object, depth: number): unknown {
  if (Array.isArray(value)) return plainItems(value, depth);
  if (value instanceof Set) return plainItems([...value], depth);
  if (value instanceof Date)
    return Number.isFinite(value.getTime()) ? value.toISOString() : notJson;
  if ('toJSON' in value && typeof value.toJSON === 'function') {
    return plainJson(value.toJSON(), depth + 1);
  }
  const entries = value instanceof Map ? [...value] : Object.entries(value);
  const plain: [string, unknown][] = [];
  for (const [key, each] of entries) {
    if (typeof key !== 'string' || !key.isWellFormed()) return notJson;
    const item = plainJson(each, depth + 1);
    if (item === notJson) return notJson;
    plain.push([key, item]);
  }
  return Object.fromEntries(plain);
}

function plainItems(items: readonly unknown[], depth: number): unknown {
  const plain: unknown[] = [];
  for (const each of items) {
    const item = plainJson(each, depth + 1);
    if (item === notJson) return notJson;
    plain.push(item);
  }
  return plain;
}
