import type { ValueContext } from '../detect-options.js';
import type { DetectorId } from '../detector-id.js';
import { wordsOfName } from '../reading/words.js';
import { canonicalWord } from './canonical-word.js';
import { joinedWords } from './joined-words.js';
import { type PhraseBook, type PhraseMatch, phraseBook } from './phrase-book.js';
import { attributes, type Concept, columnVocabulary, vocabulary } from './vocabulary.js';

/** What the name of a column and the names beside it say of its values. */
export interface ColumnContext {
  /** What the column holds by its name; `other` for something that is not sensitive. */
  readonly primary: Concept | undefined;
  /** What else its name may mean, as in `contact_phone_or_fax`. */
  readonly secondary: DetectorId | undefined;
  /** Whether it is called `name` and no more, which people and products share. */
  readonly isAmbiguousName: boolean;
  /** Whether the columns beside it describe a person. */
  readonly isPersonal: boolean;
  /** Whether the name is that of prose, in which anything may stand. */
  readonly isProse: boolean;
}

const book: PhraseBook = phraseBook([vocabulary, columnVocabulary]);

const none: ColumnContext = Object.freeze({
  primary: undefined,
  secondary: undefined,
  isAmbiguousName: false,
  isPersonal: false,
  isProse: false,
});

const proseWords: ReadonlySet<string> = new Set(
  'note notes comment comments description text body message memo remarks remark narrative summary subject content chat transcript reason feedback review bio details instructions history report findings impression log question answer complaint caption'.split(
    ' ',
  ),
);

const personal: ReadonlySet<Concept> = new Set<Concept>([
  'person_name',
  'birth_date',
  'email',
  'phone',
  'us_ssn',
  'mrn',
  'street_address',
  'health_plan_id',
]);

function labelsOf(words: readonly string[]): PhraseMatch[] {
  const labels: PhraseMatch[] = [];
  for (let from = 0; from < words.length; ) {
    const found = book.at(words, from);
    if (found !== undefined) labels.push(found);
    from = found?.to ?? from + 1;
  }
  return labels;
}

/** Words that say where a value is kept and nothing of what it is. */
const containers: ReadonlySet<string> = new Set(
  'value values val line row page step index form key token entry field column data raw cell item input content payload record obj object attribute attr id source'.split(
    ' ',
  ),
);

/** Kinds that other words of a name do not overrule: a `ndc_product_code` is still one. */
const issued: ReadonlySet<Concept> = new Set<Concept>([
  'us_ssn',
  'us_itin',
  'mrn',
  'us_mbi',
  'health_plan_id',
  'iban',
  'us_npi',
  'us_dea',
  'us_driver_license',
  'vin',
  'license_plate',
  'udi',
  'imei',
  'biometric',
  'passport',
  'au_tfn',
  'ca_sin',
  'gb_nhs',
  'gb_nino',
  'icd10',
  'ndc',
]);

/** What happens to a person, so that its day is one of theirs. */
const happenings: ReadonlySet<string> = new Set(
  'admission admit admitted discharge discharged visit visited encounter service surgery procedure death deceased died diagnosis dx onset injury appointment exam specimen collection collected lab test fill dispense dispensed prescription prescribed rx dose dosing vaccine vaccination vax immunization treatment therapy referral referred enrollment enrolled hire hired termination marriage divorce retirement consent follow followup fu seen transfer transplant biopsy incident accident loss symptom symptoms screening scan xray imaging operation op consult intake arrival departure patient member employee student person hospital hosp clinic medical care inpatient stay pregnancy lmp infusion chemo rehab hospice er icu ward bed'.split(
    ' ',
  ),
);
const times: ReadonlySet<string> = new Set(
  'date day dttm datetime ts time timestamp start end begin on at from to since until'.split(' '),
);

/** `ENC_START_DT`, `visit_ts`: what happens to a person, and then when. */
function isDayOfPerson(words: readonly string[]): boolean {
  const last = canonicalWord(words.at(-1) ?? '');
  const first = canonicalWord(words[0] ?? '');
  if (words.length < 2 || (!times.has(last) && first !== 'date')) return false;
  return words.some((word) => happenings.has(word) || happenings.has(canonicalWord(word)));
}

function isContainer(words: readonly string[], { concept, from, to }: PhraseMatch): boolean {
  return concept === 'other' && to === from + 1 && containers.has(words[from] ?? '');
}

function primaryOf(words: readonly string[], labels: readonly PhraseMatch[]): Concept | undefined {
  const telling = labels.filter((label) => !isContainer(words, label));
  const last = telling.at(-1);
  if (last === undefined) return isDayOfPerson(words) ? 'date' : undefined;
  for (let index = last.to; index < words.length; index += 1) {
    const word = words[index] ?? '';
    // The digest of a fingerprint is as good as a fingerprint.
    const isDigest = last.concept === 'biometric' && /^hash/.test(word);
    if (attributes.has(word) && !isDigest) return 'other';
  }
  // A leading question, as in `is_email` or `has_phone`, is answered by yes or no, and `num_visits`
  // by how many; but `num_passport` is a number.
  const [first = ''] = words;
  const isCount = first === 'num' && /[^s]s$/.test(words.at(-1) ?? '');
  if (first === 'is' || first === 'has' || isCount) return 'other';
  if (last.concept !== 'other') return drivingLicence(words, last.concept);
  const before = telling.at(-2);
  if (before !== undefined && issued.has(before.concept)) {
    return words
      .slice(before.to)
      .some(
        (word) => attributes.has(word) && !(before.concept === 'biometric' && /^hash/.test(word)),
      )
      ? 'other'
      : before.concept;
  }
  return isDayOfPerson(words) ? 'date' : 'other';
}

/** `license_driver_no`: words for drivers before or behind the one for the licence. */
function drivingLicence(words: readonly string[], concept: Concept): Concept {
  const isDriver = concept === 'license_number' && words.some((word) => /^(?:driv|drv)/.test(word));
  return isDriver ? 'us_driver_license' : concept;
}

/** The words of a name, those that are written as one (`patientdob`) taken apart. */
function wordsOf(name: string): readonly string[] {
  return wordsOfName(name).flatMap((word) => joinedWords(word, book.words));
}

/** Reads the names of a column and of its neighbours. Done once per column. */
export function columnContextOf(context: ValueContext | undefined): ColumnContext {
  if (context === undefined) return none;
  const words = context.columnName === undefined ? [] : wordsOf(context.columnName);
  const labels = labelsOf(words);
  const isPersonal =
    (context.neighbours ?? []).filter((name) => {
      const beside = wordsOf(name);
      const concept = primaryOf(beside, labelsOf(beside));
      return concept !== undefined && personal.has(concept);
    }).length >= 2;
  const isProse = proseWords.has(words.at(-1) ?? '');
  const primary = isProse ? undefined : primaryOf(words, labels);
  const before = labels.at(-2)?.concept;
  return {
    primary,
    secondary:
      before === undefined || before === 'other' || primary === 'other' ? undefined : before,
    isAmbiguousName: primary === undefined && words.at(-1) === 'name',
    isPersonal,
    isProse,
  };
}
