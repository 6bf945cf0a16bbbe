/** A letter of the HIPAA Safe Harbor list of identifiers, 45 CFR 164.514(b)(2)(i)(A) to (R). */
export type SafeHarborLetter =
  | 'A'
  | 'B'
  | 'C'
  | 'D'
  | 'E'
  | 'F'
  | 'G'
  | 'H'
  | 'I'
  | 'J'
  | 'K'
  | 'L'
  | 'M'
  | 'N'
  | 'O'
  | 'P'
  | 'Q'
  | 'R';

/** A known meaning of a value. */
export type KnownSemanticType =
  | 'name'
  | 'address'
  | 'city'
  | 'postal_code'
  | 'geography'
  | 'date'
  | 'birth_date'
  | 'death_date'
  | 'admission_date'
  | 'discharge_date'
  | 'age'
  | 'phone'
  | 'fax'
  | 'email'
  | 'ssn'
  | 'mrn'
  | 'health_plan_number'
  | 'account_number'
  | 'iban'
  | 'license_number'
  | 'npi'
  | 'vehicle_identifier'
  | 'device_identifier'
  | 'url'
  | 'ip_address'
  | 'biometric'
  | 'photo'
  | 'identifier'
  | 'payment_card'
  | 'national_id'
  | 'free_text'
  | 'diagnosis_code'
  | 'procedure_code'
  | 'drug_code'
  | 'currency'
  | 'country';

/**
 * What a value means, whatever its type. Open: these are the known ones, and any other name is allowed
 * that is not nearly one of them; a prefix makes it one's own in any case, as in `acme:date`.
 */
export type SemanticType = KnownSemanticType | (string & {});

/**
 * The known meanings of a value, each with the letter of the HIPAA Safe Harbor list of identifiers
 * that it falls under, or `undefined` for what is on no such list.
 *
 * @see https://www.ecfr.gov/current/title-45/section-164.514
 */
export const semanticTypes: Readonly<Record<KnownSemanticType, SafeHarborLetter | undefined>> =
  Object.freeze({
    name: 'A',
    address: 'B',
    city: 'B',
    postal_code: 'B',
    geography: 'B',
    date: 'C',
    birth_date: 'C',
    death_date: 'C',
    admission_date: 'C',
    discharge_date: 'C',
    age: 'C',
    phone: 'D',
    fax: 'E',
    email: 'F',
    ssn: 'G',
    mrn: 'H',
    health_plan_number: 'I',
    account_number: 'J',
    iban: 'J',
    license_number: 'K',
    npi: 'K',
    vehicle_identifier: 'L',
    device_identifier: 'M',
    url: 'N',
    ip_address: 'O',
    biometric: 'P',
    photo: 'Q',
    identifier: 'R',
    payment_card: 'J',
    national_id: 'R',
    free_text: undefined,
    diagnosis_code: undefined,
    procedure_code: undefined,
    drug_code: undefined,
    currency: undefined,
    country: undefined,
  });

/** The Safe Harbor letter of a semantic type, or `undefined` when it is unknown or on no list. */
export function safeHarborLetterOf(semantic: SemanticType): SafeHarborLetter | undefined {
  if (!Object.hasOwn(semanticTypes, semantic)) return undefined;
  return semanticTypes[semantic as KnownSemanticType];
}
