/** The sales regions. */
export const regions = ['EMEA', 'AMER', 'APAC'] as const;

/** One of {@link regions}. */
export type Region = (typeof regions)[number];

/** The countries that the shop delivers to, by ISO 3166-1 code, with the region of each. */
export const regionOfCountry = {
  AE: 'EMEA',
  AU: 'APAC',
  BR: 'AMER',
  CA: 'AMER',
  DE: 'EMEA',
  ES: 'EMEA',
  FR: 'EMEA',
  GB: 'EMEA',
  IN: 'APAC',
  IT: 'EMEA',
  JP: 'APAC',
  KR: 'APAC',
  MX: 'AMER',
  NL: 'EMEA',
  SE: 'EMEA',
  SG: 'APAC',
  US: 'AMER',
  ZA: 'EMEA',
} as const satisfies Readonly<Record<string, Region>>;

/** A country that the shop delivers to. */
export type Country = keyof typeof regionOfCountry;

/** The codes of the countries. */
export const countries: readonly Country[] = Object.keys(regionOfCountry) as Country[];

/**
 * The region of a country.
 *
 * @throws RangeError for a country that the shop does not deliver to: such an order is quarantined
 */
export function regionOf(country: string): Region {
  if (Object.hasOwn(regionOfCountry, country)) return regionOfCountry[country as Country];
  throw new RangeError('the shop does not deliver to this country');
}
