import type { StagedStep } from './parallel-stages.js';

/** How stages are run. */
export interface StageRun {
  /** How many steps run at once at most. */
  readonly lanes: number;
  /** Called before each step, in the order in which they begin. */
  readonly announce: (index: number) => void;
  /** Does a step, in a lane that no other step has meanwhile. */
  readonly run: (index: number, lane: number) => Promise<void>;
}

/**
 * Runs stages one after the other, and in each as many steps at once as there are lanes. After the first
 * failure no step begins; those that have begun are waited for.
 *
 * @returns what failed, in the order in which it failed
 */
export async function runStages(
  stages: readonly (readonly StagedStep[])[],
  { lanes, announce, run }: StageRun,
): Promise<readonly unknown[]> {
  const failures: unknown[] = [];
  const free = Array.from({ length: lanes }, (_, lane) => lanes - 1 - lane);
  for (const stage of stages) {
    const missing = new Map(stage.map(({ index, after }) => [index, after.length]));
    const followers = new Map<number, number[]>();
    for (const { index, after } of stage) {
      for (const each of after) followers.set(each, [...(followers.get(each) ?? []), index]);
    }
    const ready = stage.filter(({ after }) => after.length === 0).map(({ index }) => index);
    const running = new Set<Promise<void>>();
    const begin = (index: number, lane: number) => {
      const step = run(index, lane)
        .then(
          () => {
            for (const each of followers.get(index) ?? []) {
              const left = (missing.get(each) ?? 0) - 1;
              missing.set(each, left);
              if (left === 0) ready.push(each);
            }
          },
          (error: unknown) => {
            failures.push(error);
          },
        )
        .finally(() => {
          free.push(lane);
          running.delete(step);
        });
      running.add(step);
    };
    let next = 0;
    for (;;) {
      while (failures.length === 0 && next < ready.length && free.length > 0) {
        const [index, lane] = [ready[next], free.pop()];
        if (index === undefined || lane === undefined) break;
        next += 1;
        try {
          announce(index);
        } catch (error) {
          failures.push(error);
          break;
        }
        begin(index, lane);
      }
      if (running.size === 0) break;
      await Promise.race(running);
    }
    if (failures.length > 0) break;
  }
  return failures;
}
