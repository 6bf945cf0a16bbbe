import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isMobileDevice, isTradeItemNumber, passesHealthIndustryCheck } from './device.js';
import { isIban } from './iban.js';
import { isDiagnosisCode } from './icd10.js';
import { isNationalNumber } from './national.js';
import { isPaymentCard } from './payment-card.js';
import { isPassportLine } from './travel-document.js';
import { isRoutingNumber } from './us-bank-routing.js';
import { isBeneficiaryIdentifier, isDeaRegistration, isProviderIdentifier } from './us-health.js';
import { socialSecurityStanding } from './us-social-security.js';
import { isVehicleShape, passesVehicleCheck } from './vehicle.js';

/** Published examples of each number, and what checks it. */
const checked: readonly (readonly [
  name: string,
  example: string,
  check: (value: string) => boolean,
])[] = [
  ['payment card', '4111111111111111', isPaymentCard],
  ['IBAN', 'GB82WEST12345698765432', isIban],
  ['routing number', '021000021', isRoutingNumber],
  ['NPI', '1234567893', isProviderIdentifier],
  ['DEA registration', 'AB1234563', isDeaRegistration],
  ['VIN', '1M8GDM9AXKP042788', passesVehicleCheck],
  ['IMEI', '490154203237518', isMobileDevice],
  ['GTIN', '00844588003288', isTradeItemNumber],
  ['NHS number', '9434765919', (value) => isNationalNumber('gb_nhs', value)],
  ['CPF', '52998224725', (value) => isNationalNumber('br_cpf', value)],
  ['SIN', '046454286', (value) => isNationalNumber('ca_sin', value)],
  ['TFN', '123456782', (value) => isNationalNumber('au_tfn', value)],
  ['BSN', '111222333', (value) => isNationalNumber('nl_bsn', value)],
  ['PESEL', '44051401359', (value) => isNationalNumber('pl_pesel', value)],
  ['Aadhaar', '234123412346', (value) => isNationalNumber('in_aadhaar', value)],
  ['IdNr', '86095742719', (value) => isNationalNumber('de_tax_id', value)],
  ['personnummer', '8112289874', (value) => isNationalNumber('se_personnummer', value)],
];

describe('a check digit', () => {
  test.each(checked)(
    'of a %s holds for %s, and for no last digit but its own',
    (_name, example, check) => {
      expect(check(example)).toBe(true);
      fc.assert(
        fc.property(fc.integer({ min: 1, max: 9 }), (by) => {
          const last = (Number(example.at(-1)) + by) % 10;
          expect(check(example.slice(0, -1) + last)).toBe(false);
        }),
      );
    },
  );

  test('of HIBC is the sum of all characters before', () => {
    expect(passesHealthIndustryCheck('+A123BJC5D6E71G')).toBe(true);
    expect(passesHealthIndustryCheck('+A123BJC5D6E71H')).toBe(false);
  });

  test('of a passport stands behind number, birth and expiry', () => {
    const line = 'L898902C36UTO7408122F1204159ZE184226B<<<<<10';
    expect(isPassportLine(line)).toBe(true);
    expect(isPassportLine(line.replace('C3', 'C4'))).toBe(false);
  });
});

test('social security numbers are what the SSA can have issued', () => {
  for (const digits of [
    '000123456',
    '666123456',
    '219001234',
    '219120000',
    '078051120',
    '219099999',
    '987654321',
  ]) {
    expect(socialSecurityStanding(digits)).toBe('impossible');
  }
  expect(socialSecurityStanding('219094321')).toBe('assigned');
  expect(socialSecurityStanding('912701234')).toBe('taxpayer');
  expect(socialSecurityStanding('999175017')).toBe('unassigned');
});

test('a Medicare identifier keeps to the alphabet of each position', () => {
  expect(isBeneficiaryIdentifier('1EG4TE5MK73')).toBe(true);
  for (const value of ['0EG4TE5MK73', '1SG4TE5MK73', '1EGATE5MK73', '1EG4TE5MK7', '1EG4TE5M073']) {
    expect(isBeneficiaryIdentifier(value)).toBe(false);
  }
});

test('a VIN has seventeen characters without I, O and Q', () => {
  expect(isVehicleShape('1M8GDM9AXKP042788')).toBe(true);
  expect(isVehicleShape('1M8GDM9AXKPO42788')).toBe(false);
  expect(isVehicleShape('11111111111111111')).toBe(false);
});

test('a diagnosis has a chapter, a category and at most four more', () => {
  for (const code of ['E11.9', 'I10', 'S72.001A', 'Z79.4', 'T36.0X1A', 'O09.90', 'C7A.00']) {
    expect([code, isDiagnosisCode(code)]).toEqual([code, true]);
  }
  for (const code of ['E1.9', '11.9', 'U99999', 'E11.99999', 'EE1.9'])
    expect(isDiagnosisCode(code)).toBe(false);
});
