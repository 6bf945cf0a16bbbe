import type { AnyContract } from '@das/contracts';
import type { Tier } from '../access/declarations.js';
import { orderPromotions } from '../promotion/order-promotions.js';
import type { Promotion } from '../promotion/promotion.js';
import { collectorsOf, type Domain } from './define-domain.js';

/** Where the rows of a table of the domain come from. */
export type DomainTable =
  | { readonly tier: Tier; readonly contract: AnyContract; readonly filledBy: 'collector' }
  | {
      readonly tier: Tier;
      readonly contract: AnyContract;
      readonly filledBy: 'promotion';
      readonly promotion: Promotion;
    };

/** The tables that hold a domain's data: one for each collector, one for each promotion. */
export function tablesOf(domain: Domain): readonly DomainTable[] {
  const landed = new Set(collectorsOf(domain).map((collector) => collector.contract));
  return [
    ...[...landed].map((contract) => ({
      tier: 'BRONZE' as const,
      contract,
      filledBy: 'collector' as const,
    })),
    ...orderPromotions(domain.promotions).map((promotion) => ({
      tier: promotion.to.tier,
      contract: promotion.to.contract,
      filledBy: 'promotion' as const,
      promotion,
    })),
  ];
}
