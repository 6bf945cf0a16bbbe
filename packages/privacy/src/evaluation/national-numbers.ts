import { luhnDigit, mod1110Digit, verhoeffDigit, weightedSum } from './check-digits.js';
import { digits, letters, padded, pick, type Random, whole } from './random.js';

/** Draws until the check digit of what was drawn is a digit. */
function until(draw: () => string | undefined): string {
  for (;;) {
    const drawn = draw();
    if (drawn !== undefined) return drawn;
  }
}

function grouped(random: Random, text: string, groups: readonly number[], separator = ' '): string {
  if (random.datatype.boolean()) return text;
  let from = 0;
  return groups
    .map((length) => {
      const part = text.slice(from, from + length);
      from += length;
      return part;
    })
    .join(separator);
}

function auMedicare(random: Random): string {
  const first = `${whole(random, 2, 6)}${digits(random, 7)}`;
  const check = weightedSum(first, [1, 3, 7, 9, 1, 3, 7, 9]) % 10;
  return grouped(random, `${first}${check}${whole(random, 1, 9)}`, [4, 5, 1]);
}

function auTaxFileNumber(random: Random): string {
  return until(() => {
    const drawn = `${whole(random, 1, 9)}${digits(random, 8)}`;
    const isValid = weightedSum(drawn, [1, 4, 3, 7, 5, 8, 6, 9, 10]) % 11 === 0;
    return isValid ? grouped(random, drawn, [3, 3, 3]) : undefined;
  });
}

function brCpf(random: Random): string {
  let number = digits(random, 9);
  for (const length of [9, 10]) {
    const weights = Array.from({ length }, (_, index) => length + 1 - index);
    const rest = (weightedSum(number, weights) * 10) % 11;
    number += String(rest % 10);
  }
  const formatted = `${number.slice(0, 3)}.${number.slice(3, 6)}.${number.slice(6, 9)}-${number.slice(9)}`;
  return pick(random, [formatted, formatted, number]);
}

function caSin(random: Random): string {
  const first = `${whole(random, 1, 7)}${digits(random, 7)}`;
  return grouped(random, first + luhnDigit(first), [3, 3, 3], pick(random, [' ', '-']));
}

function deTaxNumber(random: Random): string {
  // Ten digits, the first not 0, of which exactly one comes twice and one not at all.
  const order = random.helpers.shuffle([...'0123456789']);
  const ten = [...order.slice(0, 9), order[0] ?? '1'];
  const mixed = until(() => {
    const text = random.helpers.shuffle(ten).join('');
    return text.startsWith('0') ? undefined : text;
  });
  return grouped(random, mixed + mod1110Digit(mixed), [2, 3, 3, 3]);
}

function esDni(random: Random): string {
  const control = 'TRWAGMYFPDXBNJZSQVHLCKE';
  const body = digits(random, 8);
  if (random.datatype.boolean({ probability: 0.7 })) {
    return `${body}${random.datatype.boolean() ? '' : '-'}${control[Number(body) % 23]}`;
  }
  const prefix = whole(random, 0, 2);
  const seven = digits(random, 7);
  return `${'XYZ'[prefix]}${seven}${control[Number(`${prefix}${seven}`) % 23]}`;
}

function frNir(random: Random): string {
  const department = pick(random, ['75', '13', '69', '33', '59', '31', '06', '67', '44', '35']);
  const body = [
    pick(random, ['1', '2']),
    padded(random, 30, 99),
    padded(random, 1, 12),
    department,
    padded(random, 1, 600, 3),
    padded(random, 1, 999, 3),
  ].join('');
  const key = String(97 - Number(BigInt(body) % 97n)).padStart(2, '0');
  return grouped(random, body + key, [1, 2, 2, 2, 3, 3, 2]);
}

function gbNhs(random: Random): string {
  return until(() => {
    const first = `${pick(random, ['4', '6', '7', '9'])}${digits(random, 8)}`;
    const check = 11 - (weightedSum(first, [10, 9, 8, 7, 6, 5, 4, 3, 2]) % 11);
    if (check === 10) return undefined;
    return grouped(random, `${first}${check % 11}`, [3, 3, 4], pick(random, [' ', ' ', '-']));
  });
}

function gbNino(random: Random): string {
  const prefix = until(() => {
    const two =
      letters(random, 1, 'ABCEGHJKLMNOPRSTWXYZ') + letters(random, 1, 'ABCEGHJKLMNPRSTWXYZ');
    return ['BG', 'GB', 'KN', 'NK', 'NT', 'TN', 'ZZ'].includes(two) ? undefined : two;
  });
  const number = `${prefix}${digits(random, 6)}${letters(random, 1, 'ABCD')}`;
  return grouped(random, number, [2, 2, 2, 2, 1]);
}

function inAadhaar(random: Random): string {
  const first = `${whole(random, 2, 9)}${digits(random, 10)}`;
  return grouped(random, first + verhoeffDigit(first), [4, 4, 4]);
}

function inPan(random: Random): string {
  return `${letters(random, 3)}P${letters(random, 1)}${padded(random, 1, 9999, 4)}${letters(random, 1)}`;
}

const fiscalOdd: Readonly<Record<string, number>> = Object.fromEntries(
  [...'0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ'].map((character, index) => {
    const values = [
      1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23,
    ];
    return [character, values[index < 10 ? index : index - 10] ?? 0];
  }),
);

function itFiscalCode(random: Random): string {
  const consonants = 'BCDFGLMNPRSTVZ';
  const body = [
    letters(random, 6, consonants),
    padded(random, 30, 99),
    letters(random, 1, 'ABCDEHLMPRST'),
    padded(random, 1, 31),
    letters(random, 1, 'ABCDEFGHILM'),
    padded(random, 1, 999, 3),
  ].join('');
  const sum = [...body].reduce((total, character, index) => {
    const even = Number.parseInt(character, 36);
    return total + (index % 2 === 0 ? (fiscalOdd[character] ?? 0) : even > 9 ? even - 10 : even);
  }, 0);
  return body + String.fromCharCode(65 + (sum % 26));
}

function mxCurp(random: Random): string {
  const body = [
    letters(random, 1, 'BCDFGHLMNPRSTV'),
    letters(random, 1, 'AEIOU'),
    letters(random, 2, 'BCDFGHLMNPRSTV'),
    padded(random, 40, 99),
    padded(random, 1, 12),
    padded(random, 1, 28),
    pick(random, ['H', 'M']),
    pick(random, ['DF', 'JC', 'NL', 'MC', 'PL', 'VZ', 'GT', 'OC', 'CS']),
    letters(random, 3, 'BCDFGHJLMNPRSTVZ'),
    digits(random, 1),
  ].join('');
  const alphabet = '0123456789ABCDEFGHIJKLMNÑOPQRSTUVWXYZ';
  const sum = [...body].reduce(
    (total, character, index) => total + alphabet.indexOf(character) * (18 - index),
    0,
  );
  return body + String((10 - (sum % 10)) % 10);
}

function nlBsn(random: Random): string {
  return until(() => {
    const drawn = `${whole(random, 1, 9)}${digits(random, 8)}`;
    return weightedSum(drawn, [9, 8, 7, 6, 5, 4, 3, 2, -1]) % 11 === 0 ? drawn : undefined;
  });
}

function plPesel(random: Random): string {
  const year = whole(random, 1930, 2019);
  const month = whole(random, 1, 12) + (year >= 2000 ? 20 : 0);
  const first = [
    String(year).slice(2),
    String(month).padStart(2, '0'),
    padded(random, 1, 28),
    digits(random, 4),
  ].join('');
  const sum = weightedSum(first, [1, 3, 7, 9, 1, 3, 7, 9, 1, 3]);
  return first + String((10 - (sum % 10)) % 10);
}

function sePersonalNumber(random: Random): string {
  const year = whole(random, 1930, 2019);
  const rest = padded(random, 1, 12) + padded(random, 1, 28);
  const serial = digits(random, 3);
  const short = `${String(year).slice(2)}${rest}`;
  const last = serial + luhnDigit(short + serial);
  return pick(random, [`${short}-${last}`, `${year}${rest}-${last}`, `${year}${rest}${last}`]);
}

function zaId(random: Random): string {
  const first = [
    padded(random, 40, 99),
    padded(random, 1, 12),
    padded(random, 1, 28),
    digits(random, 4),
    pick(random, ['0', '1']),
    '8',
  ].join('');
  return first + luhnDigit(first);
}

/** Numbers of persons of seventeen countries, with check digits by the published algorithms. */
export const nationalNumbers = {
  au_medicare: auMedicare,
  au_tfn: auTaxFileNumber,
  br_cpf: brCpf,
  ca_sin: caSin,
  de_tax_id: deTaxNumber,
  es_dni: esDni,
  fr_nir: frNir,
  gb_nhs: gbNhs,
  gb_nino: gbNino,
  in_aadhaar: inAadhaar,
  in_pan: inPan,
  it_fiscal_code: itFiscalCode,
  mx_curp: mxCurp,
  nl_bsn: nlBsn,
  pl_pesel: plPesel,
  se_personnummer: sePersonalNumber,
  za_id: zaId,
} as const satisfies Readonly<Record<string, (random: Random) => string>>;
