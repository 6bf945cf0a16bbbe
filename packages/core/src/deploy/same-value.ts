/** Whether two values of definitions say the same, with their members in one order. */
export function isEqual(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

/** Whether one of some values says the same as another one. */
export function has(all: readonly unknown[], wanted: unknown): boolean {
  return all.some((each) => isEqual(each, wanted));
}
