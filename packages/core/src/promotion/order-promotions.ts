import { CoreError } from '../errors/core-error.js';
import type { Promotion, TierTable } from './promotion.js';

function isSame(a: TierTable, b: TierTable): boolean {
  return a.contract === b.contract && a.tier === b.tier;
}

/**
 * Promotions so that each comes after those that fill its source, and, where that leaves a choice,
 * after those that fill the tables that its referential rules look into.
 *
 * @throws {@link CoreError} `DAS_PROMOTION_INVALID` when promotions feed each other in a circle, or
 * two fill the same table
 */
export function orderPromotions(promotions: readonly Promotion[]): readonly Promotion[] {
  const before = prerequisitesOf(promotions);
  const ordered: Promotion[] = [];
  const visiting = new Set<Promotion>();
  const visit = (promotion: Promotion): void => {
    if (ordered.includes(promotion)) return;
    if (visiting.has(promotion)) throw invalid(promotion, 'it feeds itself through others');
    visiting.add(promotion);
    for (const each of before.get(promotion) ?? []) visit(each);
    if (ordered.some((each) => isSame(each.to, promotion.to))) {
      throw invalid(promotion, 'another promotion fills the same table');
    }
    ordered.push(promotion);
  };
  for (const each of promotions) visit(each);
  return ordered;
}

type Prerequisites = Map<Promotion, Promotion[]>;

function prerequisitesOf(promotions: readonly Promotion[]): Prerequisites {
  const before: Prerequisites = new Map(
    promotions.map((promotion) => [
      promotion,
      promotions.filter((each) => isSame(each.to, promotion.from)),
    ]),
  );
  for (const promotion of promotions) {
    for (const each of promotions) {
      // Contracts may refer to each other in a circle; then one of them looks at older rows.
      if (!refersTo(promotion, each) || needs(each, promotion, before)) continue;
      before.get(promotion)?.push(each);
    }
  }
  return before;
}

function refersTo({ to }: Promotion, { to: { contract, tier } }: Promotion): boolean {
  return (
    tier === to.tier &&
    contract !== to.contract &&
    to.contract.quality.some(
      (rule) =>
        rule.kind === 'referential' &&
        rule.references.contract === `${contract.domain}.${contract.name}`,
    )
  );
}

/** Whether a promotion comes after another, by way of any number of others. */
function needs(promotion: Promotion, other: Promotion, before: Prerequisites): boolean {
  const seen = new Set<Promotion>();
  const reaches = (each: Promotion): boolean => {
    if (each === other) return true;
    if (seen.has(each)) return false;
    seen.add(each);
    return (before.get(each) ?? []).some(reaches);
  };
  return reaches(promotion);
}

function invalid(promotion: Promotion, message: string): CoreError {
  return new CoreError('DAS_PROMOTION_INVALID', message, {
    place: `promotion ${promotion.name}`,
    next: 'let every table be filled by one promotion, from one below',
  });
}
