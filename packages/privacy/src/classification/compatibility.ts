import type { DetectorId } from '../detection/detector-id.js';
import type { ColumnProfile } from './column-profile.js';
import { isDetectorId, type MeaningId } from './meaning.js';

/** Kinds that are written as one token with digits, in no form that a detector could insist on. */
const opaque: ReadonlySet<MeaningId> = new Set<MeaningId>([
  'mrn',
  'health_plan_id',
  'bank_account',
  'us_driver_license',
  'license_number',
  'license_plate',
  'device_serial',
  'passport',
  'unique_code',
]);

/** Kinds that are names of people or places, which no list holds all of. */
const proper: ReadonlySet<MeaningId> = new Set<MeaningId>([
  'person_name',
  'city',
  'county',
  'birth_place',
  'organization',
  'occupation',
]);

/** Up to three capital letters: the code of a state, a country or a currency. */
function isShort(profile: ColumnProfile): number {
  return profile.averageLength <= 3 && profile.integers < 0.5 ? 1 : 0;
}

function numbers({ integers, decimals }: ColumnProfile): number {
  return integers + decimals;
}

function isWithin({ range }: ColumnProfile, smallest: number, largest: number): number {
  return range !== undefined && range[0] >= smallest && range[1] <= largest ? 1 : 0;
}

const others: Readonly<Partial<Record<MeaningId, (profile: ColumnProfile) => number>>> = {
  age: (profile) => isWithin(profile, 0, 130),
  demographic: ({ uniqueness, values }) => (values < 20 || uniqueness < 0.5 ? 1 : 0.3),
  salary: numbers,
  quantity: (profile) => Math.max(numbers(profile), profile.addresses),
  timestamp: ({ days, instants, integers }) => Math.max(days + instants, integers * 0.3),
  flag: ({ booleans, distinct }) => (distinct <= 3 ? Math.max(booleans, 0.7) : booleans),
  category: ({ uniqueness, values }) => (values < 20 ? 0.7 : uniqueness < 0.5 ? 1 : 0.4),
  state: (profile) => Math.max(isShort(profile), profile.properWords),
  country: (profile) => Math.max(isShort(profile), profile.properWords),
  currency: isShort,
  row_id: ({ codes, uuids, integers, digests }) => Math.min(1, codes + uuids + integers + digests),
  person_id: ({ codes, uuids, integers, digests }) =>
    Math.min(1, codes + uuids + integers + digests),
  free_text: ({ averageLength, integers }) =>
    integers > 0.5 ? 0 : averageLength > 18 ? 1 : averageLength > 8 ? 0.5 : 0.2,
  diagnosis: ({ decimals, days }) => 1 - decimals - days,
  medication: ({ decimals, days }) => 1 - decimals - days,
};

/**
 * The share of the values that could be of the meaning, whatever their number. Where nothing is
 * known of how such values are written, all of them could.
 */
export function compatibility(meaning: MeaningId, profile: ColumnProfile, seen: number): number {
  const { codes, integers, properWords, addresses, days, instants } = profile;
  if (opaque.has(meaning)) return Math.max(seen, 0.8 * Math.min(1, Math.max(codes, integers)));
  if (proper.has(meaning))
    return Math.max(seen, 0.85 * Math.min(1, properWords + upperOrLower(profile)));
  if (meaning === 'street_address') return Math.max(seen, 0.85 * addresses);
  if (meaning === 'birth_date')
    return Math.max(seen, days + instants, isWithin(profile, 1880, 2030));
  if (meaning === 'date') return Math.max(seen, days + instants);
  if (meaning === 'geo_coordinates') return Math.max(seen, isWithin(profile, -180, 180));
  if (meaning === 'postal_code') return Math.max(seen, 0.8 * postal(profile));
  if (meaning === 'biometric' || meaning === 'photo')
    return Math.max(seen, integers > 0.5 ? 0.1 : 0.8);
  if (isDetectorId(meaning)) return seen;
  return Math.min(1, others[meaning]?.(profile) ?? 1);
}

/** Words without a capital, or in capitals alone: `ALICE SMITH`, `alice smith`. */
function upperOrLower({
  codes,
  integers,
  decimals,
  days,
  sentences,
  properWords,
  booleans,
}: ColumnProfile): number {
  return (
    Math.max(0, 1 - codes - integers - decimals - days - sentences - properWords - booleans) * 0.8
  );
}

/** Three to ten characters with a digit. */
function postal({ codes, integers, addresses, averageLength }: ColumnProfile): number {
  return averageLength >= 3 && averageLength <= 10
    ? Math.min(1, Math.max(codes, integers, addresses))
    : 0;
}

/** Kinds whose values are convincing by themselves, each by a form of its own. */
const unmistakable: ReadonlySet<DetectorId> = new Set<DetectorId>([
  'phone',
  'email',
  'us_ssn',
  'us_mbi',
  'iban',
  'payment_card',
  'us_dea',
  'vin',
  'udi',
  'mac_address',
  'url',
  'ip_address',
  'us_itin',
  'br_cpf',
  'es_dni',
  'fr_nir',
  'gb_nino',
  'it_fiscal_code',
  'mx_curp',
  'se_personnummer',
  'photo',
  'street_address',
  'ndc',
  'icd10',
  'geo_coordinates',
]);

/** How much a column full of such values says where its name says nothing. */
export function standingOf(kind: DetectorId): number {
  if (unmistakable.has(kind)) return 0.95;
  if (kind === 'person_name') return 0.85;
  return 0.6;
}
