/**
 * Works on items in their order, several at a time. The first failure stops what has not begun, and
 * is thrown when the others have ended.
 */
export async function forEachOf<T>(
  items: readonly T[],
  atATime: number,
  work: (item: T) => Promise<void>,
): Promise<void> {
  const rest = items.values();
  const failures: unknown[] = [];
  const worker = async () => {
    for (const item of rest) {
      if (failures.length > 0) return;
      await work(item).catch((error: unknown) => {
        failures.push(error);
      });
    }
  };
  await Promise.all(Array.from({ length: Math.max(1, atATime) }, worker));
  if (failures.length > 0) throw failures[0];
}
