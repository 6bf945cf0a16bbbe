import type { Reason } from '../finding.js';
import { isGiven, isHonorific, isNoName, isSurname } from '../lexicon/name-words.js';
import { codeAt } from '../reading/characters.js';
import { type NameWord, nextNameWord } from '../reading/name-word.js';
import type { Reading } from '../reading/reading.js';

export const particles: ReadonlySet<string> = new Set(
  'de la del della di da dos das do van von der den ter bin ibn al el le st y e zu'.split(' '),
);

/** Companies and things that are called as people are. */
export const namesakes: ReadonlySet<string> = new Set(
  'morgan stanley|john deere|jack daniels|charles schwab|ralph lauren|calvin klein|kate spade|arthur andersen|wells fargo|johns hopkins|martin luther|james bond|jack russell|mary kay|ben jerry|warner bros|ernst young|harley davidson|st jude|marie curie|santa clara|santa monica|san jose|san diego|santa rosa|san antonio|san juan|virginia beach|jackson hole|austin martin|aston martin|grand marnier|christian dior|louis vuitton|tommy hilfiger|victoria falls|baker street|jordan river|dr pepper|stanley black|eddie bauer|oscar mayer|uncle ben|betty crocker|aunt jemima|dr martens|doc martens|jimmy choo|michael kors|marc jacobs|tom ford|donna karan|giorgio armani|hugo boss|tommy bahama|johnnie walker|jim beam|captain morgan|jose cuervo|duncan hines|sara lee|marie callender|chef boyardee|paul smith|estee lauder|elizabeth arden|victoria secret|abercrombie fitch|brooks brothers|merrill lynch|goldman sachs|jp morgan|john hancock|eli lilly|abbott laboratories|johnson controls|perkin elmer|thomas cook|harvey norman|leroy merlin|peter pan|robin hood|father christmas|santa claus|mickey mouse|jane street|st john|saint john'.split(
    '|',
  ),
);

const most = 5;

/** The words of a name from a first one on: capitals, initials, and particles between them. */
export function readOn(text: string, first: NameWord, isLower: boolean): NameWord[] {
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
      !isParticle &&
      !next.isInitial
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

export function addName(
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

export const listed: readonly Reason[] = ['shape', 'dictionary'];
export const introduced: readonly Reason[] = ['shape', 'context'];
export const listedIntroduced: readonly Reason[] = ['shape', 'dictionary', 'context'];

/** Whether a word can be a part of a name, as far as the lists know. */
export function mayBeName(word: NameWord | undefined): word is NameWord {
  if (word === undefined || !word.isCapital) return false;
  if (word.isInitial) return true;
  return (word.flags & isNoName) === 0 || (word.flags & (isSurname | isGiven)) !== 0;
}
