import type { Classification, KnownSemanticType, SafeHarborLetter } from '@das/contracts';
import type { DetectorId } from './detector-id.js';
import type { Reason } from './finding.js';

/** What one kind of sensitive value is, and by what it is known. */
export interface Detector {
  /** For people, in lower case except for names. */
  readonly title: string;
  /** The letters of the Safe Harbor list that it falls under; none for what is only health data. */
  readonly letters: readonly SafeHarborLetter[];
  /** How a column of it is to be declared. */
  readonly classification: Classification;
  /** What a column of it means, in the words of a contract. */
  readonly semantic: KnownSemanticType;
  /** Whether a value is found by itself, or only where a name, a word or a neighbour says what it is. */
  readonly needsContext: boolean;
  /** Everything that is looked at. */
  readonly signals: readonly Reason[];
}

function detector(
  title: string,
  letters: string,
  classification: Classification,
  semantic: KnownSemanticType,
  standing: 'alone' | 'with context',
  signals: string,
): Detector {
  return Object.freeze({
    title,
    letters: Object.freeze(letters.split('')) as readonly SafeHarborLetter[],
    classification,
    semantic,
    needsContext: standing === 'with context',
    signals: Object.freeze(signals.split(' ')) as readonly Reason[],
  });
}

/** What every kind is: the one table behind the types, the generated documentation and the evaluation. */
export const detectors: Readonly<Record<DetectorId, Detector>> = Object.freeze({
  person_name: detector('names of people', 'A', 'pii', 'name', 'alone', 'shape dictionary context name neighbours'),
  street_address: detector('street addresses', 'B', 'pii', 'address', 'alone', 'shape dictionary context name'),
  city: detector('cities and towns', 'B', 'pii', 'city', 'alone', 'shape dictionary context name'),
  county: detector('counties and districts', 'B', 'pii', 'geography', 'alone', 'shape context name'),
  postal_code: detector('postal codes', 'B', 'pii', 'postal_code', 'alone', 'shape range context name'),
  geo_coordinates: detector('latitudes and longitudes', 'B', 'pii', 'geography', 'with context', 'shape range context name'),
  birth_date: detector('dates of birth', 'C', 'pii', 'birth_date', 'with context', 'shape range context name'),
  date: detector('other dates of a person', 'C', 'phi', 'date', 'with context', 'shape range context name'),
  age_over_89: detector('ages over 89', 'C', 'pii', 'age', 'alone', 'shape range context name'),
  phone: detector('telephone numbers', 'D', 'pii', 'phone', 'alone', 'shape separators range context name'),
  fax: detector('fax numbers', 'E', 'pii', 'fax', 'with context', 'shape separators range context name'),
  email: detector('email addresses', 'F', 'pii', 'email', 'alone', 'shape'),
  us_ssn: detector('US social security numbers', 'G', 'pii', 'ssn', 'alone', 'shape separators range context name'),
  mrn: detector('medical record numbers', 'H', 'phi', 'mrn', 'with context', 'shape context name'),
  us_mbi: detector('Medicare beneficiary identifiers', 'I', 'phi', 'health_plan_number', 'alone', 'shape separators range context name'),
  health_plan_id: detector('health plan member numbers', 'I', 'phi', 'health_plan_number', 'with context', 'shape context name'),
  bank_account: detector('bank account numbers', 'J', 'pii', 'account_number', 'with context', 'shape context name'),
  us_routing: detector('US bank routing numbers (ABA)', 'J', 'pii', 'account_number', 'with context', 'shape range checksum context name'),
  iban: detector('international bank account numbers', 'J', 'pii', 'iban', 'alone', 'shape range checksum context name'),
  payment_card: detector('payment card numbers', 'J', 'pci', 'payment_card', 'alone', 'shape separators range checksum context name'),
  us_npi: detector('US provider identifiers (NPI)', 'K', 'pii', 'npi', 'with context', 'shape checksum context name'),
  us_dea: detector('US DEA registrations', 'K', 'pii', 'license_number', 'alone', 'shape range checksum context name'),
  us_driver_license: detector('US driver licences', 'K', 'pii', 'license_number', 'with context', 'shape range context name'),
  license_number: detector('certificates and licences', 'K', 'pii', 'license_number', 'with context', 'shape context name'),
  vin: detector('vehicle identification numbers', 'L', 'pii', 'vehicle_identifier', 'alone', 'shape checksum context name'),
  license_plate: detector('vehicle licence plates', 'L', 'pii', 'vehicle_identifier', 'with context', 'shape context name'),
  udi: detector('unique device identifiers (GS1, HIBCC, ICCBBA)', 'M', 'phi', 'device_identifier', 'alone', 'shape range checksum context name'),
  device_serial: detector('serial numbers of devices', 'M', 'pii', 'device_identifier', 'with context', 'shape context name'),
  imei: detector('mobile device identifiers (IMEI)', 'M', 'pii', 'device_identifier', 'with context', 'shape checksum context name'),
  mac_address: detector('MAC addresses', 'M', 'pii', 'device_identifier', 'alone', 'shape separators context name'),
  url: detector('web addresses', 'N', 'pii', 'url', 'alone', 'shape'),
  ip_address: detector('IP addresses', 'O', 'pii', 'ip_address', 'alone', 'shape range context name'),
  biometric: detector('fingerprints, voice prints and other biometrics', 'P', 'pii', 'biometric', 'with context', 'shape context name'),
  photo: detector('photographs', 'Q', 'pii', 'photo', 'alone', 'shape context name'),
  passport: detector('passport numbers', 'R', 'pii', 'national_id', 'with context', 'shape checksum context name'),
  us_itin: detector('US taxpayer numbers (ITIN)', 'R', 'pii', 'national_id', 'alone', 'shape separators range context name'),
  au_medicare: detector('Australian Medicare numbers', 'R', 'phi', 'national_id', 'with context', 'shape range checksum context name'),
  au_tfn: detector('Australian tax file numbers', 'R', 'pii', 'national_id', 'with context', 'shape checksum context name'),
  br_cpf: detector('Brazilian CPF numbers', 'R', 'pii', 'national_id', 'alone', 'shape separators checksum context name'),
  ca_sin: detector('Canadian social insurance numbers', 'R', 'pii', 'national_id', 'with context', 'shape separators range checksum context name'),
  de_tax_id: detector('German tax numbers (IdNr)', 'R', 'pii', 'national_id', 'with context', 'shape checksum context name'),
  es_dni: detector('Spanish DNI and NIE numbers', 'R', 'pii', 'national_id', 'alone', 'shape checksum context name'),
  fr_nir: detector('French social security numbers (NIR)', 'R', 'pii', 'national_id', 'alone', 'shape range checksum context name'),
  gb_nhs: detector('UK NHS numbers', 'R', 'phi', 'national_id', 'with context', 'shape separators checksum context name'),
  gb_nino: detector('UK national insurance numbers', 'R', 'pii', 'national_id', 'alone', 'shape range context name'),
  in_aadhaar: detector('Indian Aadhaar numbers', 'R', 'pii', 'national_id', 'with context', 'shape separators checksum context name'),
  in_pan: detector('Indian tax account numbers (PAN)', 'R', 'pii', 'national_id', 'with context', 'shape range context name'),
  it_fiscal_code: detector('Italian fiscal codes', 'R', 'pii', 'national_id', 'alone', 'shape checksum context name'),
  mx_curp: detector('Mexican CURP codes', 'R', 'pii', 'national_id', 'alone', 'shape checksum context name'),
  nl_bsn: detector('Dutch citizen service numbers (BSN)', 'R', 'pii', 'national_id', 'with context', 'shape checksum context name'),
  pl_pesel: detector('Polish PESEL numbers', 'R', 'pii', 'national_id', 'with context', 'shape range checksum context name'),
  se_personnummer: detector('Swedish personal numbers', 'R', 'pii', 'national_id', 'alone', 'shape separators range checksum context name'),
  za_id: detector('South African identity numbers', 'R', 'pii', 'national_id', 'with context', 'shape range checksum context name'),
  icd10: detector('diagnoses (ICD-10-CM)', '', 'phi', 'diagnosis_code', 'with context', 'shape range context name'),
  ndc: detector('medicines (NDC)', '', 'phi', 'drug_code', 'with context', 'shape separators context name'),
  unique_code: detector('other codes that are unique to a person', 'R', 'pii', 'identifier', 'with context', 'shape context name'),
});

/** All kinds, in the order of the table. */
export const detectorIds: readonly DetectorId[] = Object.freeze(
  Object.keys(detectors) as DetectorId[],
);
