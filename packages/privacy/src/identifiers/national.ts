import * as tfn from 'stdnum/lib/cjs/au/tfn.js';
import * as cpf from 'stdnum/lib/cjs/br/cpf.js';
import * as sin from 'stdnum/lib/cjs/ca/sin.js';
import * as idnr from 'stdnum/lib/cjs/de/idnr.js';
import * as dni from 'stdnum/lib/cjs/es/dni.js';
import * as nie from 'stdnum/lib/cjs/es/nie.js';
import * as nir from 'stdnum/lib/cjs/fr/nir.js';
import * as nino from 'stdnum/lib/cjs/gb/nino.js';
import * as aadhaar from 'stdnum/lib/cjs/in/aadhaar.js';
import * as pan from 'stdnum/lib/cjs/in/pan.js';
import * as codiceFiscale from 'stdnum/lib/cjs/it/codicefiscale.js';
import * as curp from 'stdnum/lib/cjs/mx/curp.js';
import * as bsn from 'stdnum/lib/cjs/nl/bsn.js';
import * as pesel from 'stdnum/lib/cjs/pl/pesel.js';
import * as personnummer from 'stdnum/lib/cjs/se/personnummer.js';
import * as idnumber from 'stdnum/lib/cjs/za/idnr.js';
import type { DetectorId } from '../detection/detector-id.js';
import { isOneDigit } from './luhn.js';
import { isDigits, weightedSum } from './weighted-sum.js';

/** A number that a country gives to a person. */
type NationalKind = Extract<
  DetectorId,
  | 'au_medicare'
  | 'au_tfn'
  | 'br_cpf'
  | 'ca_sin'
  | 'de_tax_id'
  | 'es_dni'
  | 'fr_nir'
  | 'gb_nhs'
  | 'gb_nino'
  | 'in_aadhaar'
  | 'in_pan'
  | 'it_fiscal_code'
  | 'mx_curp'
  | 'nl_bsn'
  | 'pl_pesel'
  | 'se_personnummer'
  | 'za_id'
>;

/** UK: ten digits, weights 10 to 2 and mod 11. */
function isNhsNumber(digits: string): boolean {
  if (digits.length !== 10 || !isDigits(digits) || isOneDigit(digits)) return false;
  const check = (11 - (weightedSum(digits.slice(0, 9), [10, 9, 8, 7, 6, 5, 4, 3, 2]) % 11)) % 11;
  return check !== 10 && check === digits.charCodeAt(9) - 0x30;
}

/** Australia: 2 to 6 first, a check digit at the ninth place, then the issue and perhaps the person. */
function isMedicareCard(digits: string): boolean {
  if (digits.length !== 10 && digits.length !== 11) return false;
  if (!isDigits(digits) || !/^[2-6]/.test(digits)) return false;
  const sum = weightedSum(digits.slice(0, 8), [1, 3, 7, 9, 1, 3, 7, 9]);
  return sum % 10 === digits.charCodeAt(8) - 0x30;
}

/** Germany: of the first ten digits, one stands there twice or three times, all others at most once. */
function isTaxIdentification(digits: string): boolean {
  if (!idnr.validate(digits).isValid) return false;
  const counts = new Map<string, number>();
  for (const digit of digits.slice(0, 10)) counts.set(digit, (counts.get(digit) ?? 0) + 1);
  const repeated = [...counts.values()].filter((count) => count > 1);
  return repeated.length === 1 && (repeated[0] ?? 0) <= 3;
}

/** Sweden: ten or twelve digits; the library wants the sign before the last four. */
function isPersonalNumber(compact: string): boolean {
  if (!isDigits(compact)) return false;
  return personnummer.validate(`${compact.slice(0, -4)}-${compact.slice(-4)}`).isValid;
}

const checks: Readonly<Record<NationalKind, (compact: string) => boolean>> = {
  au_medicare: isMedicareCard,
  au_tfn: (compact) => !isOneDigit(compact) && tfn.validate(compact).isValid,
  br_cpf: (compact) => !isOneDigit(compact) && cpf.validate(compact).isValid,
  ca_sin: (compact) => !isOneDigit(compact) && sin.validate(compact).isValid,
  de_tax_id: isTaxIdentification,
  es_dni: (compact) => dni.validate(compact).isValid || nie.validate(compact).isValid,
  fr_nir: (compact) => /^[1-478]/.test(compact) && nir.validate(compact).isValid,
  gb_nhs: isNhsNumber,
  gb_nino: (compact) => compact.length === 9 && nino.validate(compact).isValid,
  in_aadhaar: (compact) => aadhaar.validate(compact).isValid,
  in_pan: (compact) => pan.validate(compact).isValid,
  it_fiscal_code: (compact) => compact.length === 16 && codiceFiscale.validate(compact).isValid,
  mx_curp: (compact) => curp.validate(compact).isValid,
  nl_bsn: (compact) => !isOneDigit(compact) && bsn.validate(compact).isValid,
  pl_pesel: (compact) => pesel.validate(compact).isValid,
  se_personnummer: isPersonalNumber,
  za_id: (compact) => idnumber.validate(compact).isValid,
};

/** Whether the characters, in upper case and without separators, are a number of that kind. */
export function isNationalNumber(kind: NationalKind, compact: string): boolean {
  return checks[kind](compact);
}
