import { FileCollector } from '@das/collectors';
import type { Collector, ContractInput } from '@das/core';
import { orders } from '../contracts/orders.js';
import { regionOf } from '../contracts/regions.js';

/** What the shop writes: an order without what follows from its country and its time. */
export type OrderEvent = Omit<ContractInput<typeof orders>, 'region' | 'order_date'>;

/** Collects order events, and adds the region and the day. */
export class OrdersCollector extends FileCollector<typeof orders> {
  readonly contract = orders;
  readonly files = '.das/data/orders';
  override readonly deduplicate: Collector<typeof orders>['deduplicate'] = { window: '7d' };

  override transform(event: OrderEvent): ContractInput<typeof orders> {
    return {
      ...event,
      region: regionOf(event.country),
      order_date: String(event.placed_at).slice(0, 10),
    };
  }
}
