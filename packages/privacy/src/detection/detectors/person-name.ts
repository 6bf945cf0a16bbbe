import {
  isAmbiguous,
  isCommonWord,
  isGiven,
  isHonorific,
  isNoName,
  isSurname,
  nameFlagsOf,
} from '../lexicon/name-words.js';
import { codeAt, isDigit, isLetter, isWordCharacter } from '../reading/characters.js';
import { type NameWord, nextNameWord, readNameWord } from '../reading/name-word.js';
import type { Reading } from '../reading/reading.js';
import { findByForm } from './name-form.js';
import {
  introductions,
  isStronglyIntroduced,
  strongIntroductions,
  wordBefore,
} from './name-introduction.js';
import {
  addName,
  introduced,
  listed,
  listedIntroduced,
  mayBeName,
  namesakes,
  particles,
  readOn,
} from './name-parts.js';

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
  if (first === undefined || particles.has(first.lower)) return -1;
  // In a text without capitals, only a surname that is on the list is believed.
  const isSmall = !title.isCapital && (first.flags & isSurname) !== 0 && title.lower.length < 4;
  if (!first.isCapital && !isSmall) return -1;
  if (!first.isCapital) return addName(reading, [first], 0.7, listedIntroduced);
  if (!mayBeName(first)) return -1;
  if (namesakes.has(`${title.lower} ${first.lower}`)) return first.end;
  const words = readOn(text, first, false);
  if (words.length === 0 || words.every((word) => word.isInitial)) return -1;
  const isListed = words.some((word) => (word.flags & (isGiven | isSurname)) !== 0);
  const isTitle = title.flags === isHonorific && title.lower.length < 5;
  return addName(
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
    return addName(
      reading,
      words,
      Math.min(0.97, isIntroduced ? sure + 0.1 : sure),
      isIntroduced ? listedIntroduced : listed,
    );
  if (words.length === 0) return -1;
  const isClear = (given.flags & isAmbiguous) === 0;
  if (isLower && !isIntroduced) return -1;
  if (isIntroduced && (isClear || strongIntroductions.has(before))) {
    return addName(reading, [given], isClear ? 0.78 : 0.55, listedIntroduced);
  }
  if (isProse && isClear && !given.isUpper && words.length === 1)
    return addName(reading, [given], 0.55, listed);
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
  return addName(
    reading,
    [surname, ...(end === undefined ? [] : [end])],
    isListed ? 0.9 : 0.6,
    listed,
  );
}

/** `Gorczany, Estevan`, where something says that a person follows. */
function findReversed(reading: Reading, surname: NameWord): number {
  const { text } = reading;
  if (codeAt(text, surname.end) !== 0x2c || surname.isInitial) return -1;
  const gap = codeAt(text, surname.end + 1) === 0x20 ? 2 : 1;
  const given = readNameWord(text, surname.end + gap);
  if (!mayBeName(given) || (given.flags & isHonorific) !== 0) return -1;
  const next = nextNameWord(text, given.end);
  return addName(reading, [surname, next?.isInitial === true ? next : given], 0.8, introduced);
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
  return addName(reading, words, isStrong ? 0.8 : 0.7, isListed ? listedIntroduced : introduced);
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
