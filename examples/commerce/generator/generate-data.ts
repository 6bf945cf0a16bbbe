import { join } from 'node:path';
import { seededRandom } from '../demonstration/seeded-random.js';
import { customerEvents } from './customer-events.js';
import type { Emission, Expectation } from './emission.js';
import { type OrderExpectation, orderEvents } from './order-events.js';
import { inventPeople } from './people.js';
import { sessionEvents } from './session-events.js';
import { writeLines } from './write-lines.js';

/** The seed of the demo. */
export const defaultSeed = 20_260_101;

/** How many lines of each stream are written. */
export interface Volume {
  readonly orders: number;
  readonly sessions: number;
  readonly customers: number;
}

/** The volume of the demo. */
const defaultVolume: Volume = { orders: 50_000, sessions: 20_000, customers: 5000 };

/** What to generate, and where. */
export interface GenerateOptions {
  /** Gets one folder for each stream. */
  readonly directory: string;
  /** The same seed and anchor give the same bytes. */
  readonly seed?: number;
  /** The anchor: every event is before it. */
  readonly now: Date;
  readonly volume?: Volume;
}

/** What was generated: the files, and what collecting and promoting them must lead to. */
export interface GeneratedData {
  readonly seed: number;
  readonly now: string;
  readonly files: readonly string[];
  readonly expected: {
    readonly orders: OrderExpectation;
    readonly sessions: Expectation;
    readonly customers: Expectation;
  };
}

/**
 * Writes the data of a shop that does not exist: customers, their orders and their sessions, with
 * known numbers of duplicates, late events, malformed lines, violations and personal data where
 * none belongs.
 *
 * Nothing in it is anybody's: addresses are of domains kept for examples, telephone numbers of the
 * range kept for fiction, IP addresses of networks kept for documentation, cards those for tests.
 */
export async function generateData(options: GenerateOptions): Promise<GeneratedData> {
  const { directory, seed = defaultSeed, volume = defaultVolume } = options;
  const now = options.now.getTime();
  const random = seededRandom(seed);
  const people = inventPeople(Math.floor(volume.customers * 0.9), random);
  const customers = customerEvents(people, { now, lines: volume.customers, random });
  const orders = orderEvents(people, { now, lines: volume.orders, random });
  const sessions = sessionEvents(people, { now, lines: volume.sessions, random });

  const files: string[] = [];
  const write = async (names: readonly string[], emissions: readonly Emission[]) => {
    const paths = names.map((name) => join(directory, name));
    await writeLines(paths, emissions);
    files.push(...paths);
  };
  await write(
    ['1.ndjson', '2.ndjson', '3.ndjson.gz', '4.ndjson'].map((name) => `orders/orders-${name}`),
    orders.emissions,
  );
  await write(
    ['1.ndjson', '2.ndjson'].map((name) => `sessions/sessions-${name}`),
    sessions.emissions,
  );
  await write(['customers/customers-1.ndjson'], customers.emissions);
  return {
    seed,
    now: options.now.toISOString(),
    files,
    expected: {
      orders: orders.expected,
      sessions: sessions.expected,
      customers: customers.expected,
    },
  };
}
