import type { CustomerEvent } from '../collectors/customers-collector.js';
import { loyaltyTiers } from '../contracts/customers.js';
import type { Random } from '../demonstration/seeded-random.js';
import { type Emission, type Expectation, inOrder, retries } from './emission.js';
import { brokenJson, type Fault, missing, replaced } from './faults.js';
import type { Person } from './people.js';
import { spoiled } from './spoiled.js';

const day = 86_400_000;

const faults: readonly Fault[] = [
  brokenJson(2),
  missing(2, 'full_name'),
  replaced('CONTRACT_VIOLATION', 2, 'email', ({ email }) => String(email).replace('@', ' at ')),
];

/** Customers as the account service writes them: everyone once, and some again when they change. */
export function customerEvents(
  people: readonly Person[],
  options: { readonly now: number; readonly lines: number; readonly random: Random },
): { readonly emissions: readonly Emission[]; readonly expected: Expectation } {
  const { now, lines, random } = options;
  const events = people.map((person, index) => {
    // The last change is just before now, so that the data is as fresh as the contract promises.
    const at = index === people.length - 1 ? now - 60_000 : now - random.between(1, 700) * day;
    return eventOf(person, at, random);
  });
  const written = events.map(emissionOf);

  const spoiledLines = spoiled(faults, lines, random, () => {
    const at = now - random.between(1, 700) * day;
    const event = eventOf(random.pick(people), at, random);
    return { at, event: { ...event, customer_id: random.uuid() } };
  });
  const duplicates = Math.max(1, Math.round(lines / 200));
  const changes = lines - people.length - spoiledLines.emissions.length - duplicates;
  const changed = random.sample(events.slice(0, -1), changes).map((event) => {
    const at = Math.min(Date.parse(event.updated_at) + random.between(1, 90) * day, now - 90_000);
    const loyalty_tier = random.pick(loyaltyTiers);
    return emissionOf({ ...event, loyalty_tier, updated_at: new Date(at).toISOString() });
  });

  const good = [...written, ...changed];
  const emissions = [...good, ...spoiledLines.emissions, ...retries(good, duplicates, random)];
  return {
    emissions: inOrder(emissions),
    expected: {
      lines: emissions.length,
      landed: good.length,
      duplicates,
      quarantined: spoiledLines.quarantined,
      rows: people.length,
    },
  };
}

function eventOf(person: Person, at: number, random: Random): CustomerEvent {
  return {
    customer_id: person.id,
    email: person.email,
    full_name: person.fullName,
    phone: person.phone,
    country: person.country,
    loyalty_tier: random.pick(loyaltyTiers),
    accepts_marketing: random.chance(0.4),
    signed_up_on: new Date(at - random.between(0, 900) * day).toISOString().slice(0, 10),
    updated_at: new Date(at).toISOString(),
  };
}

function emissionOf(event: CustomerEvent): Emission {
  return { at: Date.parse(event.updated_at), line: JSON.stringify(event) };
}
