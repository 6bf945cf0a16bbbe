import type { LocalWarehouse } from '../warehouse/open-local-warehouse.js';

const tickMs = 1000;

/**
 * Runs what is due, second by second: tasks, and dynamic tables whose lag has passed. How they end is
 * told in their histories. A tick does not wait for the tasks of the one before, since a long task
 * must not keep others from their time; the overlap policy of each keeps it from itself.
 *
 * @returns stops the clock, and waits for the tick that is under way
 */
export function startRealTimeClock(
  warehouse: LocalWarehouse,
  log: (line: string) => void,
): () => Promise<void> {
  const underWay = new Set<Promise<void>>();
  let isRefreshing = false;
  let isStopped = false;
  let hasFailed = false;
  const follow = (what: string, work: () => Promise<unknown>): Promise<void> => {
    const followed = work()
      .then(
        () => undefined,
        () => {
          // Whatever failed inside a run is in its history: this is the clock's own failure.
          if (!isStopped && !hasFailed) log(`The clock could not ${what}; it goes on trying.`);
          hasFailed = true;
        },
      )
      .finally(() => underWay.delete(followed));
    underWay.add(followed);
    return followed;
  };
  const tick = (): void => {
    void follow('run the due tasks', () => warehouse.runDueTasks());
    if (isRefreshing) return;
    isRefreshing = true;
    void follow('refresh the dynamic tables', () => warehouse.refreshDynamicTables()).finally(
      () => {
        isRefreshing = false;
      },
    );
  };
  const timer = setInterval(tick, tickMs);
  return async () => {
    isStopped = true;
    clearInterval(timer);
    await Promise.all(underWay);
  };
}
