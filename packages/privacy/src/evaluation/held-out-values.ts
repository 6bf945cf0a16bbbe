import type { DetectorId } from '../detection/detector-id.js';
import { entityValues } from './entity-values.js';
import { digits, letters, padded, pick, type Random, whole } from './random.js';

const months = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');

/** A day in other ways of writing it. */
export function otherDay(random: Random, first: number, last: number): string {
  const year = whole(random, first, last);
  const month = whole(random, 1, 12);
  const date = padded(random, 1, 28);
  const two = String(month).padStart(2, '0');
  const name = months[month - 1] ?? '';
  return pick(random, [
    `${date}-${name.toUpperCase()}-${year}`,
    `${date}.${two}.${year}`,
    `${year}/${two}/${date}`,
    `${year}-${two}-${date}T00:00:00Z`,
    `${name} ${Number(date)} ${year}`,
    `${date} ${name} ${year}`,
  ]);
}

function otherName(random: Random): string {
  const first = random.person.firstName();
  const last = random.person.lastName();
  return pick(random, [
    `${first} ${last}`,
    `${first} ${last}`,
    `${last.toUpperCase()}, ${first.toUpperCase()}`,
    `${first.toUpperCase()} ${last.toUpperCase()}`,
    `${first} ${random.person.middleName()} ${last}`,
    `Prof. ${last}`,
    `${letters(random, 1)}. ${last}`,
  ]);
}

function otherAddress(random: Random): string {
  const name = random.person.lastName();
  return pick(random, [
    `P.O. Box ${whole(random, 10, 9999)}`,
    `${whole(random, 1, 200)}B ${name} Crescent`,
    `${whole(random, 100, 9999)} NE ${whole(random, 2, 99)}th Ave #${whole(random, 1, 30)}`,
    `${whole(random, 1, 9999)} ${name.toUpperCase()} TERRACE`,
    `${whole(random, 1, 999)} Old ${name} Hwy, Bldg ${whole(random, 1, 9)}`,
    `Flat ${whole(random, 1, 20)}, ${whole(random, 1, 90)} ${name} Road`,
  ]);
}

function otherPhone(random: Random): string {
  const area = pick(random, ['646', '510', '913', '786', '214', '919', '480']);
  const rest = `${whole(random, 2, 9)}${whole(random, 2, 9)}${digits(random, 1)}`;
  const line = digits(random, 4);
  return pick(random, [
    `${area} ${rest} ${line}`,
    `(${area}) ${rest} ${line}`,
    `1 (${area}) ${rest}-${line}`,
    `${area}-${rest}-${line} ext ${whole(random, 1, 999)}`,
    `+44 7${digits(random, 3)} ${digits(random, 6)}`,
    `+49-89-${digits(random, 7)}`,
    `+61 2 ${digits(random, 4)} ${digits(random, 4)}`,
  ]);
}

function reshaped(
  make: (random: Random) => string,
  change: (random: Random, value: string) => string,
) {
  return (random: Random): string => change(random, make(random));
}

/** The same kinds, written in other ways than those that anybody tuned for. */
export const heldOutValues: Readonly<Record<DetectorId, (random: Random) => string>> = {
  ...entityValues,
  person_name: otherName,
  street_address: otherAddress,
  city: (random) =>
    pick(random, [
      'Anchorage',
      'Sioux Falls',
      'Little Rock',
      'San Bernardino',
      'Cedar Rapids',
      'Knoxville',
      'Tacoma',
      'Ann Arbor',
      'Leeds',
      'Leipzig',
      'Lyon',
      'Porto',
    ]),
  county: (random) =>
    pick(random, [
      'Travis County',
      'DuPage County',
      'Orleans Parish',
      'Miami-Dade County',
      'Kent County',
    ]),
  postal_code: (random) =>
    pick(random, [
      padded(random, 501, 99_950, 5),
      `${letters(random, 1, 'BLMNS')}${whole(random, 1, 9)} ${whole(random, 1, 9)}${letters(random, 2, 'ABDEFGHJLN')}`,
      `K${whole(random, 1, 9)}A ${whole(random, 0, 9)}B${whole(random, 1, 9)}`,
      `${padded(random, 1001, 99_499, 5)}-${digits(random, 4)}`,
    ]),
  geo_coordinates: (random) =>
    pick(random, [
      `${random.location.latitude({ precision: 5 })},${random.location.longitude({ precision: 5 })}`,
      `(${random.location.latitude({ precision: 4 })}, ${random.location.longitude({ precision: 4 })})`,
    ]),
  birth_date: (random) => otherDay(random, 1928, 2018),
  date: (random) => otherDay(random, 2012, 2026),
  phone: otherPhone,
  fax: otherPhone,
  email: (random) =>
    pick(random, [
      random.internet.email().toUpperCase(),
      `${random.person
        .lastName()
        .toLowerCase()
        .replaceAll(/[^a-z]/g, 'x')}+${whole(random, 1, 99)}@mail.${random.internet.domainName()}`,
      `<${random.internet.email()}>`,
    ]),
  us_ssn: reshaped(entityValues.us_ssn, (random, value) =>
    pick(random, [value, value.replaceAll('-', ' '), value]),
  ),
  mrn: (random) =>
    pick(random, [
      `MR-${digits(random, 7)}`,
      digits(random, 9),
      `H${digits(random, 7)}`,
      `00${digits(random, 6)}`,
      `${digits(random, 2)}-${digits(random, 2)}-${digits(random, 2)}`,
    ]),
  us_mbi: reshaped(entityValues.us_mbi, (random, value) =>
    random.datatype.boolean() ? value : value.toLowerCase(),
  ),
  health_plan_id: (random) =>
    pick(random, [
      `H${digits(random, 4)}-${digits(random, 3)}-${digits(random, 2)}`,
      `${letters(random, 2)}${digits(random, 8)}`,
      digits(random, 10),
      `${letters(random, 3)} ${digits(random, 3)} ${digits(random, 6)}`,
    ]),
  bank_account: (random) => digits(random, pick(random, [8, 10, 12])),
  iban: reshaped(entityValues.iban, (random, value) =>
    random.datatype.boolean() ? value : value.toLowerCase().replaceAll(' ', ''),
  ),
  vin: reshaped(entityValues.vin, (random, value) =>
    random.datatype.boolean() ? value : value.toLowerCase(),
  ),
  license_plate: (random) =>
    pick(random, [
      `${letters(random, 2)}${digits(random, 2)} ${letters(random, 3)}`,
      `${letters(random, 1)}-${letters(random, 2)} ${digits(random, 4)}`,
      `${digits(random, 3)} ${letters(random, 3)}`,
    ]),
  device_serial: (random) =>
    pick(random, [
      `${digits(random, 10)}`,
      `PM-${digits(random, 6)}-${letters(random, 1)}`,
      `${letters(random, 4)}-${digits(random, 6)}`,
    ]),
  mac_address: (random) =>
    pick(random, [
      random.internet.mac({ separator: ':' }).toUpperCase(),
      random.internet.mac({ separator: '-' }).toUpperCase(),
      random.internet.mac({ separator: '' }).replace(/(.{4})(.{4})(.{4})/, '$1.$2.$3'),
    ]),
  url: (random) =>
    pick(random, [
      `ftp://files.${random.internet.domainName()}/${random.lorem.slug()}`,
      `${random.internet.url()}/profile/${random.lorem.word()}#bio`,
      `HTTPS://${random.internet.domainName().toUpperCase()}/A`,
    ]),
  ip_address: (random) =>
    pick(random, [
      `${random.internet.ipv4()}`,
      `${random.internet.ipv4()}:8080`,
      `2001:db8:${random.string.hexadecimal({ length: 4, prefix: '', casing: 'lower' })}::1`,
    ]),
  us_driver_license: (random) =>
    pick(random, [
      `${letters(random, 1)}${digits(random, 3)}-${digits(random, 4)}-${digits(random, 4)}`,
      `${letters(random, 2)}${digits(random, 6)}${letters(random, 1)}`,
      digits(random, 9),
    ]),
  license_number: (random) =>
    pick(random, [
      `A${digits(random, 5)}`,
      `${letters(random, 2)}.${digits(random, 6)}`,
      digits(random, 7),
    ]),
  passport: (random) =>
    pick(random, [
      `${letters(random, 2)}${digits(random, 7)}`,
      `C0${letters(random, 1)}${digits(random, 6)}`,
      digits(random, 9),
    ]),
  unique_code: (random) =>
    pick(random, [
      `P${digits(random, 4)}-${letters(random, 2)}`,
      `${digits(random, 3)}-${digits(random, 4)}`,
    ]),
};
