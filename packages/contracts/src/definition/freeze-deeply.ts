/** A frozen copy of plain data, all the way down, so that nobody can change it through what was passed in. */
export function freezeDeeply<T>(value: T): T {
  if (Array.isArray(value)) return Object.freeze(value.map(freezeDeeply)) as T;
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, inner]) => [key, freezeDeeply(inner)]);
  return Object.freeze(Object.fromEntries(entries)) as T;
}
