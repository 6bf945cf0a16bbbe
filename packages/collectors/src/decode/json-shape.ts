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

/** Text that holds the key, plain or with one of its characters escaped. */
const mayHoldKey = /__proto__|\\u00(?:5f|70|72|6f|74)/i;

/**
 * Whether a value has an own key `__proto__` anywhere. `JSON.parse` makes it a key like any other,
 * but code that copies or merges objects would change the prototype of one.
 */
export function hasPrototypeKey(text: string, value: unknown): boolean {
  // Most texts hold neither, which is quicker to see.
  if (!text.includes('__') && !text.includes('\\u')) return false;
  if (!mayHoldKey.test(text)) return false;
  const waiting: unknown[] = [value];
  for (let each = waiting.pop(); waiting.length > 0 || each !== undefined; each = waiting.pop()) {
    if (typeof each !== 'object' || each === null) continue;
    if (Object.hasOwn(each, '__proto__')) return true;
    waiting.push(...Object.values(each));
  }
  return false;
}
