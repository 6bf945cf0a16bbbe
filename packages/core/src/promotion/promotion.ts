import type { AnyContract, ColumnName, Contract, Duration } from '@das/contracts';
import type { $ZodObject } from 'zod/v4/core';
import type { Tier } from '../access/declarations.js';
import { CoreError } from '../errors/core-error.js';
import type { Expression } from './expression.js';

/** A contract's table in a tier. */
export interface TierTable<C extends AnyContract = AnyContract> {
  readonly contract: C;
  readonly tier: Tier;
}

/** The BRONZE table of a contract: as landed. */
export function bronze<C extends AnyContract>(contract: C): TierTable<C> {
  return Object.freeze({ contract, tier: 'BRONZE' });
}

/** The SILVER table of a contract: clean, deduplicated, typed. */
export function silver<C extends AnyContract>(contract: C): TierTable<C> {
  return Object.freeze({ contract, tier: 'SILVER' });
}

/** The PLATINUM table of a contract: consumer-grade, its contract enforced. */
export function platinum<C extends AnyContract>(contract: C): TierTable<C> {
  return Object.freeze({ contract, tier: 'PLATINUM' });
}

/** How a promotion keeps its target up to date. */
export type PromotionStrategy =
  | { readonly kind: 'dynamicTable'; readonly targetLag: Duration | 'downstream' | undefined }
  | { readonly kind: 'audited' };

/**
 * A dynamic table: Snowflake refreshes it within the target lag, by default the freshness SLO of
 * the target contract, or one hour. Compiles to `CREATE DYNAMIC TABLE`.
 */
export function dynamicTable(
  options: { targetLag?: Duration | 'downstream' } = {},
): PromotionStrategy {
  return Object.freeze({ kind: 'dynamicTable', targetLag: options.targetLag });
}

/**
 * Write, audit, publish: the rows are built aside, checked against the target contract's rules, and
 * published in one statement only if the rules over the whole table hold.
 */
export function audited(): PromotionStrategy {
  return Object.freeze({ kind: 'audited' });
}

type ColumnsOf<C extends AnyContract> =
  C extends Contract<infer S extends $ZodObject> ? ColumnName<S> : never;

/** Target columns that the source does not have under the same name must be given an expression. */
export type ColumnMapping<From extends AnyContract, To extends AnyContract> = {
  readonly [C in Exclude<ColumnsOf<To>, ColumnsOf<From>>]: Expression;
} & { readonly [C in Extract<ColumnsOf<To>, ColumnsOf<From>>]?: Expression };

type Mapped<From extends AnyContract, To extends AnyContract> =
  Exclude<ColumnsOf<To>, ColumnsOf<From>> extends never
    ? { readonly columns?: ColumnMapping<From, To> }
    : { readonly columns: ColumnMapping<From, To> };

/** What `promotion` takes. */
export type PromotionDefinition<From extends AnyContract, To extends AnyContract> = {
  readonly from: TierTable<From>;
  readonly to: TierTable<To>;
  readonly strategy: PromotionStrategy;
  /** An SQL condition over the source's columns. */
  readonly where?: string;
  /** Source columns to group by; the other target columns are then aggregates. */
  readonly groupBy?: readonly ColumnsOf<From>[];
} & Mapped<From, To>;

/** How rows of one table become rows of another. */
export interface Promotion {
  readonly kind: 'promotion';
  /** `<contract>_<tier>` of the target, lower case. */
  readonly name: string;
  readonly from: TierTable;
  readonly to: TierTable;
  readonly strategy: PromotionStrategy;
  readonly columns: Readonly<Record<string, Expression>>;
  readonly where: string | undefined;
  readonly groupBy: readonly string[];
}

/**
 * Declares a promotion. Columns of the same name are carried over; the others need an expression,
 * which the compiler checks.
 *
 * Out of BRONZE, the newest row of each primary key is kept.
 *
 * @throws {@link CoreError} `DAS_PROMOTION_INVALID` when it leads to the same table or down a tier,
 * or `DAS_PROMOTION_DECLASSIFIES` (from `plan`) when a sensitive column reaches a less sensitive one
 */
export function promotion<From extends AnyContract, To extends AnyContract>(
  definition: PromotionDefinition<From, To>,
): Promotion {
  const { from, to } = definition;
  const name = `${to.contract.name}_${to.tier.toLowerCase()}`;
  const order: readonly Tier[] = ['BRONZE', 'SILVER', 'PLATINUM'];
  const climbs = order.indexOf(to.tier) > order.indexOf(from.tier);
  if (!climbs && from.contract.name === to.contract.name) {
    throw new CoreError('DAS_PROMOTION_INVALID', 'a promotion must lead to a higher tier', {
      place: `promotion ${name}`,
      next: 'promote from BRONZE to SILVER or from SILVER to PLATINUM',
    });
  }
  if (order.indexOf(to.tier) < order.indexOf(from.tier) || to.tier === 'BRONZE') {
    throw new CoreError('DAS_PROMOTION_INVALID', 'a promotion must not lead to a lower tier', {
      place: `promotion ${name}`,
      next: 'BRONZE is landed by collectors alone; choose SILVER or PLATINUM as the target',
    });
  }
  return Object.freeze({
    kind: 'promotion',
    name,
    from,
    to,
    strategy: definition.strategy,
    columns: Object.freeze({ ...definition.columns }) as Readonly<Record<string, Expression>>,
    where: definition.where,
    groupBy: Object.freeze([...(definition.groupBy ?? [])]),
  });
}
