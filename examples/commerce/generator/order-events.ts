import type { OrderEvent } from '../collectors/orders-collector.js';
import { currencies } from '../contracts/orders.js';
import { type Region, regionOf, regions } from '../contracts/regions.js';
import type { Random } from '../demonstration/seeded-random.js';
import { type Emission, type Expectation, inOrder, retries } from './emission.js';
import { brokenJson, type Fault, invalidUtf8, missing, replaced } from './faults.js';
import { inventCard, inventPhone, type Person } from './people.js';
import { spoiled } from './spoiled.js';

const minute = 60_000;
const hour = 60 * minute;
const week = 7 * 24 * hour;

const notes = [
  'Please leave it with the neighbour',
  'Gift wrap, no invoice in the box',
  'Ring twice',
  'Back door, second floor',
  'Call the front desk on arrival',
  'Deliver after six in the evening',
];

const faults: readonly Fault[] = [
  brokenJson(1.2),
  invalidUtf8(0.4, 'note'),
  replaced('TRANSFORM_FAILED', 0.8, 'country', () => 'XX'),
  replaced('CONTRACT_VIOLATION', 1, 'currency', () => 'XTS'),
  replaced('CONTRACT_VIOLATION', 0.6, 'total_usd', ({ total_usd }) => String(total_usd)),
  missing(0.8, 'customer_email'),
  replaced('RULE_VIOLATION', 0.9, 'total_usd', ({ total_usd }) => -Number(total_usd)),
  replaced('UNDECLARED_PII', 0.5, 'note', ({ customer_email }) => `Mail ${customer_email} first`),
  replaced('UNDECLARED_PII', 0.4, 'note', (_, random) => `Call ${inventPhone(random)} at the gate`),
  replaced('UNDECLARED_PII', 0.3, 'note', (_, random) => `Charge ${inventCard(random)} instead`),
];

/** What the orders must lead to, beside the counts of every stream. */
export interface OrderExpectation extends Expectation {
  /** Events that are not the newest of their order. */
  readonly superseded: number;
  /** Events that were written more than an hour after they happened. */
  readonly late: number;
  readonly rowsByRegion: Readonly<Record<Region, number>>;
  /** Orders by the status of their newest version: wrong if a late event were to win. */
  readonly rowsByStatus: Readonly<Record<string, number>>;
  /** Days and regions with an order that was not cancelled. */
  readonly daysWithRevenue: number;
  /** In cents, so that the sum is exact. */
  readonly revenueCents: number;
}

/** Orders as the shop writes them: versions, late events, retries, and lines that are wrong. */
export function orderEvents(
  people: readonly Person[],
  options: { readonly now: number; readonly lines: number; readonly random: Random },
): { readonly emissions: readonly Emission[]; readonly expected: OrderExpectation } {
  const { now, lines, random } = options;
  // The last event is just before now, so that the data is as fresh as the contract promises.
  const newest = now - 3000;
  const anyTime = () => newest - random.between(hour, week);
  const wrong = spoiled(faults, lines, random, () => {
    const at = anyTime();
    return { at, event: eventOf(random.pick(people), at, random) };
  });
  const duplicates = Math.max(1, Math.round(lines / 100));
  const good = lines - duplicates - wrong.emissions.length;
  const changes = Math.floor(good / 5);
  const late = Math.max(2, Math.round(lines / 125));

  const placed = Array.from({ length: good - changes }, (_, index) =>
    eventOf(random.pick(people), index === 0 ? newest : anyTime(), random),
  );
  const changed = random
    .sample(placed.slice(1), changes)
    .map((event) => nextVersion(event, random));
  // Half of the late events have been overtaken by the next version of their order.
  const overtaken = new Set(changed.map((event) => event.order_id));
  const isOvertaken = (event: OrderEvent) => overtaken.has(event.order_id);
  const older = placed.slice(1).filter((event) => Date.parse(event.placed_at) < newest - 12 * hour);
  const lateEvents = new Set([
    ...random.sample(older.filter(isOvertaken), Math.floor(late / 2)),
    ...random.sample(
      older.filter((event) => !isOvertaken(event)),
      Math.ceil(late / 2),
    ),
  ]);
  const accepted = [
    ...placed.map((event) => emissionOf(event, lateEvents.has(event) ? 10 * hour : 0)),
    ...changed.map((event) => emissionOf(event, 0)),
  ];
  const emissions = [...accepted, ...wrong.emissions, ...retries(accepted, duplicates, random)];

  const current = new Map([...placed, ...changed].map((event) => [event.order_id, event]));
  return {
    emissions: inOrder(emissions),
    expected: {
      lines: emissions.length,
      landed: accepted.length,
      duplicates,
      quarantined: wrong.quarantined,
      rows: current.size,
      superseded: changed.length,
      late: lateEvents.size,
      ...outcomeOf([...current.values()]),
    },
  };
}

function eventOf(person: Person, at: number, random: Random): OrderEvent {
  const time = new Date(at).toISOString();
  return {
    order_id: random.uuid(),
    customer_email: person.email,
    country: person.country,
    status: 'placed',
    currency: random.pick(currencies),
    total_usd: random.between(500, 90_000) / 100,
    note: random.chance(0.3) ? random.pick(notes) : null,
    placed_at: time,
    updated_at: time,
  };
}

/** The same order some minutes later, which is before the newest event of all. */
function nextVersion(event: OrderEvent, random: Random): OrderEvent {
  const at = Date.parse(event.placed_at) + random.between(1, 55) * minute;
  return {
    ...event,
    status: random.pick(['paid', 'shipped', 'cancelled'] as const),
    updated_at: new Date(at).toISOString(),
  };
}

function emissionOf(event: OrderEvent, delay: number): Emission {
  return { at: Date.parse(event.updated_at) + delay, line: JSON.stringify(event) };
}

function outcomeOf(
  events: readonly OrderEvent[],
): Pick<OrderExpectation, 'rowsByRegion' | 'rowsByStatus' | 'daysWithRevenue' | 'revenueCents'> {
  const rowsByRegion = Object.fromEntries(regions.map((region) => [region, 0])) as Record<
    Region,
    number
  >;
  const rowsByStatus: Record<string, number> = {};
  const days = new Set<string>();
  let revenueCents = 0;
  for (const { country, status, placed_at, total_usd } of events) {
    const region = regionOf(country);
    rowsByRegion[region] += 1;
    rowsByStatus[status] = (rowsByStatus[status] ?? 0) + 1;
    if (status === 'cancelled') continue;
    days.add(`${placed_at.slice(0, 10)} ${region}`);
    revenueCents += Math.round(total_usd * 100);
  }
  return { rowsByRegion, rowsByStatus, daysWithRevenue: days.size, revenueCents };
}
