import { type HarmlessKind, harmlessValues } from './harmless-values.js';
import { otherDay } from './held-out-values.js';
import { digits, letters, pick, type Random, whole } from './random.js';

/** The same harmless kinds, in other forms. */
export const heldOutHarmless: Readonly<Record<HarmlessKind, (random: Random) => string>> = {
  ...harmlessValues,
  order: (random) =>
    pick(random, [
      `#${whole(random, 10_000, 99_999)}`,
      `W${digits(random, 9)}`,
      `${letters(random, 3)}-${digits(random, 3)}-${digits(random, 4)}`,
      digits(random, 9),
    ]),
  invoice: (random) =>
    pick(random, [`RE${whole(random, 2018, 2026)}-${digits(random, 4)}`, digits(random, 10)]),
  business_date: (random) => otherDay(random, 2018, 2027),
  version: (random) =>
    pick(random, [
      `${whole(random, 2019, 2026)}.${whole(random, 1, 12)}.${whole(random, 1, 28)}.${whole(random, 1, 9)}`,
      `^${whole(random, 1, 30)}.${whole(random, 0, 20)}.0`,
      `build ${digits(random, 7)}`,
    ]),
  price: (random) =>
    pick(random, [
      `USD ${whole(random, 1, 999)},${digits(random, 3)}.00`,
      `${whole(random, 1, 999)}.${digits(random, 3)},${digits(random, 2)} €`,
      `-${whole(random, 1, 9999)}.${digits(random, 2)}`,
    ]),
  phone_like: (random) =>
    pick(random, [
      `${digits(random, 2)}-${digits(random, 4)}-${digits(random, 4)}`,
      `SN 555-${digits(random, 4)}`,
      `${digits(random, 5)}.${digits(random, 5)}`,
      `${digits(random, 3)}/${digits(random, 3)}/${digits(random, 4)}`,
    ]),
  part: (random) =>
    pick(random, [
      `${digits(random, 3)}-${digits(random, 2)}-${letters(random, 4)}`,
      `M${digits(random, 1)}x${digits(random, 2)} DIN ${digits(random, 3)}`,
      `${letters(random, 1)}${digits(random, 2)}${letters(random, 2)}${digits(random, 4)}`,
    ]),
  tracking: (random) =>
    pick(random, [
      `JD${digits(random, 18)}`,
      `${letters(random, 2)}${digits(random, 9)}DE`,
      `TBA${digits(random, 12)}`,
    ]),
  ticket: (random) =>
    pick(random, [
      `PROJ-${whole(random, 100, 9999)}`,
      `SR ${digits(random, 9)}`,
      `REQ00000${digits(random, 6)}`,
    ]),
  product: (random) =>
    pick(random, [
      'Samuel Adams Lager',
      'Duncan Hines Brownie Mix',
      'Black & Decker Drill',
      'Mercedes A-Class',
      'Georgia Pacific Towels',
      'St. Ives Lotion',
      'Victoria Sponge',
      'Virginia Slims',
      'Charles Shaw Merlot',
      'Levi 501',
    ]),
  company: (random) =>
    pick(random, [
      'Ernst & Young',
      'Charles Schwab Corporation',
      'Marks and Spencer',
      'Eli Lilly and Company',
      `${random.person.lastName()} GmbH`,
      `${random.person.lastName()} & Sons Ltd`,
    ]),
  measure: (random) =>
    pick(random, [
      `${whole(random, 1, 9)}.${digits(random, 2)} mmol/L`,
      `${whole(random, 10, 99)} kg`,
      `SpO2 ${whole(random, 88, 100)}%`,
      `${whole(random, 1, 12)} x ${whole(random, 1, 12)} cm`,
    ]),
  category: (random) =>
    pick(random, [
      'Cardiology',
      'Lawn & Patio',
      'Gold Member',
      'Lakeside',
      'Emergency',
      'Madison Collection',
    ]),
  prose: (random) =>
    pick(random, [
      'Will review on return',
      'Grant approved, mark as done',
      'Hope is not a strategy',
      'June numbers beat April and May',
      'Chase the supplier on Monday',
      'Bill paid in full',
      'Jack needs to be replaced on the truck',
    ]),
};
