import type { MeaningId } from './meaning.js';
import { wordsOfName } from './name-words.js';
import { readName } from './read-name.js';

/** What the columns beside a column say together. */
export interface TableContext {
  /** Whether there are columns of a person. */
  readonly hasPerson: boolean;
  /** Whether there is a street address. */
  readonly hasStreet: boolean;
  /** Whether the table is of patients, members of a plan or their care. */
  readonly isHealth: boolean;
  /** Whether the table is of things that are made, sold or run. */
  readonly isOfThings: boolean;
}

const personal: ReadonlySet<MeaningId> = new Set<MeaningId>([
  'person_name',
  'birth_date',
  'email',
  'us_ssn',
  'phone',
  'mrn',
  'us_mbi',
  'passport',
  'us_driver_license',
  'demographic',
]);
const health: ReadonlySet<MeaningId> = new Set<MeaningId>([
  'mrn',
  'us_mbi',
  'icd10',
  'ndc',
  'diagnosis',
  'medication',
  'procedure',
  'gb_nhs',
]);
const healthWords: ReadonlySet<string> = new Set(
  'patient patients patientid encounter diagnosis admission discharge icd mrn clinical allergy specimen prescription prescriber inpatient medication immunization'.split(
    ' ',
  ),
);
const thingWords: ReadonlySet<string> = new Set(
  'product sku price quantity stock brand warehouse hostname pod cluster deployment repository firmware gtin'.split(
    ' ',
  ),
);

/** What one column says of the others. */
export interface ColumnHint {
  readonly isPersonal: boolean;
  readonly isStreet: boolean;
  readonly isHealth: boolean;
  readonly isOfThings: boolean;
}

/** What a column says of the others by its name, and by its meaning where that is known. */
export function columnHint(name: string, known?: MeaningId): ColumnHint {
  const clear = readName(name)
    .filter(({ weight }) => weight > 0.6)
    .map(({ meaning }) => meaning);
  const meanings = known === undefined ? clear : [...clear, known];
  const words = wordsOfName(name);
  return {
    isPersonal: meanings.some((meaning) => personal.has(meaning)),
    isStreet: meanings.includes('street_address'),
    isHealth:
      meanings.some((meaning) => health.has(meaning)) ||
      words.some((word) => healthWords.has(word)),
    isOfThings: words.some((word) => thingWords.has(word)),
  };
}

/** What the columns beside a column say together. */
export function tableContext(neighbours: readonly ColumnHint[]): TableContext {
  return {
    hasPerson: neighbours.some(({ isPersonal }) => isPersonal),
    hasStreet: neighbours.some(({ isStreet }) => isStreet),
    isHealth: neighbours.some(({ isHealth }) => isHealth),
    isOfThings: neighbours.some(({ isOfThings }) => isOfThings),
  };
}
