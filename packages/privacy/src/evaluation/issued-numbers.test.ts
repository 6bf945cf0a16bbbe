import { stdnum } from 'stdnum';
import { expect, test } from 'vitest';
import { gs1Digit, ibanDigits, luhnDigit, verhoeffDigit } from './check-digits.js';
import { nationalNumbers } from './national-numbers.js';
import { american } from './random.js';

const validators = {
  au_tfn: stdnum.AU?.tfn,
  br_cpf: stdnum.BR?.cpf,
  ca_sin: stdnum.CA?.sin,
  de_tax_id: stdnum.DE?.idnr,
  fr_nir: stdnum.FR?.nir,
  gb_nino: stdnum.GB?.nino,
  in_aadhaar: stdnum.IN?.aadhaar,
  in_pan: stdnum.IN?.pan,
  it_fiscal_code: stdnum.IT?.codicefiscale,
  mx_curp: stdnum.MX?.curp,
  nl_bsn: stdnum.NL?.bsn,
  pl_pesel: stdnum.PL?.pesel,
  se_personnummer: stdnum.SE?.personnummer,
  za_id: stdnum.ZA?.idnr,
} as const;

/** The generators share no code with the validators, so that neither can hide a fault of the other. */
test.each(Object.entries(validators))(
  'a made-up %s is valid to another implementation',
  (kind, validator) => {
    const random = american(11);
    const make = nationalNumbers[kind as keyof typeof nationalNumbers];
    const made = Array.from({ length: 200 }, () =>
      // The validator does not read twelve digits without the dash.
      kind === 'se_personnummer' ? make(random).replace(/-?(\d{4})$/, '-$1') : make(random),
    );
    expect(made.filter((number) => validator?.validate(number).isValid !== true)).toEqual([]);
  },
);

test('the check digits are those of the examples that the issuers publish', () => {
  expect(luhnDigit('80840123456789')).toBe('3'); // CMS: NPI 1234567893
  expect(luhnDigit('49015420323751')).toBe('8'); // GSMA: IMEI 490154203237518
  expect(gs1Digit('629104150021')).toBe('3'); // GS1: 6291041500213
  expect(ibanDigits('GB', 'WEST12345698765432')).toBe('82'); // SWIFT: the registry's example
  expect(verhoeffDigit('236')).toBe('3');
});
