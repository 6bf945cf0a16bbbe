import { base, de, en, en_GB, en_US, es, Faker, fr, it, nl, pl } from '@faker-js/faker';

/** A seeded source of made-up people, places and choices. */
export type Random = Faker;

/** Americans, for the most part of the set. */
export function american(seed: number): Random {
  const random = new Faker({ locale: [en_US, en, base] });
  random.seed(seed);
  return random;
}

/** Europeans, as the held-out set has them too: names that no list of American names holds. */
export function european(seed: number): Random {
  const locales = [en_GB, de, fr, es, it, nl, pl];
  const random = new Faker({ locale: [locales[seed % locales.length] ?? en_GB, en, base] });
  random.seed(seed);
  return random;
}

/** One of a list that is not empty. */
export function pick<T>(random: Random, list: readonly T[]): T {
  return random.helpers.arrayElement(list as T[]);
}

/** So many digits; the first one may be 0. */
export function digits(random: Random, length: number): string {
  return random.string.numeric({ length, allowLeadingZeros: true });
}

/** So many characters of an alphabet. */
export function letters(
  random: Random,
  length: number,
  alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ',
): string {
  return Array.from({ length }, () => pick(random, [...alphabet])).join('');
}

/** A whole number from `min` to `max`. */
export function whole(random: Random, min: number, max: number): number {
  return random.number.int({ min, max });
}

/** A whole number with leading zeros. */
export function padded(random: Random, min: number, max: number, length = 2): string {
  return String(whole(random, min, max)).padStart(length, '0');
}
