/** How long a search for a smaller reproducer may go on. */
export interface ShrinkLimits {
  readonly attempts: number;
}

/**
 * Looks for fewer and simpler decisions that still show a finding: leaves out ever shorter runs of
 * them, then lowers single ones.
 */
export async function shrinkChoices(
  recorded: readonly number[],
  isFound: (candidate: readonly number[]) => Promise<boolean>,
  limits: ShrinkLimits,
): Promise<readonly number[]> {
  let best = recorded;
  let attempts = 0;
  const improves = async (candidate: readonly number[]): Promise<boolean> => {
    if (attempts >= limits.attempts) return false;
    attempts += 1;
    if (!(await isFound(candidate))) return false;
    best = candidate;
    return true;
  };
  for (let before = -1; before !== cost(best) && attempts < limits.attempts; ) {
    before = cost(best);
    for (let width = Math.max(1, best.length >> 1); width >= 1; width >>= 1) {
      for (let at = 0; at < best.length && attempts < limits.attempts; ) {
        const shorter = [...best.slice(0, at), ...best.slice(at + width)];
        if (!(await improves(shorter))) at += width;
      }
    }
    for (let at = 0; at < best.length && attempts < limits.attempts; at += 1) {
      const value = best[at] ?? 0;
      for (const lower of [0, value >> 1, value - 1]) {
        if (lower < 0 || lower >= value) continue;
        if (await improves([...best.slice(0, at), lower, ...best.slice(at + 1)])) break;
      }
    }
  }
  return best;
}

function cost(choices: readonly number[]): number {
  return choices.reduce((sum, choice) => sum + choice + 1, 0);
}
