import {
  type Domain,
  type EvidenceRecorder,
  orderPromotions,
  type PromotionRun,
  runPromotion,
  type Warehouse,
} from '@das/core';
import type { Terminal } from './terminal.js';

/** Runs every promotion of the domain, each after those that fill its source. */
export async function promoteAll(options: {
  readonly domain: Domain;
  readonly warehouse: Warehouse;
  readonly evidence: EvidenceRecorder;
  readonly terminal: Terminal;
}): Promise<readonly PromotionRun[]> {
  const runs: PromotionRun[] = [];
  for (const promotion of orderPromotions(options.domain.promotions)) {
    options.terminal.progress(promotion.name);
    runs.push(await runPromotion(promotion, options));
  }
  return runs;
}
