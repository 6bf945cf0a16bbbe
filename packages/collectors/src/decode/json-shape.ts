/** Deeper documents exhaust the stack of whoever walks them by recursion. */
const deepest = 500;

/** Whether a document may nest deeper than what is allowed: a shorter one cannot. */
export function isTooDeep(text: string): boolean {
  if (text.length < 2 * deepest) return false;
  let depth = 0;
  let isInString = false;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (isInString) {
      if (code === 0x5c) index += 1;
      else if (code === 0x22) isInString = false;
    } else if (code === 0x22) isInString = true;
    else if (code === 0x7b || code === 0x5b) {
      depth += 1;
      if (depth > deepest) return true;
    } else if (code === 0x7d || code === 0x5d) depth -= 1;
  }
  return false;
}

/**
 * Whether parsed JSON may be taken as it is: no number in it may have lost digits, and none of its
 * objects has a key `__proto__`. Most documents are, and are walked only this once.
 */
export function isPlain(value: unknown): boolean {
  if (typeof value === 'number') return Math.abs(value) <= Number.MAX_SAFE_INTEGER;
  if (typeof value !== 'object' || value === null) return true;
  if (Array.isArray(value)) return value.every(isPlain);
  for (const key in value) {
    if (key === '__proto__') return false;
    const each = (value as Readonly<Record<string, unknown>>)[key];
    // Most values are texts, which need no call.
    if (typeof each !== 'string' && !isPlain(each)) return false;
  }
  return true;
}

/**
 * Whether a value has an own key `__proto__` anywhere. `JSON.parse` makes it a key like any other,
 * but code that copies or merges objects would change the prototype of one.
 */
export function hasPrototypeKey(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return Object.hasOwn(value, '__proto__') || Object.values(value).some(hasPrototypeKey);
}
