import { FileCollector } from '@das/collectors';
import type { ContractInput } from '@das/core';
import { customers } from '../contracts/customers.js';
import { regionOf } from '../contracts/regions.js';

/** What the account service writes: a customer without the region. */
export type CustomerEvent = Omit<ContractInput<typeof customers>, 'region'>;

/** Collects customers, and adds the region. */
export class CustomersCollector extends FileCollector<typeof customers> {
  readonly contract = customers;
  readonly files = '.das/data/customers';
  override readonly deduplicate = { window: '7d' } as const;

  override transform(event: CustomerEvent): ContractInput<typeof customers> {
    return { ...event, region: regionOf(event.country) };
  }
}
