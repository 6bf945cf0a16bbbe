import {
  isAmbiguous,
  isCommonWord,
  isGiven,
  isHonorific,
  isPlaceStart,
  isSurname,
} from '../lexicon/name-words.js';
import { codeAt } from '../reading/characters.js';
import type { NameWord } from '../reading/name-word.js';
import type { Reading } from '../reading/reading.js';
import {
  addName,
  introduced,
  listed,
  mayBeName,
  namesakes,
  particles,
  readOn,
} from './name-parts.js';

/** What stands behind a name: degrees, offices and generations. */
const credentials =
  /^,? (?:MD|M\.D\.|DO|D\.O\.|RN|R\.N\.|LPN|BSN|MSN|CRNA|NP|FNP|ARNP|APRN|PA|PA-C|CNA|DDS|DMD|PhD|Ph\.D\.|PharmD|RPh|PsyD|DPM|DVM|LCSW|MSW|PT|DPT|OT|MBBS|FACS|Esq|Jr|Sr|III|IV)\b/;

/** Whether a surname ends as surnames of many languages do. */
const surnameEnding =
  /^(?:mc|mac|o')[a-z]{3,}$|[a-z]{3,}(?:sson|ssen|son|sen|ski|sky|ska|skaya|mann|berg|stein|enko|chuk|ovic|evic|wicz|czyk|opoulos|akis|etti|elli|ini|escu|ova|eva|ov|ev|yan|ian|oglu|ez|zadeh|dottir|moto|mura|yama|ssi|quist|strom|lund|gaard|feld|thal|bauer|meyer|meier|maier|wala|walla|singh|swamy)$/;

function isLikeSurname(word: NameWord): boolean {
  if ((word.flags & isSurname) !== 0) return (word.flags & isCommonWord) === 0;
  return (
    word.flags === 0 &&
    (word.lower.length > 5 || word.lower.startsWith('o')) &&
    surnameEnding.test(word.lower)
  );
}

/**
 * Names that their own form gives away: `Viva F. Rutherford`, `J. R. Ewing`, `EWING John`, `Xu Ewing,
 * MD`, and two capitals that are all of a value, the last of them a surname.
 */
export function findByForm(reading: Reading, first: NameWord): number {
  const { text } = reading;
  if (!mayBeName(first) || (first.flags & isHonorific) !== 0) return -1;
  const words = readOn(text, first, false);
  const last = words.at(-1);
  if (last === undefined || words.length < 2 || words.length > 4) return -1;
  if (namesakes.has(`${first.lower} ${words[1]?.lower}`)) return -1;
  const named = words.filter((word) => !word.isInitial && !particles.has(word.lower));
  if (named.length === 0 || named.some((word) => word.lower.length < 2)) return -1;
  const isEnd = first.start === 0 && text.length - last.end < 2;
  const hasTitle = credentials.test(text.slice(last.end, last.end + 9));
  if (hasTitle && named.length >= (isLikeSurname(last) ? 1 : 2))
    return addName(reading, words, 0.85, introduced);
  const hasMiddle = words.length === 3 && words[1]?.isInitial === true && !first.isInitial;
  if (
    hasMiddle &&
    !last.isInitial &&
    !/^(?:vitamin|hepatitis|plan|type|group|part|grade|class|stage)$/.test(first.lower) &&
    named.every((word) => word.lower.length > 2)
  ) {
    const isDotted = codeAt(text, words[1]?.end ?? 0) === 0x2e;
    if (isDotted || isLikeSurname(last) || isEnd)
      return addName(reading, words, isDotted ? 0.75 : 0.62, ['shape']);
  }
  if (first.isInitial) {
    const isDotted = codeAt(text, first.end) === 0x2e;
    const isSure = isLikeSurname(last) && (isDotted || isEnd);
    return isSure ? addName(reading, words, isDotted ? 0.7 : 0.55, listed) : -1;
  }
  if (
    isLikeSurname(first) &&
    words.length === 2 &&
    (last.flags & isGiven) !== 0 &&
    (last.flags & isAmbiguous) === 0
  )
    return addName(reading, words, 0.66, listed);
  // A column called `name` may be one of products: there, form alone says too little.
  if (!isEnd || reading.column.isAmbiguousName) return -1;
  if (last.isInitial)
    return isLikeSurname(first) && words.length === 2 ? addName(reading, words, 0.55, listed) : -1;
  const isPlain = named.every((word) => (word.flags & (isPlaceStart | isCommonWord)) === 0);
  return isPlain && isLikeSurname(last) ? addName(reading, words, 0.6, listed) : -1;
}
