import { describe, expect, test } from 'vitest';
import { detect } from './detect.js';
import type { DetectorId } from './detector-id.js';

/** What was found, as text, for the eyes of a test only. */
function found(text: string, columnName?: string): string[] {
  const findings = detect(text, { context: { columnName } });
  return findings.map(({ kind, start, end }) => `${kind} ${text.slice(start, end)}`);
}

/** Sentences with exactly one finding of the kind among what they hold. */
const sentences: readonly (readonly [kind: DetectorId, value: string, text: string])[] = [
  ['person_name', "María-José O'Neill", "Seen by Dr. María-José O'Neill today"],
  ['person_name', 'SMITH, JOHN', 'guarantor: SMITH, JOHN'],
  ['person_name', 'Robert Chen', "Robert Chen's parcel came back"],
  ['person_name', 'Ludwig van Beethoven', 'Patient: Ludwig van Beethoven'],
  ['person_name', 'Maria', 'Thanks, Maria'],
  [
    'street_address',
    '742 Evergreen Terrace, Apt 4B',
    'ship to 742 Evergreen Terrace, Apt 4B please',
  ],
  ['street_address', '350 5th Ave', 'meet at 350 5th Ave'],
  ['street_address', 'P.O. Box 991', 'write to P.O. Box 991'],
  ['street_address', 'Hauptstraße 12', 'wohnt Hauptstraße 12'],
  ['city', 'Springfield', 'Springfield, IL 62704'],
  ['city', 'Tucson', 'she moved to Tucson last year'],
  ['county', 'Cook County', 'a resident of Cook County'],
  ['postal_code', '62704-1234', 'Springfield, IL 62704-1234'],
  ['postal_code', 'SW1A 2AA', 'London SW1A 2AA'],
  ['geo_coordinates', '37.774929', 'lat 37.774929'],
  ['birth_date', 'March 3rd, 1984', 'born March 3rd, 1984 in Ohio'],
  ['birth_date', '3 Mar 84', 'DOB 3 Mar 84'],
  ['birth_date', '1984-03-03', 'date of birth: 1984-03-03'],
  ['date', '02/14/2023', 'Discharged 02/14/2023 in stable condition'],
  ['age_over_89', '92-year-old', 'a 92-year-old woman'],
  ['age_over_89', '94', 'aged 94 years'],
  ['age_over_89', '101', 'she turned 101'],
  ['phone', '415-555-2671 x12', 'call 415-555-2671 x12'],
  ['phone', '4155552671', 'my cell is 4155552671'],
  ['fax', '(415) 555-2672', 'fax (415) 555-2672'],
  ['us_ssn', '219094321', '219094321 is my social security number'],
  ['us_ssn', '219 09 4321', 'SSN: 219 09 4321'],
  ['us_itin', '912-70-1234', 'ITIN 912-70-1234'],
  ['mrn', '00482913', 'MRN# 00482913'],
  ['mrn', 'MRN0048291', 'chart of MRN0048291'],
  ['us_mbi', '1EG4-TE5-MK73', 'Medicare 1EG4-TE5-MK73'],
  ['health_plan_id', 'XEA123456789', 'Member ID: XEA123456789'],
  ['bank_account', '123456789012', 'checking account 123456789012'],
  ['us_routing', '021000021', 'routing number 021000021'],
  ['iban', 'DE89 3704 0044 0532 0130 00', 'pay to DE89 3704 0044 0532 0130 00'],
  ['payment_card', '4111 1111 1111 1111', 'paid by 4111 1111 1111 1111'],
  ['us_npi', '1234567893', 'NPI 1234567893'],
  ['us_dea', 'AB1234563', 'prescriber AB1234563'],
  ['us_driver_license', 'D1234567', "driver's license D1234567"],
  ['license_number', 'RN123456', 'nursing license RN123456'],
  ['vin', '1HGCM82633A004352', 'the car 1HGCM82633A004352'],
  ['license_plate', '7ABC123', 'license plate 7ABC123'],
  ['udi', '(01)00844588003288(17)141120(21)X1', 'scanned (01)00844588003288(17)141120(21)X1'],
  ['device_serial', '8XJ2K9912', 'pump S/N: 8XJ2K9912'],
  ['imei', '490154203237518', 'IMEI 490154203237518'],
  ['mac_address', '00:1A:2B:3C:4D:5E', 'from 00:1A:2B:3C:4D:5E'],
  ['url', 'https://example.com/a?b=1', 'see https://example.com/a?b=1.'],
  ['ip_address', '203.0.113.9', 'from 203.0.113.9'],
  ['passport', '512345678', 'passport no. 512345678'],
  ['au_medicare', '2123 45670 1', 'Medicare card 2123 45670 1'],
  ['au_tfn', '123 456 782', 'TFN 123 456 782'],
  ['br_cpf', '529.982.247-25', 'cliente 529.982.247-25'],
  ['ca_sin', '046 454 286', 'SIN 046 454 286'],
  ['de_tax_id', '86095742719', 'IdNr 86095742719'],
  ['es_dni', '12345678Z', 'DNI 12345678Z'],
  ['fr_nir', '1 84 12 76 451 089 46', 'NIR 1 84 12 76 451 089 46'],
  ['gb_nhs', '943 476 5919', 'NHS number 943 476 5919'],
  ['gb_nino', 'AB 12 34 56 C', 'NINO AB 12 34 56 C'],
  ['in_aadhaar', '2341 2341 2346', 'Aadhaar 2341 2341 2346'],
  ['in_pan', 'ABCPK1234L', 'PAN ABCPK1234L'],
  ['it_fiscal_code', 'RSSMRA85T10A562S', 'CF RSSMRA85T10A562S'],
  ['mx_curp', 'BOXW310820HNERXN09', 'CURP BOXW310820HNERXN09'],
  ['nl_bsn', '111222333', 'BSN 111222333'],
  ['pl_pesel', '44051401359', 'PESEL 44051401359'],
  ['se_personnummer', '811228-9874', 'personnummer 811228-9874'],
  ['za_id', '8001015009087', 'SA ID 8001015009087'],
  ['icd10', 'E11.9', 'dx E11.9'],
  ['ndc', '0777-3105-02', 'NDC 0777-3105-02'],
  ['unique_code', '2024-0012345', 'claim number 2024-0012345'],
  ['biometric', 'a9f8e7d6c5b4a3f2', 'fingerprint a9f8e7d6c5b4a3f2'],
  ['photo', 'data:image/png;base64,iVBORw0KGgo', 'img data:image/png;base64,iVBORw0KGgo'],
];

describe('in a sentence', () => {
  test.each(sentences)('%s: %s is found in %j', (kind, value, text) => {
    expect(found(text)).toContain(`${kind} ${value}`);
  });
});

/** Whole values that the name of their column settles. */
const cells: readonly (readonly [kind: DetectorId, column: string, value: string])[] = [
  ['person_name', 'lname', "o'neill"],
  ['person_name', 'customerName', 'Smith, John M.'],
  ['street_address', 'addr1', '12 Main St'],
  ['city', 'billing_city', 'Nowhere Falls'],
  ['county', 'county', 'Cook'],
  ['postal_code', 'zip', '02139'],
  ['geo_coordinates', 'lat', '37.774929'],
  ['birth_date', 'patientDob', '19840303'],
  ['date', 'admit_dt', '2024-01-15'],
  ['age_over_89', 'age', '93'],
  ['phone', 'home_tel', '4155552671'],
  ['fax', 'fax_no', '4155552671'],
  ['us_ssn', 'SSN', '219094321'],
  ['mrn', 'pt_mrn', '48291'],
  ['health_plan_id', 'mbr_id', 'W12345678'],
  ['bank_account', 'acct_no', '12345678'],
  ['us_npi', 'providerNpi', '1234567893'],
  ['us_driver_license', 'dl_number', 'D1234567'],
  ['license_plate', 'license_plate', 'ABC 1234'],
  ['device_serial', 'device_id', 'A1B2C3D4E5'],
  ['passport', 'passport_no', 'X1234567'],
  ['icd10', 'dx_code', 'E119'],
  ['ndc', 'ndc', '00777310502'],
  ['unique_code', 'username', 'jdoe42'],
  ['biometric', 'fingerprint', 'Rk1SACAyMAAAAAD8'],
  ['photo', 'photo_url', 'https://example.com/a/1.jpg'],
];

describe('by the name of the column', () => {
  test.each(cells)(
    '%s: in %s, %j is found, and the name is a reason',
    (kind, columnName, value) => {
      const [finding] = detect(value, { context: { columnName } });
      expect(finding).toMatchObject({ kind, start: 0, end: value.length });
      expect(finding?.reasons).toContain('name');
    },
  );

  test('a name alone is a person only beside columns of one', () => {
    const value = 'Thorgal Aegirsson';
    const neighbours = ['email', 'dob', 'phone'];
    expect(detect(value, { context: { columnName: 'name' } })).toEqual([]);
    expect(detect(value, { context: { columnName: 'name', neighbours } })[0]).toMatchObject({
      kind: 'person_name',
      reasons: ['shape', 'name', 'neighbours'],
    });
  });

  test.each([
    ['phone_type', 'mobile'],
    ['email_verified', 'true'],
    ['created_at', '2024-01-15'],
    ['order_id', '219-09-4321'],
    ['product_name', 'Maria Lopez Salsa'],
    ['ssn', 'N/A'],
    ['first_name', 'unknown'],
    ['npi', '1234567890'],
    ['age', '45'],
    ['quantity', '219094321'],
    ['zip', '00000'],
    ['lesson', '219094321'],
  ])('in %s, %j is nothing', (columnName, value) => {
    expect(found(value, columnName)).toEqual([]);
  });
});

describe('nothing is found in', () => {
  test.each([
    'version 10.20.30.40',
    'epoch 1705312830 and 1705312830123',
    'sku AB-12345-C, part no 123-45-6789',
    'price $1,234.56 and 12.99 EUR',
    'ticket #48213 is done',
    'tracking 1Z999AA10123456784',
    'build 20240115.3 of May 2024',
    'Take 500 mg twice daily for 10 days',
    'BP 120/80, HR 72, temp 98.6',
    '37.774929, -122.419416',
    'duplicate 123456, lesson 219094321',
    'Will Grant approve it in May?',
    'The Morgan Stanley report',
    'New Premium Plan Launched',
    'color #1a2b3c, size 42',
    'commit d41d8cd98f00b204e9800998ecf8427e',
    '1,500 units in 12 boxes',
    'aged 45 years, turned 90% of it',
  ])('%j', (text) => {
    expect(found(text)).toEqual([]);
  });
});

describe('whatever it is written in', () => {
  test.each([
    ['full-width digits', 'ＳＳＮ ２１９－０９－４３２１', '２１９－０９－４３２１'],
    ['a zero-width space', 'SSN 219\u200b-09-43\u200b21', '219\u200b-09-43\u200b21'],
    ['no-break spaces', 'SSN\u00a0219\u00a009\u00a04321', '219\u00a009\u00a04321'],
    ['Arabic digits', 'SSN ٢١٩-٠٩-٤٣٢١', '٢١٩-٠٩-٤٣٢١'],
    [
      'mathematical digits',
      'SSN \u{1d7d0}\u{1d7cf}\u{1d7d7}-09-4321',
      '\u{1d7d0}\u{1d7cf}\u{1d7d7}-09-4321',
    ],
  ])('an SSN in %s is found where it stands', (_name, text, value) => {
    expect(found(text)).toEqual([`us_ssn ${value}`]);
  });

  test('a name with combining marks is found as a whole', () => {
    const name = 'Jose\u0301 Garci\u0301a';
    expect(found(`seen by Dr. ${name} today`)).toEqual([`person_name ${name}`]);
  });
});

test('kinds and the minimum narrow what is returned', () => {
  const text = 'ada@example.com, 415-555-2671, 999-17-5017';
  expect(detect(text, { kinds: ['phone'] }).map(({ kind }) => kind)).toEqual(['phone']);
  expect(detect(text, { minimumConfidence: 0.95 }).map(({ kind }) => kind)).toEqual(['email']);
  expect(detect(text, { minimumConfidence: 0.3 }).map(({ kind }) => kind)).toContain('us_ssn');
});
