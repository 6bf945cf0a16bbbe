import type { DetectorId } from '../detection/detector-id.js';
import { issuedNumbers } from './issued-numbers.js';
import { nationalNumbers } from './national-numbers.js';
import { digits, letters, padded, pick, type Random, whole } from './random.js';

const months =
  'January February March April May June July August September October November December'.split(
    ' ',
  );

/** A day between two years, in one of the ways that people and systems write it. */
export function day(random: Random, first: number, last: number): string {
  const year = whole(random, first, last);
  const month = whole(random, 1, 12);
  const date = whole(random, 1, 28);
  const two = (number: number): string => String(number).padStart(2, '0');
  const name = months[month - 1] ?? '';
  return pick(random, [
    `${year}-${two(month)}-${two(date)}`,
    `${year}-${two(month)}-${two(date)}`,
    `${two(month)}/${two(date)}/${year}`,
    `${month}/${date}/${year}`,
    `${name} ${date}, ${year}`,
    `${date} ${name.slice(0, 3)} ${year}`,
  ]);
}

function fullName(random: Random): string {
  const first = random.person.firstName();
  const last = random.person.lastName();
  return pick(random, [
    `${first} ${last}`,
    `${first} ${last}`,
    `${first} ${last}`,
    `${last}, ${first}`,
    `${first} ${letters(random, 1)}. ${last}`,
    `${pick(random, ['Mr.', 'Mrs.', 'Ms.', 'Dr.'])} ${first} ${last}`,
  ]);
}

function northAmericanPhone(random: Random): string {
  const area = pick(random, ['212', '415', '617', '312', '702', '206', '404', '303', '503', '216']);
  const exchange = `${whole(random, 2, 9)}${whole(random, 2, 9)}${digits(random, 1)}`;
  const line = digits(random, 4);
  return pick(random, [
    `(${area}) ${exchange}-${line}`,
    `${area}-${exchange}-${line}`,
    `${area}.${exchange}.${line}`,
    `+1 ${area}-${exchange}-${line}`,
    `+1${area}${exchange}${line}`,
    `1-${area}-${exchange}-${line}`,
  ]);
}

function foreignPhone(random: Random): string {
  return pick(random, [
    () => `+44 20 ${digits(random, 4)} ${digits(random, 4)}`,
    () => `+49 30 ${whole(random, 2, 9)}${digits(random, 6)}`,
    () =>
      `+33 ${whole(random, 1, 6)} ${digits(random, 2)} ${digits(random, 2)} ${digits(random, 2)} ${digits(random, 2)}`,
    () => `+91 9${digits(random, 4)} ${digits(random, 5)}`,
  ])();
}

function streetAddress(random: Random): string {
  const street = random.person.lastName();
  const kind = pick(random, [
    'Street',
    'St',
    'Ave',
    'Avenue',
    'Road',
    'Rd',
    'Lane',
    'Drive',
    'Blvd',
    'Court',
    'Way',
    'Pl',
  ]);
  const unit = pick(random, [
    '',
    '',
    '',
    ` Apt ${whole(random, 1, 40)}`,
    ` Suite ${whole(random, 100, 900)}`,
    ` Unit ${letters(random, 1)}`,
  ]);
  return `${whole(random, 1, 9999)} ${pick(random, ['', '', 'N ', 'W '])}${street} ${kind}${unit}`;
}

function city(random: Random): string {
  const cities =
    'Boston,Cleveland,Tucson,Omaha,Fresno,Wichita,Tulsa,Raleigh,Spokane,Boise,Des Moines,Baton Rouge,Salt Lake City,Fort Worth,Worcester,Springfield,Duluth,Savannah,Chattanooga,Bakersfield,Lubbock,Toledo,Madison,Albany,Providence'.split(
      ',',
    );
  return pick(random, cities);
}

function county(random: Random): string {
  return `${pick(random, ['Suffolk', 'Cook', 'Harris', 'Maricopa', 'King', 'Wayne', 'Clark', 'Orange', 'Fulton', 'Hennepin', 'Norfolk', 'Essex'])} County`;
}

function postalCode(random: Random): string {
  const five = padded(random, 1001, 99499, 5);
  return random.datatype.boolean({ probability: 0.2 }) ? `${five}-${digits(random, 4)}` : five;
}

function coordinates(random: Random): string {
  const latitude = random.location.latitude({ min: 25, max: 49, precision: 6 });
  const longitude = random.location.longitude({ min: -124, max: -67, precision: 6 });
  return `${latitude}, ${longitude}`;
}

function ipAddress(random: Random): string {
  const version4 = `${whole(random, 11, 223)}.${whole(random, 0, 255)}.${whole(random, 0, 255)}.${whole(random, 1, 254)}`;
  return pick(random, [version4, version4, version4, random.internet.ipv6()]);
}

function url(random: Random): string {
  const host = `${random.internet.domainWord()}.${pick(random, ['com', 'org', 'net', 'io', 'health'])}`;
  return pick(random, [
    `https://www.${host}`,
    `https://${host}/users/${random.internet.username()}`,
    `http://${host}/p/${digits(random, 5)}?ref=mail`,
    `www.${host}`,
  ]);
}

/** Values of each kind, as plain systems write them. */
export const entityValues: Readonly<Record<DetectorId, (random: Random) => string>> = {
  ...nationalNumbers,
  ...issuedNumbers,
  person_name: fullName,
  street_address: streetAddress,
  city,
  county,
  postal_code: postalCode,
  geo_coordinates: coordinates,
  birth_date: (random) => day(random, 1935, 2015),
  date: (random) => day(random, 2015, 2025),
  age_over_89: (random) => String(whole(random, 90, 108)),
  phone: (random) =>
    pick(random, [northAmericanPhone, northAmericanPhone, northAmericanPhone, foreignPhone])(
      random,
    ),
  fax: northAmericanPhone,
  email: (random) => random.internet.email(),
  mrn: (random) =>
    pick(random, [
      digits(random, 7),
      digits(random, 8),
      `MRN${digits(random, 6)}`,
      `${letters(random, 1)}${digits(random, 8)}`,
      `${digits(random, 3)}-${digits(random, 2)}-${digits(random, 3)}`,
    ]),
  health_plan_id: (random) =>
    pick(random, [
      `${letters(random, 3)}${digits(random, 9)}`,
      `W${digits(random, 9)}`,
      digits(random, 11),
      `${letters(random, 3)}${digits(random, 6)}-${digits(random, 2)}`,
    ]),
  bank_account: (random) => `${whole(random, 1, 9)}${digits(random, whole(random, 7, 11))}`,
  us_driver_license: (random) =>
    pick(random, [
      `${letters(random, 1)}${digits(random, 7)}`,
      `${letters(random, 1)}${digits(random, 12)}`,
      digits(random, 8),
      `S${digits(random, 8)}`,
    ]),
  license_number: (random) =>
    pick(random, [
      `RN${digits(random, 6)}`,
      `MD-${digits(random, 5)}`,
      `PH${digits(random, 7)}`,
      `LIC-${digits(random, 6)}`,
    ]),
  license_plate: (random) =>
    pick(random, [
      `${digits(random, 1)}${letters(random, 3)}${digits(random, 3)}`,
      `${letters(random, 3)}-${digits(random, 4)}`,
      `${letters(random, 3)} ${digits(random, 3)}`,
    ]),
  device_serial: (random) =>
    pick(random, [
      `SN${digits(random, 8)}`,
      `${letters(random, 3)}${digits(random, 7)}`,
      `${letters(random, 2)}${digits(random, 4)}-${digits(random, 4)}`,
    ]),
  mac_address: (random) => random.internet.mac({ separator: pick(random, [':', '-']) }),
  url,
  ip_address: ipAddress,
  biometric: (random) => random.string.hexadecimal({ length: 64, prefix: '', casing: 'lower' }),
  photo: (random) =>
    pick(random, [
      `data:image/jpeg;base64,/9j/${random.string.alphanumeric(60)}`,
      `data:image/png;base64,iVBORw0KGgo${random.string.alphanumeric(60)}`,
      `photos/${random.string.alphanumeric(10)}.jpg`,
    ]),
  passport: (random) =>
    pick(random, [
      `${letters(random, 1)}${digits(random, 8)}`,
      `${whole(random, 1, 9)}${digits(random, 8)}`,
    ]),
  unique_code: (random) =>
    pick(random, [`SUBJ-${digits(random, 5)}`, `${letters(random, 2)}${digits(random, 6)}`]),
};
