import type { $ZodObject } from 'zod/v4/core';
import { assembleContract } from './definition/assemble-contract.js';
import { checkDefinition } from './definition/check-definition.js';
import { checkDocument } from './definition/check-document.js';
import { freezeDeeply } from './definition/freeze-deeply.js';
import type { OnlyColumnsOf } from './definition/only-columns.js';
import { resolveColumns } from './definition/resolve-columns.js';
import type {
  AnyContract,
  ColumnDeclarations,
  Contract,
  ContractDefinition,
} from './model/contract.js';
import type { ContractDocument } from './model/contract-document.js';
import { defaultRetention } from './model/slo.js';
import { recordShapeOf } from './schema/record-shape.js';

/**
 * Defines a data contract: what a table promises, in one place, checked by the compiler.
 *
 * Every column of the schema must be classified in `columns`; one left out does not compile, and
 * does not run either. The result is frozen and does nothing until something reads it.
 *
 * The schema must be synchronous and have a closed set of columns: `z.looseObject` and `catchall`
 * are refused, and one with async refinements is refused by the first record that reaches them.
 *
 * A declared type must hold what the schema lets through: a bound, a length or an offset that it has
 * no room for is refused here, before any data is. So is a rule that does not compile to SQL.
 *
 * A description and examples that a schema carries by `describe` or `meta` become those of the
 * column, through any wrapper. A classification is read from `columns` alone.
 *
 * @throws {@link ContractError} when a name, version, schema, duration, key, rule or column type is not valid
 * @example
 * ```ts
 * import { defineContract, rule } from '@das/contracts';
 * import { z } from 'zod';
 *
 * const orders = defineContract({
 *   domain: 'commerce', name: 'orders', version: '1.0.0', owner: 'data-commerce',
 *   schema: z.object({ order_id: z.uuid(), email: z.email(), total_usd: z.number() }),
 *   columns: {
 *     order_id: 'internal',
 *     email: { classification: 'pii', semantic: 'email' },
 *     total_usd: { classification: 'confidential', type: 'NUMBER(12,2)' },
 *   },
 *   primaryKey: ['order_id'],
 *   quality: [rule.range('total_usd', { min: 0 })],
 * });
 * console.log(orders.column('email').classification, orders.column('total_usd').type);
 * // => pii NUMBER(12,2)
 * ```
 */
export function defineContract<
  const Schema extends $ZodObject,
  const Columns extends ColumnDeclarations<Schema>,
>(
  definition: ContractDefinition<Schema, Columns> & OnlyColumnsOf<Schema, Columns>,
): Contract<Schema, Columns> {
  const place = `contract ${definition.name}`;
  return checkDefinition(definition, place, () =>
    contractOf(definition, place),
  ) as unknown as Contract<Schema, Columns>;
}

function contractOf<Schema extends $ZodObject>(
  definition: ContractDefinition<Schema>,
  place: string,
): AnyContract {
  const { schema } = definition;
  const document = Object.freeze({
    domain: definition.domain,
    name: definition.name,
    version: definition.version,
    status: definition.status ?? 'active',
    owner: definition.owner,
    description: definition.description,
    tags: freezeDeeply(definition.tags ?? []),
    columns: resolveColumns(definition, place),
    ...recordShapeOf(schema),
    primaryKey: freezeDeeply(definition.primaryKey ?? []),
    uniqueKeys: freezeDeeply(definition.uniqueKeys ?? []),
    foreignKeys: freezeDeeply(definition.foreignKeys ?? []),
    grain: definition.grain,
    partitionBy: freezeDeeply(definition.partitionBy ?? []),
    clusterBy: freezeDeeply(definition.clusterBy ?? []),
    slo: freezeDeeply(definition.slo ?? {}),
    quality: freezeDeeply(definition.quality ?? []),
    retention: Object.freeze({ ...defaultRetention, ...definition.retention }),
    sharing: freezeDeeply(definition.sharing),
    support: freezeDeeply(definition.support ?? []),
    terms: freezeDeeply(definition.terms),
    deprecated: freezeDeeply(definition.deprecated),
    compatibility: definition.compatibility ?? 'full',
  }) satisfies ContractDocument;
  checkDocument(document, place);
  return assembleContract(document, schema, place);
}
