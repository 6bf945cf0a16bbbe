import { ContractError } from '../errors/contract-error.js';
import type { ContractColumn } from '../model/column.js';
import { optionsOf } from '../schema/shape-union.js';
import type { ConsumerPin } from './consumer-pin.js';

/** What can be consumed: a contract, by what a pin needs of it. */
export interface ConsumedContract<Row = unknown> {
  readonly domain: string;
  readonly name: string;
  readonly version: string;
  readonly columns: readonly ContractColumn[];
  readonly $row: Row;
}

/** A pin that knows the type of what it reads. */
export interface TypedConsumerPin<Row = unknown> extends ConsumerPin {
  /** The type of a row as this consumer reads it. There is no value at run time. */
  readonly $row: Row;
}

/** What is said of a consumer. */
export interface ConsumesOptions<Column extends string = string> {
  /** Who reads: the name of a team, a report, a model. */
  readonly by: string;
  /** Enum columns of which each value is handled by name, so that a new one breaks the consumer. */
  readonly exhaustive?: readonly NoInfer<Column>[];
}

/** Whether a column holds a closed set of values, of texts or of others. */
function isEnum(column: ContractColumn | undefined): boolean {
  return column !== undefined && optionsOf(column.stored).some(({ kind }) => kind === 'enum');
}

/**
 * Declares which columns of a contract somebody reads.
 *
 * A comparison then names this consumer in each change that hurts it, and refuses to take away what
 * it reads. In the same repository the compiler says so as well: a column that is gone does not
 * compile here.
 *
 * @throws {@link ContractError} `DAS_CONTRACT_UNKNOWN_COLUMN` for what is no column, or none at all;
 * `DAS_CONTRACT_INVALID_NAME` when nobody is named
 * @example
 * ```ts
 * import { consumes, defineContract } from '@das/contracts';
 * import { z } from 'zod';
 *
 * const orders = defineContract({
 *   domain: 'commerce', name: 'orders', version: '1.2.0', owner: 'data-commerce',
 *   schema: z.object({ order_id: z.uuid(), region: z.enum(['EMEA', 'AMER']), note: z.string() }),
 *   columns: { order_id: 'internal', region: 'internal', note: 'internal' },
 * });
 * const revenue = consumes(orders, ['order_id', 'region'], { by: 'finance-revenue' });
 * type Row = typeof revenue.$row; // { order_id: string; region: 'EMEA' | 'AMER' }
 * const row: Row = { order_id: '0b6f0c3e-7a52-4a0b-9d3b-1f1a4c0d9e11', region: 'EMEA' };
 * console.log(revenue.contract, revenue.columns, row.region);
 * // => commerce.orders [ 'order_id', 'region' ] EMEA
 * ```
 */
export function consumes<Row, const Column extends keyof Row & string>(
  contract: ConsumedContract<Row>,
  columns: readonly [Column, ...Column[]],
  options: ConsumesOptions<Column>,
): TypedConsumerPin<Pick<Row, Column>> {
  const { domain, name, version } = contract;
  const place = `consumer ${options.by} of ${domain}.${name}`;
  if (typeof options.by !== 'string' || options.by.trim() === '') {
    throw new ContractError('DAS_CONTRACT_INVALID_NAME', 'the consumer has no name', {
      place: `a consumer of ${domain}.${name}`,
      next: "say who reads, such as { by: 'finance-revenue' }",
    });
  }
  const known = new Map<string, ContractColumn>(contract.columns.map((each) => [each.name, each]));
  const unknown = columns.find((column) => !known.has(column));
  if (unknown !== undefined || columns.length === 0) {
    const what =
      unknown === undefined ? 'the consumer reads no column' : `there is no column ${unknown}`;
    throw new ContractError('DAS_CONTRACT_UNKNOWN_COLUMN', what, {
      place,
      next: `name columns of the contract: ${[...known.keys()].join(', ')}`,
    });
  }
  const exhaustive = options.exhaustive ?? [];
  const read = new Set<string>(columns);
  const wrong = exhaustive.find((column) => !read.has(column) || !isEnum(known.get(column)));
  if (wrong !== undefined) {
    throw new ContractError(
      'DAS_CONTRACT_UNKNOWN_COLUMN',
      `the column ${wrong} is no enum that the consumer reads`,
      { place, next: 'name in exhaustive only columns with an enum that are read as well' },
    );
  }
  const pin: ConsumerPin = Object.freeze({
    consumer: options.by,
    contract: `${domain}.${name}`,
    version,
    columns: Object.freeze([...new Set(columns)].sort()),
    exhaustive: Object.freeze([...new Set<string>(exhaustive)].sort()),
  });
  // The row is a type without a value, so it is asserted rather than assigned.
  return pin as TypedConsumerPin<Pick<Row, Column>>;
}
