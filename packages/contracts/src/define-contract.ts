import type { $ZodObject } from 'zod/v4/core';
import { checkNames } from './definition/check-names.js';
import { checkObjectives, checkPrimaryKey, checkRules } from './definition/check-references.js';
import { freezeDeeply } from './definition/freeze-deeply.js';
import type { OnlyColumnsOf } from './definition/only-columns.js';
import { parseOrThrow, parseRecord, validate } from './definition/parse-record.js';
import { resolveColumns } from './definition/resolve-columns.js';
import { unknownColumn } from './definition/unknown-column.js';
import type {
  ColumnDeclarations,
  ColumnName,
  Contract,
  ContractDefinition,
} from './model/contract.js';
import type { ContractDocument } from './model/contract-document.js';
import { durationInSeconds } from './model/duration.js';
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
  definition: ContractDefinition<Schema, Columns> & {
    readonly columns: OnlyColumnsOf<Schema, Columns>;
  },
): Contract<Schema, Columns> {
  const { schema } = definition;
  const place = `contract ${definition.name}`;
  checkNames(definition, place);
  const columns = resolveColumns(definition, place);
  const byName = new Map<string, (typeof columns)[number]>(
    columns.map((column) => [column.name, column]),
  );
  const document = Object.freeze({
    domain: definition.domain,
    name: definition.name,
    version: definition.version,
    status: definition.status ?? 'active',
    owner: definition.owner,
    description: definition.description,
    tags: freezeDeeply(definition.tags ?? []),
    columns,
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
  checkPrimaryKey(byName, document.primaryKey, place);
  checkObjectives(byName, document.slo, place);
  checkRules(byName, document.quality, place);
  for (const duration of Object.values(document.retention)) durationInSeconds(duration);

  const contract: Omit<Contract<Schema, Columns>, '$row' | '$insert' | '$classifications'> = {
    ...document,
    schema,
    '~standard': Object.freeze({
      version: 1 as const,
      vendor: 'das',
      validate: (value: unknown) => validate(schema, value, place),
    }),
    column(name: ColumnName<Schema>) {
      const column = byName.get(name);
      if (column === undefined) throw unknownColumn(name, place);
      return column;
    },
    parse: (record: unknown) => parseOrThrow(schema, byName, record, place),
    parseRecord: (record: unknown) => parseRecord(schema, byName, record, place),
    toJSON: () => document,
  };
  // Three members are types without a value, so they are asserted rather than assigned.
  return Object.freeze(contract) as Contract<Schema, Columns>;
}
