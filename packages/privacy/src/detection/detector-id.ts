/** Who someone is, where and when, and how to reach them. */
export type PersonKind =
  | 'person_name'
  | 'street_address'
  | 'city'
  | 'county'
  | 'postal_code'
  | 'geo_coordinates'
  | 'birth_date'
  | 'date'
  | 'age_over_89'
  | 'phone'
  | 'fax'
  | 'email';

/** Numbers that someone, or something of theirs, is known by. */
export type IdentifierKind =
  | 'us_ssn'
  | 'mrn'
  | 'us_mbi'
  | 'health_plan_id'
  | 'bank_account'
  | 'us_routing'
  | 'iban'
  | 'payment_card'
  | 'us_npi'
  | 'us_dea'
  | 'us_driver_license'
  | 'license_number'
  | 'vin'
  | 'license_plate'
  | 'udi'
  | 'device_serial'
  | 'imei'
  | 'mac_address'
  | 'url'
  | 'ip_address'
  | 'biometric'
  | 'photo';

/** Documents and numbers of countries, codes of health care, and what is left. */
export type DocumentKind =
  | 'passport'
  | 'us_itin'
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
  | 'icd10'
  | 'ndc'
  | 'unique_code';

/**
 * Every kind of sensitive value that can be found, closed. Kinds that start with two letters and an
 * underscore belong to a country.
 */
export type DetectorId = PersonKind | IdentifierKind | DocumentKind;
