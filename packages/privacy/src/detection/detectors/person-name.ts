import type { Reason } from '../finding.js';
import {
  isAmbiguous,
  isCommonWord,
  isGiven,
  isHonorific,
  isNoName,
  isPlaceStart,
  isSurname,
  nameFlagsOf,
} from '../lexicon/name-words.js';
import { codeAt, isDigit, isLetter, isWordCharacter } from '../reading/characters.js';
import { type NameWord, nextNameWord, readNameWord } from '../reading/name-word.js';
import type { Reading } from '../reading/reading.js';

const particles: ReadonlySet<string> = new Set(
  'de la del della di da dos das do van von der den ter bin ibn al el le st y e zu'.split(' '),
);

/** Companies and things that are called as people are. */
const namesakes: ReadonlySet<string> = new Set(
  'morgan stanley|john deere|jack daniels|charles schwab|ralph lauren|calvin klein|kate spade|arthur andersen|wells fargo|johns hopkins|martin luther|james bond|jack russell|mary kay|ben jerry|warner bros|ernst young|harley davidson|st jude|marie curie|santa clara|santa monica|san jose|san diego|santa rosa|san antonio|san juan|virginia beach|jackson hole|austin martin|aston martin|grand marnier|christian dior|louis vuitton|tommy hilfiger|victoria falls|baker street|jordan river|dr pepper|stanley black|eddie bauer|oscar mayer|uncle ben|betty crocker|aunt jemima|dr martens|doc martens|jimmy choo|michael kors|marc jacobs|tom ford|donna karan|giorgio armani|hugo boss|tommy bahama|johnnie walker|jim beam|captain morgan|jose cuervo|duncan hines|sara lee|marie callender|chef boyardee|paul smith|estee lauder|elizabeth arden|victoria secret|abercrombie fitch|brooks brothers|merrill lynch|goldman sachs|jp morgan|john hancock|eli lilly|abbott laboratories|johnson controls|perkin elmer|thomas cook|harvey norman|leroy merlin|peter pan|robin hood|father christmas|santa claus|mickey mouse|jane street|st john|saint john'.split(
    '|',
  ),
);

/** Words right before a name, in a text, that say that it is one. */
const introductions: ReadonlySet<string> = new Set(
  'name named patient pt client customer mother father mom dad wife husband son daughter brother sister spouse partner attending physician surgeon provider contact caller agent guardian sincerely regards thanks dear hi hello hey attn am called signed cardholder beneficiary employee applicant resident tenant witness by with to met told person clinician therapist pharmacist prescriber doctor caregiver subscriber guarantor insured recipient sender author signer signature user clerk technician interpreter case manager worker counselor dentist pt mr mrs'.split(
    ' ',
  ),
);
/** Those after which even a name that is on no list is taken for one. */
const strongIntroductions: ReadonlySet<string> = new Set(
  'name named person patient dear attn signed attending physician surgeon guardian cardholder applicant nurse clinician therapist pharmacist prescriber provider doctor caregiver subscriber guarantor insured employee caller resident mother father wife husband son daughter spouse'.split(
    ' ',
  ),
);

const most = 5;

/** What people do to someone, before "by", "with" or "to". */
const dealings: ReadonlySet<string> = new Set(
  'spoke spoken speak speaking talked talking met meeting discussed seen examined signed ordered referred prescribed reviewed written authored performed evaluated treated called interviewed accompanied approved dictated transcribed verified witnessed assisted supervised attested reported submitted chatted consulted booked requested entered recorded completed administered collected drawn assigned handed escorted conversation call appointment entered'.split(
    ' ',
  ),
);
/** What stands behind a name: degrees, offices and generations. */
const credentials =
  /^,? (?:MD|M\.D\.|DO|D\.O\.|RN|R\.N\.|LPN|BSN|MSN|CRNA|NP|FNP|ARNP|APRN|PA|PA-C|CNA|DDS|DMD|PhD|Ph\.D\.|PharmD|RPh|PsyD|DPM|DVM|LCSW|MSW|PT|DPT|OT|MBBS|FACS|Esq|Jr|Sr|III|IV)\b/;

/** The words of a name from a first one on: capitals, initials, and particles between them. */
function readOn(text: string, first: NameWord, isLower: boolean): NameWord[] {
  const words = [first];
  for (
    let next = nextNameWord(text, first.end);
    next !== undefined;
    next = nextNameWord(text, next.end)
  ) {
    const isParticle = particles.has(next.lower) && words.length > 0;
    const fits = next.isCapital || isParticle || isLower;
    const last = words.at(-1);
    // A full stop before it ends the sentence, but not after an initial or a title.
    const isAfterStop = codeAt(text, last?.end ?? 0) === 0x2e;
    if (
      !fits ||
      (isAfterStop && last !== undefined && !last.isInitial && (last.flags & isHonorific) === 0)
    )
      break;
    if (
      (next.flags & isNoName) !== 0 &&
      (next.flags & (isSurname | isGiven)) === 0 &&
      !isParticle
    ) {
      // `Jackson Hospital`: the words before are a part of what it is called.
      return next.isCapital && !isLower ? [...words.slice(0, -1)] : words;
    }
    if ((next.flags & isHonorific) !== 0 && (next.flags & (isSurname | isGiven)) === 0) break;
    words.push(next);
    if (words.length === most) break;
  }
  while (
    words.length > 1 &&
    particles.has(words.at(-1)?.lower ?? '') &&
    !(words.at(-1)?.isCapital ?? false)
  )
    words.pop();
  return words;
}

/** The word in lower case that ends right before the index, with no more than marks between. */
function wordBefore(text: string, start: number): string {
  if (text.slice(Math.max(0, start - 4), start).toLowerCase() === "i'm ") return 'am';
  const word =
    /([A-Za-z]{2,16})(?:["']? ?[:=,]? ?(?:is |was )?["'(]?| - )$/.exec(
      text.slice(Math.max(0, start - 24), start),
    )?.[1] ?? '';
  // `patientName` introduces as `name` does.
  const last = /[a-z]([A-Z][a-z]+)$/.exec(word)?.[1] ?? word;
  return last.toLowerCase();
}

/** Whether the words before say that a person follows: `spoke with`, `Nurse:`, `seen by`. */
function isStronglyIntroduced(text: string, start: number, before: string): boolean {
  if (strongIntroductions.has(before)) return true;
  if (before === 'am') return /\bI(?:'m| am) $/i.test(text.slice(Math.max(0, start - 6), start));
  const ahead = text.slice(Math.max(0, start - 40), start);
  if (before === 'by' || before === 'with' || before === 'to') {
    const deed = /([A-Za-z]{3,14}) (?:by|with|to):? $/.exec(ahead)?.[1]?.toLowerCase() ?? '';
    return dealings.has(deed);
  }
  return introductions.has(before) && /[:=] ?["']?$/.test(ahead);
}

function add(
  reading: Reading,
  words: readonly NameWord[],
  sure: number,
  reasons: readonly Reason[],
): number {
  const [first] = words;
  const last = words.at(-1);
  if (first === undefined || last === undefined) return -1;
  reading.add('person_name', first.start, last.end, sure, reasons);
  return last.end;
}

const listed: readonly Reason[] = ['shape', 'dictionary'];
const introduced: readonly Reason[] = ['shape', 'context'];
const listedIntroduced: readonly Reason[] = ['shape', 'dictionary', 'context'];

/** `Dr. Grace Hopper`, `Mrs O'Neill`. */
function findAfterHonorific(reading: Reading, title: NameWord): number {
  const { text } = reading;
  if (!title.isCapital && title.lower.length > 4) return -1;
  // `12 Oak Dr Springfield` and `Sister City` name no one.
  const before = codeAt(text, title.start - 2);
  if (
    title.lower === 'dr' &&
    codeAt(text, title.end) !== 0x2e &&
    isLetter(before) &&
    /[A-Z][a-z]+ $/.test(text.slice(Math.max(0, title.start - 16), title.start))
  )
    return -1;
  const first = nextNameWord(text, title.end);
  if (first === undefined || !first.isCapital || particles.has(first.lower)) return -1;
  if ((first.flags & isNoName) !== 0 && (first.flags & (isSurname | isGiven)) === 0) return -1;
  if (namesakes.has(`${title.lower} ${first.lower}`)) return first.end;
  const words = readOn(text, first, false);
  if (words.length === 0 || words.every((word) => word.isInitial)) return -1;
  const isListed = words.some((word) => (word.flags & (isGiven | isSurname)) !== 0);
  const isTitle = title.flags === isHonorific && title.lower.length < 5;
  return add(
    reading,
    words,
    isListed ? 0.94 : isTitle ? 0.85 : 0.6,
    isListed ? listedIntroduced : introduced,
  );
}

/** How sure a given name with what follows makes it; 0 for not at all. */
function sureOfNames(words: readonly NameWord[], isLower: boolean): number {
  const [given] = words;
  const last = words.at(-1);
  if (given === undefined || last === undefined || words.length < 2 || last.isInitial) return 0;
  const isGivenClear = (given.flags & isAmbiguous) === 0;
  const isListed = (last.flags & isSurname) !== 0;
  const isWord = (last.flags & isCommonWord) !== 0;
  if (isLower) return isGivenClear && isListed && !isWord ? 0.62 : 0;
  if (isListed && !isWord) return isGivenClear ? 0.93 : 0.82;
  if (isListed) return isGivenClear ? 0.88 : 0.48;
  if ((last.flags & isGiven) !== 0) return isGivenClear ? 0.8 : 0.5;
  if (given.isUpper && last.isUpper) return isGivenClear ? 0.6 : 0.3;
  return isGivenClear ? 0.75 : 0.42;
}

/** `2 Jan 2026`, `June 5`: a month beside a number. */
function isMonth(text: string, word: NameWord): boolean {
  return (
    (word.flags & isNoName) !== 0 &&
    (isDigit(codeAt(text, word.start - 2)) || isDigit(codeAt(text, word.end + 1)))
  );
}

/** `Grace M. Hopper`, and `Grace` alone in prose. */
function findFromGiven(
  reading: Reading,
  given: NameWord,
  isLower: boolean,
  isProse: boolean,
): number {
  const { text } = reading;
  let words = readOn(text, given, isLower);
  if (isLower) words = words.slice(0, 2);
  // Words in capitals go on after a name in a text of capitals: the surname is the first one listed.
  if (words.length > 3 && (given.isUpper || isLower)) words = words.slice(0, 3);
  if (words.length > 2 && given.isUpper) {
    const end = words.findIndex((word, index) => index > 0 && (word.flags & isSurname) !== 0);
    if (end > 0) words = words.slice(0, end + 1);
  }
  const before = wordBefore(text, given.start);
  const isIntroduced = introductions.has(before);
  const namesake = words.length > 1 && namesakes.has(`${given.lower} ${words[1]?.lower}`);
  if (namesake) return words[1]?.end ?? -1;
  const sure = sureOfNames(words, isLower);
  if (sure > 0)
    return add(
      reading,
      words,
      Math.min(0.97, isIntroduced ? sure + 0.1 : sure),
      isIntroduced ? listedIntroduced : listed,
    );
  if (words.length === 0) return -1;
  const isClear = (given.flags & isAmbiguous) === 0;
  if (isLower && !isIntroduced) return -1;
  if (isIntroduced && (isClear || strongIntroductions.has(before))) {
    return add(reading, [given], isClear ? 0.78 : 0.55, listedIntroduced);
  }
  if (isProse && isClear && !given.isUpper && words.length === 1)
    return add(reading, [given], 0.55, listed);
  return -1;
}

/** `Hopper, Grace M.` */
function findFromSurname(reading: Reading, surname: NameWord): number {
  const { text } = reading;
  if (codeAt(text, surname.end) !== 0x2c) return -1;
  const given = readNameWord(
    text,
    codeAt(text, surname.end + 1) === 0x20 ? surname.end + 2 : surname.end + 1,
  );
  if (given === undefined || !given.isCapital || given.isInitial || (given.flags & isGiven) === 0)
    return -1;
  if ((surname.flags & isSurname) === 0 && (given.flags & isAmbiguous) !== 0) return -1;
  // `Jackson, Virginia` is a place, and `Paris, Florence` may be two.
  if ((given.flags & isAmbiguous) !== 0 && (surname.flags & (isCommonWord | isNoName)) !== 0)
    return -1;
  const next = nextNameWord(text, given.end);
  const goesOn =
    next?.isInitial === true || (next?.isCapital === true && (next.flags & isGiven) !== 0);
  const isListed = (surname.flags & isSurname) !== 0;
  const end = goesOn ? next : given;
  return add(reading, [surname, ...(end === undefined ? [] : [end])], isListed ? 0.9 : 0.6, listed);
}

/** Whether a word can be a part of a name, as far as the lists know. */
function mayBeName(word: NameWord | undefined): word is NameWord {
  if (word === undefined || !word.isCapital) return false;
  return (word.flags & isNoName) === 0 || (word.flags & (isSurname | isGiven)) !== 0;
}

/** `Gorczany, Estevan`, where something says that a person follows. */
function findReversed(reading: Reading, surname: NameWord): number {
  const { text } = reading;
  if (codeAt(text, surname.end) !== 0x2c || surname.isInitial) return -1;
  const gap = codeAt(text, surname.end + 1) === 0x20 ? 2 : 1;
  const given = readNameWord(text, surname.end + gap);
  if (!mayBeName(given) || (given.flags & isHonorific) !== 0) return -1;
  const next = nextNameWord(text, given.end);
  return add(reading, [surname, next?.isInitial === true ? next : given], 0.8, introduced);
}

/** Two or three capitals right after a word that introduces a person, whatever they are. */
function findIntroduced(reading: Reading, first: NameWord): number {
  const { text } = reading;
  if ((first.flags & isNoName) !== 0 || first.start < 2) return -1;
  const before = wordBefore(text, first.start);
  if (!introductions.has(before) && !strongIntroductions.has(before)) return -1;
  const isStrong = isStronglyIntroduced(text, first.start, before);
  if (isStrong && codeAt(text, first.end) === 0x2c) {
    const end = findReversed(reading, first);
    if (end !== -1) return end;
  }
  const words = readOn(text, first, false);
  if (words.length < 2 || words.length > 4 || words.every((word) => word.isInitial)) return -1;
  if (first.isInitial && !isStrong) return -1;
  const isListed = words.some((word) => (word.flags & (isGiven | isSurname)) !== 0);
  if (!isListed && !isStrong) return -1;
  return add(reading, words, isStrong ? 0.8 : 0.7, isListed ? listedIntroduced : introduced);
}

/** Whether a surname ends as surnames of many languages do. */
const surnameEnding =
  /^(?:mc|mac|o')[a-z]{3,}$|[a-z]{3,}(?:sson|ssen|son|sen|ski|sky|ska|skaya|mann|berg|stein|enko|chuk|ovic|evic|wicz|czyk|opoulos|akis|etti|elli|ini|escu|ova|eva|ov|ev|yan|ian|oglu|ez|zadeh|dottir|moto|mura|yama|ssi|quist|strom|lund|gaard|feld|thal|bauer|meyer|meier|maier|wala|walla|singh|swamy)$/;

function isLikeSurname(word: NameWord): boolean {
  if ((word.flags & isSurname) !== 0) return (word.flags & isCommonWord) === 0;
  return word.flags === 0 && (word.lower.length > 5 || word.lower.startsWith('o')) && surnameEnding.test(word.lower);
}

/**
 * Names that their own form gives away: `Viva F. Rutherford`, `J. R. Ewing`, `EWING John`, `Xu Ewing,
 * MD`, and two capitals that are all of a value, the last of them a surname.
 */
function findByForm(reading: Reading, first: NameWord): number {
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
  if (hasTitle && named.length >= (isLikeSurname(last) ? 1 : 2)) return add(reading, words, 0.85, introduced);
  const hasMiddle = words.length === 3 && words[1]?.isInitial === true && !first.isInitial;
  if (hasMiddle && !last.isInitial && !/^(?:vitamin|hepatitis|plan|type|group|part|grade|class|stage)$/.test(first.lower) && named.every((word) => word.lower.length > 2)) {
    const isDotted = codeAt(text, words[1]?.end ?? 0) === 0x2e;
    if (isDotted || isLikeSurname(last) || isEnd)
      return add(reading, words, isDotted ? 0.75 : 0.62, ['shape']);
  }
  if (first.isInitial) {
    const isDotted = codeAt(text, first.end) === 0x2e;
    const isSure = isLikeSurname(last) && (isDotted || isEnd);
    return isSure ? add(reading, words, isDotted ? 0.7 : 0.55, listed) : -1;
  }
  if (isLikeSurname(first) && words.length === 2 && (last.flags & isGiven) !== 0 && (last.flags & isAmbiguous) === 0)
    return add(reading, words, 0.66, listed);
  if (!isEnd) return -1;
  if (last.isInitial) return isLikeSurname(first) && words.length === 2 ? add(reading, words, 0.55, listed) : -1;
  const isPlain = named.every((word) => (word.flags & (isPlaceStart | isCommonWord)) === 0);
  return isPlain && isLikeSurname(last) ? add(reading, words, 0.6, listed) : -1;
}

/** The letters that mr, ms, dr and prof begin with. */
function isTitleStart(code: number): boolean {
  return code === 0x6d || code === 0x64 || code === 0x70;
}

/** Finds names of people in a text: by lists of names, titles, and the words that introduce them. */
export function findPersonNames(reading: Reading, hasCapitals: boolean): void {
  const { text } = reading;
  const isLower = !hasCapitals;
  let isProse: boolean | undefined;
  let index = 0;
  while (index < text.length) {
    const code = text.charCodeAt(index);
    if (!isLetter(code)) {
      index += 1;
      continue;
    }
    const start = index;
    while (isWordCharacter(codeAt(text, index))) index += 1;
    const isCapital = code <= 0x5a;
    const before = codeAt(text, start - 1);
    if (before === 0x40 || before === 0x2f || isWordCharacter(before)) continue;
    const length = index - start;
    if (!isCapital) {
      // In a text with capitals, only a title in lower case leads to a name.
      if (!isLower && (length > 4 || length < 2 || !isTitleStart(code))) continue;
      const wanted = isLower ? isGiven | isHonorific : isHonorific;
      if (
        length < 24 &&
        (nameFlagsOf(text.slice(start, index)) & wanted) === 0 &&
        codeAt(text, index) !== 0x27 &&
        codeAt(text, index) !== 0x2d
      )
        continue;
    }
    const word = readNameWord(text, start);
    if (word === undefined) continue;
    if (word.lower === "i'm") {
      index = word.end;
      continue;
    }
    let end = -1;
    if ((word.flags & isHonorific) !== 0) end = findAfterHonorific(reading, word);
    if (end === -1 && (word.flags & isGiven) !== 0 && !isMonth(text, word)) {
      end = findFromSurname(reading, word);
      isProse ??= hasCapitals && /[a-z] [a-z]/.test(text.slice(0, 400));
      if (end === -1) end = findFromGiven(reading, word, isLower, isProse);
      if (end === -1 && isCapital) end = findIntroduced(reading, word);
    }
    if (end === -1 && isCapital && (word.flags & isGiven) === 0) {
      end =
        (word.flags & isNoName) === 0 || (word.flags & isSurname) !== 0
          ? findFromSurname(reading, word)
          : -1;
      if (end === -1) end = findIntroduced(reading, word);
      if (end === -1 && (word.flags & isNoName) === 0) end = findByForm(reading, word);
    }
    index = Math.max(index, end);
  }
}
