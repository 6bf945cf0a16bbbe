import type { Classification, SafeHarborLetter, SemanticType } from '@das/contracts';
import { detectors } from '../detection/detector.js';
import type { DetectorId } from '../detection/detector-id.js';

/** Meanings of columns that no detector looks for, since their values say nothing by themselves. */
export type OtherMeaning =
  | 'age'
  | 'birth_place'
  | 'country'
  | 'currency'
  | 'demographic'
  | 'diagnosis'
  | 'free_text'
  | 'medication'
  | 'occupation'
  | 'organization'
  | 'person_id'
  | 'procedure'
  | 'salary'
  | 'secret'
  | 'state'
  | 'username'
  | 'row_id'
  | 'timestamp'
  | 'quantity'
  | 'category'
  | 'flag'
  | 'object_name';

/** What a column can mean. */
export type MeaningId = DetectorId | OtherMeaning;

/** How a column of a meaning is declared. */
export interface Meaning {
  readonly semanticType: SemanticType;
  readonly classification: Classification;
  readonly letters: readonly SafeHarborLetter[];
  /** In words, for reasons. */
  readonly title: string;
}

function other(
  semanticType: SemanticType,
  classification: Classification,
  letters: readonly SafeHarborLetter[],
  title: string,
): Meaning {
  return { semanticType, classification, letters, title };
}

const others: Readonly<Record<OtherMeaning, Meaning>> = {
  age: other('age', 'pii', ['C'], 'ages'),
  birth_place: other('geography', 'pii', ['B'], 'places of birth'),
  country: other('country', 'internal', [], 'countries'),
  currency: other('currency', 'internal', [], 'currencies'),
  demographic: other('demographic', 'pii', [], 'demographic facts of a person'),
  diagnosis: other('diagnosis', 'phi', [], 'diagnoses'),
  free_text: other('free_text', 'pii', [], 'free text'),
  medication: other('medication', 'phi', [], 'medicines'),
  occupation: other('occupation', 'pii', [], 'occupations'),
  organization: other('organization', 'internal', [], 'names of organizations'),
  person_id: other('identifier', 'pseudonymous', ['R'], 'keys of persons'),
  procedure: other('procedure_code', 'phi', [], 'procedures'),
  salary: other('salary', 'confidential', [], 'pay'),
  secret: other('secret', 'confidential', [], 'passwords and keys'),
  state: other('state', 'internal', [], 'states and countries'),
  username: other('username', 'pii', ['R'], 'names of accounts'),
  row_id: other('row_id', 'internal', [], 'keys of rows'),
  timestamp: other('timestamp', 'internal', [], 'times of events'),
  quantity: other('quantity', 'internal', [], 'measured or counted numbers'),
  category: other('category', 'internal', [], 'values of a short list'),
  flag: other('flag', 'internal', [], 'yes or no'),
  object_name: other('object_name', 'internal', [], 'names of things'),
};

/** Whether a meaning is one that values are detected by. */
export function isDetectorId(meaning: MeaningId): meaning is DetectorId {
  return Object.hasOwn(detectors, meaning);
}

/** How a column of this meaning is declared. */
export function meaningOf(meaning: MeaningId): Meaning {
  if (!isDetectorId(meaning)) return others[meaning];
  const { semantic, classification, letters, title } = detectors[meaning];
  return { semanticType: semantic, classification, letters, title };
}
