import type { ContractInput } from '@das/core';
import { countries, regionOf } from '../contracts/regions.js';
import { devices, type sessions } from '../contracts/sessions.js';
import type { Random } from '../demonstration/seeded-random.js';
import { type Emission, type Expectation, inOrder, retries } from './emission.js';
import { brokenJson, type Fault, missing, replaced } from './faults.js';
import { inventIpAddress, type Person } from './people.js';
import { spoiled } from './spoiled.js';

type SessionEvent = ContractInput<typeof sessions>;

const hour = 3_600_000;
const week = 7 * 24 * hour;

const pages = ['/', '/sale', '/shoes', '/books?sort=new', '/account', '/help/returns'];

const faults: readonly Fault[] = [
  brokenJson(1),
  replaced('CONTRACT_VIOLATION', 1.5, 'device', () => 'toaster'),
  missing(1, 'ip_address'),
  replaced('RULE_VIOLATION', 0.5, 'pages', () => 0),
  replaced(
    'UNDECLARED_PII',
    1,
    'landing_page',
    ({ customer_email }) => `/reset?email=${customer_email ?? 'someone@example.com'}`,
  ),
];

/** Sessions as the web shop writes them. */
export function sessionEvents(
  people: readonly Person[],
  options: { readonly now: number; readonly lines: number; readonly random: Random },
): { readonly emissions: readonly Emission[]; readonly expected: Expectation } {
  const { now, lines, random } = options;
  // The last event is just before now, so that the data is as fresh as the contract promises.
  const newest = now - 5000;
  const wrong = spoiled(faults, lines, random, () => {
    const at = newest - random.between(hour, week);
    return { at, event: eventOf(people, at, random) };
  });
  const duplicates = Math.max(1, Math.round(lines / 200));
  const good = lines - duplicates - wrong.emissions.length;
  const accepted = Array.from({ length: good }, (_, index): Emission => {
    const at = index === 0 ? newest : newest - random.between(1, week);
    return { at, line: JSON.stringify(eventOf(people, at, random)) };
  });
  const emissions = [...accepted, ...wrong.emissions, ...retries(accepted, duplicates, random)];
  return {
    emissions: inOrder(emissions),
    expected: {
      lines: emissions.length,
      landed: accepted.length,
      duplicates,
      quarantined: wrong.quarantined,
      rows: accepted.length,
    },
  };
}

function eventOf(people: readonly Person[], at: number, random: Random): SessionEvent {
  const person = random.chance(0.6) ? random.pick(people) : undefined;
  return {
    session_id: random.uuid(),
    customer_email: person?.email ?? null,
    ip_address: inventIpAddress(random),
    region: person?.region ?? regionOf(random.pick(countries)),
    device: random.pick(devices),
    landing_page: random.pick(pages),
    pages: random.between(1, 40),
    duration_seconds: random.between(0, 3600),
    has_ordered: random.chance(0.08),
    started_at: new Date(at).toISOString(),
  };
}
