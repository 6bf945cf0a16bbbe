import { type Domain, domainNames, type Row, sql, type Warehouse } from '@das/core';
import { orders } from '../contracts/orders.js';

/** What a collector has left in the warehouse, but for what differs from run to run. */
export interface LandedState {
  readonly bronze: readonly Row[];
  readonly quarantine: readonly Row[];
  readonly offsets: readonly Row[];
}

/** Reads everything but ids, times and owners of runs, in the order of the source. */
export async function landedState(domain: Domain, warehouse: Warehouse): Promise<LandedState> {
  const names = domainNames(domain.database);
  await using session = await warehouse.openSession({ role: names.pipelineRole });
  const read = async (table: readonly string[], without: readonly string[], order: string) => {
    const { rows } = await session.execute(
      sql`SELECT * FROM ${sql.id(...table)} ORDER BY ${sql.raw(order)}`,
    );
    return rows.map((row) =>
      Object.fromEntries(Object.entries(row).filter(([column]) => !without.includes(column))),
    );
  };
  return {
    bronze: await read(
      names.table(orders, 'BRONZE'),
      ['_DAS_BATCH_ID', '_DAS_LANDED_AT'],
      '_DAS_PARTITION, _DAS_OFFSET, _DAS_RECORD_HASH',
    ),
    quarantine: await read(
      names.quarantine,
      ['ID', 'BATCH_ID', 'QUARANTINED_AT'],
      '"PARTITION", "OFFSET"',
    ),
    offsets: await read(names.offsets, ['EPOCH', 'OWNER', 'UPDATED_AT'], '"PARTITION"'),
  };
}
