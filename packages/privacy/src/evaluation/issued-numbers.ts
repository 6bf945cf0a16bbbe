import { gs1Digit, ibanDigits, luhnDigit, weightedSum } from './check-digits.js';
import { digits, letters, padded, pick, type Random, whole } from './random.js';

const alphabetOfMbi = 'ACDEFGHJKMNPQRTUVWXY';

/** A Medicare beneficiary identifier: the positions of CMS's format, which has no check digit. */
function usMbi(random: Random): string {
  const either = () => letters(random, 1, `${alphabetOfMbi}0123456789`);
  const letter = () => letters(random, 1, alphabetOfMbi);
  const parts = [
    `${whole(random, 1, 9)}${letter()}${either()}${digits(random, 1)}`,
    `${letter()}${either()}${digits(random, 1)}`,
    `${letter()}${letter()}${digits(random, 2)}`,
  ];
  return parts.join(pick(random, ['', '-']));
}

/** A provider identifier: Luhn over it and the prefix 80840 of the health industry. */
function usNpi(random: Random): string {
  const nine = `${pick(random, ['1', '1', '1', '2'])}${digits(random, 8)}`;
  return nine + luhnDigit(`80840${nine}`);
}

/** A DEA registration: of seven digits the last is that of d1+d3+d5 + 2(d2+d4+d6). */
function usDea(random: Random): string {
  const six = digits(random, 6);
  const sum = weightedSum(six, [1, 2, 1, 2, 1, 2]);
  return `${letters(random, 1, 'ABFGM')}${letters(random, 1)}${six}${sum % 10}`;
}

function usSsn(random: Random): string {
  const area = whole(random, 1, 899);
  const number = [
    String(area === 666 ? 667 : area).padStart(3, '0'),
    padded(random, 1, 99),
    padded(random, 1, 9999, 4),
  ];
  return number.join('-');
}

/** Groups that the IRS assigns: 50 to 65, 70 to 88, 90 to 92 and 94 to 99. */
function usItin(random: Random): string {
  const groups = [
    [50, 65],
    [70, 88],
    [90, 92],
    [94, 99],
  ] as const;
  const [first, last] = pick(random, groups);
  return [`9${digits(random, 2)}`, whole(random, first, last), padded(random, 1, 9999, 4)].join(
    '-',
  );
}

function usRouting(random: Random): string {
  const eight = `${pick(random, [padded(random, 1, 12), padded(random, 21, 32)])}${digits(random, 6)}`;
  const sum = weightedSum(eight, [3, 7, 1, 3, 7, 1, 3, 7]);
  return eight + String((10 - (sum % 10)) % 10);
}

const accounts: readonly (readonly [country: string, account: (random: Random) => string])[] = [
  ['DE', (random) => digits(random, 18)],
  ['GB', (random) => letters(random, 4) + digits(random, 14)],
  ['FR', (random) => digits(random, 23)],
  ['NL', (random) => letters(random, 4) + digits(random, 10)],
  ['ES', (random) => digits(random, 20)],
  ['CH', (random) => digits(random, 17)],
];

function iban(random: Random): string {
  const [country, account] = pick(random, accounts);
  const number = account(random);
  const whole = country + ibanDigits(country, number) + number;
  return random.datatype.boolean() ? whole : (whole.match(/.{1,4}/g) ?? []).join(' ');
}

function paymentCard(random: Random): string {
  const [prefix, length] = pick(random, [
    ['4', 16],
    ['4', 16],
    [String(whole(random, 51, 55)), 16],
    [String(whole(random, 2221, 2720)), 16],
    [pick(random, ['34', '37']), 15],
    ['6011', 16],
    ['3056', 14],
    [String(whole(random, 3528, 3589)), 16],
  ] as const);
  const body = prefix + digits(random, length - 1 - prefix.length);
  const number = body + luhnDigit(body);
  if (length !== 16) return number;
  const groups = number.match(/.{4}/g) ?? [];
  return pick(random, [number, groups.join(' '), groups.join('-')]);
}

const valuesOfVin = Object.fromEntries(
  [...'ABCDEFGH JKLMN P R STUVWXYZ'.replaceAll(' ', '')].map((letter) => {
    const rows = ['AJ', 'BKS', 'CLT', 'DMU', 'ENV', 'FW', 'GPX', 'HY', 'RZ'];
    return [letter, rows.findIndex((row) => row.includes(letter)) + 1];
  }),
);

/** A VIN of North America: 49 CFR 565.15 puts the check digit in the ninth place. */
function vin(random: Random): string {
  const alphabet = 'ABCDEFGHJKLMNPRSTUVWXYZ0123456789';
  const start = pick(random, [
    '1HG',
    '1FT',
    '2T1',
    '3VW',
    '4T1',
    '5YJ',
    '1G1',
    '1N4',
    'JHM',
    'WBA',
  ]);
  const body = start + letters(random, 5, alphabet);
  const rest =
    letters(random, 1, 'ABCDEFGHJKLMNPRSTVWXY123456789') +
    letters(random, 2, alphabet) +
    digits(random, 5);
  const weights = [8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2];
  const sum = [...`${body}0${rest}`].reduce((total, character, index) => {
    return total + (valuesOfVin[character] ?? Number(character)) * (weights[index] ?? 0);
  }, 0);
  return `${body}${'0123456789X'[sum % 11]}${rest}`;
}

function imei(random: Random): string {
  const body = `${pick(random, ['35', '86', '01', '99'])}${digits(random, 12)}`;
  const number = body + luhnDigit(body);
  if (random.datatype.boolean({ probability: 0.7 })) return number;
  return `${number.slice(0, 2)}-${number.slice(2, 8)}-${number.slice(8, 14)}-${number.slice(14)}`;
}

/** A device identifier in GS1's form, with production identifiers after it. */
function udi(random: Random): string {
  const body = `${whole(random, 0, 1)}${pick(random, ['08', '07', '38'])}${digits(random, 10)}`;
  const device = body + gs1Digit(body);
  const expiry = `${padded(random, 26, 32)}${padded(random, 1, 12)}${padded(random, 1, 28)}`;
  const lot = `${letters(random, 1)}${digits(random, 5)}`;
  const serial = digits(random, 8);
  return pick(random, [
    `(01)${device}(17)${expiry}(10)${lot}(21)${serial}`,
    `(01)${device}(17)${expiry}(21)${serial}`,
    `(01)${device}`,
  ]);
}

const chapters = 'ABCDEFGHIJKLMNOPQRSTVZ';

function icd10(random: Random): string {
  const known = ['E11.9', 'I10', 'J45.909', 'F32.9', 'M54.5', 'N18.3', 'K21.9', 'G47.33', 'Z79.4'];
  const made = `${letters(random, 1, chapters)}${digits(random, 2)}.${digits(random, whole(random, 1, 3))}`;
  return pick(random, [...known, made, made, made]);
}

function ndc(random: Random): string {
  const [labeler, product, pack] = pick(random, [
    [4, 4, 2],
    [5, 3, 2],
    [5, 4, 1],
    [5, 4, 2],
  ] as const);
  return [digits(random, labeler), digits(random, product), digits(random, pack)].join('-');
}

/** Numbers with rules that are published, made by those rules and not by the detectors'. */
export const issuedNumbers = {
  us_mbi: usMbi,
  us_npi: usNpi,
  us_dea: usDea,
  us_ssn: usSsn,
  us_itin: usItin,
  us_routing: usRouting,
  iban,
  payment_card: paymentCard,
  vin,
  imei,
  udi,
  icd10,
  ndc,
} as const satisfies Readonly<Record<string, (random: Random) => string>>;
