/** Columns of one contract that refer to the key of another. */
export interface ForeignKey<Column extends string = string> {
  readonly columns: readonly Column[];
  readonly references: KeyReference;
}

/** The columns of a contract that a foreign key or a referential rule points to. */
export interface KeyReference {
  /** `domain.name`. */
  readonly contract: string;
  readonly columns: readonly string[];
}

/** What can be pointed to: a contract, by what a foreign key needs of it. */
export interface KeyTarget<Column extends string = string> {
  readonly domain: string;
  readonly name: string;
  readonly columns: readonly { readonly name: Column }[];
}

/**
 * Declares that columns hold the key of a row of another contract, pairwise in order. The compiler
 * checks both sides.
 *
 * @example
 * ```ts
 * import { defineContract, foreignKey } from '@das/contracts';
 * import { z } from 'zod';
 *
 * const named = { domain: 'commerce', version: '1.0.0', owner: 'data-commerce' } as const;
 * const customers = defineContract({
 *   ...named, name: 'customers',
 *   schema: z.object({ id: z.uuid() }), columns: { id: 'internal' }, primaryKey: ['id'],
 * });
 * const orders = defineContract({
 *   ...named, name: 'orders',
 *   schema: z.object({ order_id: z.uuid(), customer_id: z.uuid() }),
 *   columns: { order_id: 'internal', customer_id: 'internal' },
 *   foreignKeys: [foreignKey(['customer_id'], customers, ['id'])],
 * });
 * console.log(orders.foreignKeys[0]?.references.contract);
 * // => commerce.customers
 * ```
 */
export function foreignKey<const Column extends string, const Target extends string>(
  columns: readonly [Column, ...Column[]],
  target: KeyTarget<Target>,
  targetColumns: readonly [NoInfer<Target>, ...NoInfer<Target>[]],
): ForeignKey<Column> {
  return Object.freeze({
    columns: Object.freeze([...columns]),
    references: Object.freeze({
      contract: `${target.domain}.${target.name}`,
      columns: Object.freeze([...targetColumns]),
    }),
  });
}
