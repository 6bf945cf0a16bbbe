import type { ValueContext } from '../detect-options.js';
import type { DetectorId } from '../detector-id.js';
import { wordsOfName } from '../reading/words.js';
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

function primaryOf(words: readonly string[], labels: readonly PhraseMatch[]): Concept | undefined {
  const last = labels.at(-1);
  if (last === undefined) return undefined;
  for (let index = last.to; index < words.length; index += 1) {
    if (attributes.has(words[index] ?? '')) return 'other';
  }
  // A leading question, as in `is_email` or `has_phone`, is answered by yes or no.
  const [first = ''] = words;
  return first === 'is' || first === 'has' || first === 'num' ? 'other' : last.concept;
}

/** Reads the names of a column and of its neighbours. Done once per column. */
export function columnContextOf(context: ValueContext | undefined): ColumnContext {
  if (context === undefined) return none;
  const words = context.columnName === undefined ? [] : wordsOfName(context.columnName);
  const labels = labelsOf(words);
  const isPersonal =
    (context.neighbours ?? []).filter((name) => {
      const beside = wordsOfName(name);
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
