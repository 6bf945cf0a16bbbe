import { socialSecurityStanding } from '../../identifiers/us-social-security.js';
import { isDigits } from '../../identifiers/weighted-sum.js';
import type { DetectorId } from '../detector-id.js';
import { isPicture } from '../detectors/picture.js';
import { sureOfDate } from './date-forms.js';
import { issuedRules } from './issued-rules.js';
import { isPosition } from './positions.js';

/** What people and programs write where there is no value. */
const placeholders: ReadonlySet<string> = new Set(
  'n/a na none null nil unknown undefined missing test tbd empty not available not applicable anonymous redacted [redacted] *** - -- . xxx withheld deceased confidential pending other yes no true false same see above various refused declined male female m f default system admin guest user root'.split(
    ' ',
  ),
);

/** How sure the name of the column makes it of a whole value, or 0 when the value does not fit. */
type CellRule = (value: string) => number;

const letters = /^[\p{L}\p{M}][\p{L}\p{M}'’.,\- ]*$/u;

function wordCount(value: string): number {
  return value.split(' ').filter((word) => word !== '').length;
}

const name: CellRule = (value) =>
  value.length >= 2 && value.length <= 70 && letters.test(value) && wordCount(value) <= 6
    ? 0.92
    : 0;

const place: CellRule = (value) =>
  value.length >= 2 && value.length <= 60 && letters.test(value) && wordCount(value) <= 5 ? 0.9 : 0;

const address: CellRule = (value) => {
  if (value.length < 4 || value.length > 160 || !/[\p{L}]/u.test(value) || value.includes('@'))
    return 0;
  if (/[0-9]/.test(value)) return 0.92;
  return wordCount(value) > 1 ? 0.7 : 0.55;
};

const postalCode: CellRule = (value) => {
  if (/^[0-9]{5}(?:[- ]?[0-9]{4})?$/.test(value)) return value.startsWith('00000') ? 0 : 0.94;
  return /^[A-Za-z0-9]{2,5}[ -]?[A-Za-z0-9]{0,4}$/.test(value) &&
    /[0-9]/.test(value) &&
    value.length >= 4
    ? 0.88
    : 0;
};

const geo: CellRule = (value) => (isPosition(value) ? 0.9 : 0);

const age: CellRule = (value) => {
  const years = Number(
    /^([0-9]{2,3})(?:\.[0-9]+)?(?: ?(?:y|yrs?|years?)(?: old)?)?$/i.exec(value)?.[1] ?? 0,
  );
  return years >= 90 && years <= 130 ? 0.95 : 0;
};

const phone: CellRule = (value) => {
  if (!/^[+(]?[0-9][0-9()+./ -]{5,22}(?:,? ?(?:x|ext|extension|#)\.? ?[0-9]{1,6})?$/i.test(value))
    return 0;
  if (/^[0-9]{4}-[0-9]{2}-[0-9]{2}$/.test(value) || /^[0-9]+\.[0-9]{1,2}$/.test(value)) return 0;
  const digits = value.replace(/(?:x|ext|#).*$/i, '').replace(/[^0-9]/g, '').length;
  if (digits < 7 || digits > 15) return 0;
  return digits >= 10 || /[-() .]/.test(value) ? 0.94 : 0.7;
};

const socialSecurity: CellRule = (value) => {
  const digits = value.replace(/[- .]/g, '');
  // A spreadsheet drops the zeros in front.
  if (!isDigits(digits) || digits.length < 8 || digits.length > 9) return 0;
  const standing = socialSecurityStanding(digits.padStart(9, '0'));
  return standing === 'assigned' && digits.length === 8 ? 0.75 : 0;
};

const code: CellRule = (value) =>
  value.length >= 4 &&
  value.length <= 30 &&
  /^#?[A-Za-z0-9][A-Za-z0-9 ._/#*-]*$/.test(value) &&
  /[0-9]{2}/.test(value) &&
  !/^[0-9]+\.[0-9]+$/.test(value)
    ? 0.88
    : 0;

const account: CellRule = (value) => (/[0-9]{4}/.test(value) ? code(value) : 0);
const plate: CellRule = (value) =>
  /^[A-Za-z0-9][A-Za-z0-9 -]{2,9}$/.test(value) && /[0-9]/.test(value) ? 0.88 : 0;
const passport: CellRule = (value) =>
  /^[A-Za-z]{0,2}[ -]?[0-9]{6,9}[A-Za-z]?$/.test(value) ? 0.93 : 0;
const handle: CellRule = (value) =>
  value.length >= 3 && value.length <= 40 && /^[A-Za-z0-9][\w.@#-]*$/.test(value) ? 0.75 : 0;
const template: CellRule = (value) =>
  value.length >= 8 && !/^[a-z ]{1,20}$/i.test(value) ? 0.88 : 0;
const picture: CellRule = (value) => (isPicture(value) ? 0.95 : /:\/\//.test(value) ? 0.8 : 0);

/** Kinds that the name of their column settles, each with what the whole value must then be. */
export const cellRules: Readonly<Partial<Record<DetectorId, CellRule>>> = {
  person_name: name,
  street_address: address,
  city: place,
  county: place,
  postal_code: postalCode,
  geo_coordinates: geo,
  birth_date: sureOfDate,
  date: sureOfDate,
  age_over_89: age,
  phone,
  fax: phone,
  us_ssn: socialSecurity,
  mrn: code,
  health_plan_id: code,
  bank_account: account,
  us_driver_license: code,
  license_number: code,
  license_plate: plate,
  device_serial: code,
  passport,
  unique_code: (value) => Math.max(code(value), handle(value)),
  biometric: template,
  photo: picture,
  ...issuedRules,
};

/** Whether the value says that there is none. */
export function isPlaceholder(value: string): boolean {
  return placeholders.has(value.toLowerCase());
}
