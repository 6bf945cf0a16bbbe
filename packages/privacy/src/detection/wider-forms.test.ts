import { describe, expect, test } from 'vitest';
import { createDetector } from './create-detector.js';
import { detect } from './detect.js';

function found(text: string, columnName?: string): string[] {
  const findings =
    columnName === undefined
      ? detect(text)
      : createDetector({ context: { columnName } }).scan(text);
  return findings.map(({ kind, start, end }) => `${kind} ${text.slice(start, end)}`);
}

describe('dates in the forms of many places', () => {
  test.each([
    ['admit_dt', '03-Mar-84'],
    ['ENC_START_DT', '03/03/84'],
    ['visit_ts', '1984-03-03 10:15:00.000'],
    ['adm_dttm', '198403031015-0500'],
    ['dischargeDate', '03MAR1984'],
    ['dod', '1984-W09-6'],
    ['fecha_alta', '3 de marzo de 1984'],
    ['admitdate', 'Saturday, March 3, 1984'],
  ])('in %s, "%s" is a date of a person', (columnName, value) => {
    expect(found(value, columnName)).toEqual([`date ${value}`]);
  });

  test.each(['order_date', 'created_ts', 'ship_dt', 'start_date'])('in %s, no date is', (name) => {
    expect(found('03-Mar-84', name)).toEqual([]);
  });

  test.each([
    ['DOB 19840303, male', '19840303'],
    ['born on the 3rd of March 1984', '3rd of March 1984'],
    ['Geboren am 3. M\u00e4rz 1984', '3. M\u00e4rz 1984'],
    ['Date of birth: 3.3.84', '3.3.84'],
    ['DOB: 03MAR1984', '03MAR1984'],
  ])('in "%s", the day of birth is found', (text, value) => {
    expect(found(text)).toContain(`birth_date ${value}`);
  });

  test.each(['build 19840303', 'release 3.3.84', 'counter 20240303 of 20240309'])(
    '"%s" holds none',
    (text) => {
      expect(found(text)).toEqual([]);
    },
  );
});

describe('names by what introduces them and by their form', () => {
  test.each([
    ['Patient Gorczany, Estevan, seen today', 'Gorczany, Estevan'],
    ['Spoke with Aliya Koelpin by phone', 'Aliya Koelpin'],
    ['{"patientName": "Kacie Raynor"}', 'Kacie Raynor'],
    ['Caller: M. van Dijk', 'M. van Dijk'],
    ['Viva F. Rutherford', 'Viva F. Rutherford'],
    ['J. R. Smith', 'J. R. Smith'],
    ['Nellie A. Satterfield', 'Nellie A. Satterfield'],
    ['wound care by Xu Okonkwo, RN', 'Xu Okonkwo'],
    ['Assigned to PIETER JANSEN', 'PIETER JANSEN'],
  ])('in "%s", it is found', (text, name) => {
    expect(found(text)).toEqual([`person_name ${name}`]);
  });

  test.each([
    'Met with Sales Team on Monday',
    'referred to Cardiology Clinic',
    'Order for General Electric',
    'Dr Pepper 12 oz',
    'Stanley Hammer',
    'Vitamin B. Complex',
    'due 2 Jan 2026, paid',
    'Order for Boston Cream Pie',
  ])('"%s" names no one', (text) => {
    expect(found(text)).toEqual([]);
  });
});

describe('names of columns', () => {
  test.each([
    ['PATIENTDOB', '1984-03-03', 'birth_date'],
    ['mbrno', 'XJ991822', 'health_plan_id'],
    ['HOSP_NBR', '482913', 'mrn'],
    ['num_passport', 'C01X00T47'.replace('X', '1').replace('T', '2'), 'passport'],
    ['ndc_product_code', '0002-8215-01', 'ndc'],
    ['medicareBeneficiaryId', '1EG4-TE5-MK73', 'us_mbi'],
    ['AGE_AT_ADMISSION', '97', 'age_over_89'],
    ['lic_driver_no', 'D1234567', 'us_driver_license'],
    ['value', '219-09-4321', 'us_ssn'],
    ['patient_key', 'SUBJ-37570', 'unique_code'],
    ['biometric_hash', '9c34cba626efc8d57b493ee992bf762c', 'biometric'],
  ])('%s tells that "%s" is %s', (columnName, value, kind) => {
    expect(found(value, columnName)).toEqual([`${kind} ${value}`]);
  });

  test.each([
    ['case_number', 'OPS-66599'],
    ['num_visits', '48291'],
    ['passport_status', 'C01100247'],
    ['fingerprint_count', '4829134829'],
  ])('%s makes nothing of "%s"', (columnName, value) => {
    expect(found(value, columnName)).toEqual([]);
  });

  test('an address of email is none of a street', () => {
    expect(found('ada@example.com', 'contact_addr')).toEqual(['email ada@example.com']);
  });

  test('a sentence in a column of something else is read', () => {
    const text = 'The caller left a note, please ring Grace Hopper back on (415) 555-2671 today';
    expect(found(text, 'status')).toEqual(['person_name Grace Hopper', 'phone (415) 555-2671']);
  });
});

describe('places on the globe', () => {
  test.each([
    ['pickup at (42.3601,-71.0589) now', ['42.3601', '-71.0589']],
    ['lat 42.36012, long -71.05891', ['42.36012', '-71.05891']],
    ['camp at 42\u00b021\'36"N 71\u00b003\'32"W', ['42\u00b021\'36"N', '71\u00b003\'32"W']],
  ])('in "%s", both are found', (text, values) => {
    expect(found(text)).toEqual(values.map((value) => `geo_coordinates ${value}`));
  });

  test.each(['42\u00b021\'36"N 71\u00b003\'32"W', 'POINT(-71.0589 42.3601)', '42.3601,-71.0589'])(
    'in a column for it, "%s" is one',
    (value) => {
      expect(found(value, 'gps')).toEqual([`geo_coordinates ${value}`]);
    },
  );

  test('measures and pixels are none', () => {
    expect(found('resized from 12.50, 13.75 to 100.0, 200.5')).toEqual([]);
  });
});

describe('issued codes', () => {
  test.each([
    ['1eg4te5mk73', 'us_mbi'],
    ['12345678z', 'es_dni'],
    ['1hgcm82633a004352', 'vin'],
  ])('%s in lower case is still one', (value, kind) => {
    expect(found(`${value} `)).toEqual([`${kind} ${value}`]);
  });

  test('a plate goes on from its letters, and a record is filed in pairs of digits', () => {
    expect(found('license plate NER 040, parked')).toEqual(['license_plate NER 040']);
    expect(found('Chart # 48-29-13 pulled')).toEqual(['mrn 48-29-13']);
  });

  test('a segment of HL7 says what its fields are', () => {
    const text = 'PID|1||00482913^^^H^MR||DOE^JOHN||19840303|M|||||||||||219094321';
    expect(found(text)).toEqual([
      'mrn 00482913',
      'person_name DOE^JOHN',
      'birth_date 19840303',
      'us_ssn 219094321',
    ]);
  });
});
