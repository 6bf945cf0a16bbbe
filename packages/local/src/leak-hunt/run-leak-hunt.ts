import { type HuntResult, hunt, type KindCount } from './hunt.js';
import { HuntingGround } from './world/hunting-ground.js';

export interface LeakHuntOptions {
  readonly queries: number;
  readonly seed: number;
  /** After how many findings it stops; 1 by default. */
  readonly findings?: number;
  readonly onProgress?: (line: string) => void;
}

export interface LeakHuntReport extends HuntResult {
  readonly seed: number;
  /** Of one to a few statements each; the counts by kind are of these. */
  readonly programs: number;
  readonly accepted: number;
  readonly failed: number;
  readonly refused: number;
  readonly byPlan: number;
  /** Parts of the world that the engine refuses to set up so far. */
  readonly missing: readonly string[];
  readonly seconds: number;
}

/** Queries in one world, before the next is set up with other canaries. */
const roundLength = 5_000;

/** Hunts in rounds, each in new worlds. */
export async function runLeakHunt(options: LeakHuntOptions): Promise<LeakHuntReport> {
  const { queries, seed, findings: limit = 1, onProgress } = options;
  const begin = performance.now();
  const total: Record<string, KindCount> = {};
  const findings: HuntResult['findings'][number][] = [];
  let missing: readonly string[] = [];
  let done = 0;
  for (let round = 0; done < queries && findings.length < limit; round += 1) {
    const length = Math.min(roundLength, queries - done);
    await using ground = await HuntingGround.open(seed + round);
    missing = ground.missing;
    const result = await hunt({
      ground,
      seed: seed + round,
      queries: length,
      findings: limit - findings.length,
    });
    addCounts(total, result.kinds);
    findings.push(...result.findings);
    done += result.queries;
    const seconds = Math.round((performance.now() - begin) / 1000);
    onProgress?.(`${done} of ${queries} queries in ${seconds} s, seed ${seed + round}`);
  }
  const sum = (key: keyof KindCount): number =>
    Object.values(total).reduce((all, count) => all + count[key], 0);
  return {
    seed,
    queries: done,
    programs: sum('accepted') + sum('failed') + sum('refused'),
    accepted: sum('accepted'),
    failed: sum('failed'),
    refused: sum('refused'),
    byPlan: sum('byPlan'),
    kinds: total,
    missing,
    findings,
    seconds: Math.round((performance.now() - begin) / 100) / 10,
  };
}

function addCounts(
  total: Record<string, KindCount>,
  more: Readonly<Record<string, KindCount>>,
): void {
  for (const [kind, count] of Object.entries(more)) {
    const before = total[kind] ?? { accepted: 0, failed: 0, refused: 0, byPlan: 0 };
    total[kind] = {
      accepted: before.accepted + count.accepted,
      failed: before.failed + count.failed,
      refused: before.refused + count.refused,
      byPlan: before.byPlan + count.byPlan,
    };
  }
}
