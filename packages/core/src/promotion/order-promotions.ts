import { CoreError } from '../errors/core-error.js';
import type { Promotion, TierTable } from './promotion.js';

function isSame(a: TierTable, b: TierTable): boolean {
  return a.contract === b.contract && a.tier === b.tier;
}

/**
 * Promotions so that each comes after those that fill its source.
 *
 * @throws {@link CoreError} `DAS_PROMOTION_INVALID` when promotions feed each other in a circle, or
 * two fill the same table
 */
export function orderPromotions(promotions: readonly Promotion[]): readonly Promotion[] {
  const ordered: Promotion[] = [];
  const visiting = new Set<Promotion>();
  const visit = (promotion: Promotion): void => {
    if (ordered.includes(promotion)) return;
    if (visiting.has(promotion)) throw invalid(promotion, 'it feeds itself through others');
    visiting.add(promotion);
    for (const each of promotions) if (isSame(each.to, promotion.from)) visit(each);
    if (ordered.some((each) => isSame(each.to, promotion.to))) {
      throw invalid(promotion, 'another promotion fills the same table');
    }
    ordered.push(promotion);
  };
  for (const each of promotions) visit(each);
  return ordered;
}

function invalid(promotion: Promotion, message: string): CoreError {
  return new CoreError('DAS_PROMOTION_INVALID', message, {
    place: `promotion ${promotion.name}`,
    next: 'let every table be filled by one promotion, from one below',
  });
}
