import { wordsBetween } from '../reading/words.js';
import { type PhraseBook, phraseBook } from './phrase-book.js';
import { type Concept, vocabulary } from './vocabulary.js';

/** How far labels are looked for on either side. Constants, so that a text is read in linear time. */
const reachBefore = 56;
const reachAfter = 28;
const mostWords = 7;

/** Words between a label and its value that say nothing. */
const fillers: ReadonlySet<string> = new Set(
  'no nr num number numbers id ids is are was were be has as the a an of for my his her their our your its on at in to and or with patient pt customer client user member s code value listed given following currently also we have got it this that ending shows reads confirmed updated new old current primary'.split(
    ' ',
  ),
);

/** Words by which a value is tied to the label after it: `123-45-6789 is my SSN`. */
const ties: ReadonlySet<string> = new Set(
  'is was as my his her their our your the patient s for a an new'.split(' '),
);

const book: PhraseBook = phraseBook([vocabulary]);

/** A label beside a value, and how many words that say something lie between. */
export interface Label {
  readonly concept: Concept;
  readonly distance: number;
}

const nothing: readonly Label[] = [];

/** Where the sentence or paragraph begins that holds the index, as far as the reach goes. */
function startOfReach(text: string, start: number): number {
  const limit = Math.max(0, start - reachBefore);
  for (let index = start - 1; index > limit; index -= 1) {
    const code = text.charCodeAt(index);
    if (code === 0x0a && text.charCodeAt(index - 1) === 0x0a) return index;
    // A full stop ends a sentence, but not an abbreviation such as "No." or "Acct.".
    if (
      code === 0x20 &&
      text.charCodeAt(index - 1) === 0x2e &&
      !endsAbbreviation(text, index - 1)
    ) {
      return index;
    }
  }
  // A word that the limit cuts in two is not read, so that `lic` is not found in `duplicate`.
  if (limit === 0) return 0;
  let from = limit;
  while (
    from < start &&
    /[A-Za-z0-9]/.test(text.charAt(from - 1)) &&
    /[A-Za-z0-9]/.test(text.charAt(from))
  ) {
    from += 1;
  }
  return from;
}

function endsAbbreviation(text: string, stop: number): boolean {
  let start = stop;
  while (start > 0 && stop - start < 5 && /[A-Za-z]/.test(text.charAt(start - 1))) start -= 1;
  return stop - start < 5 && !/[0-9)]/.test(text.charAt(stop - 1));
}

function before(text: string, start: number): readonly Label[] {
  const words = wordsBetween(text, startOfReach(text, start), start);
  if (words.length === 0) return nothing;
  const texts = words.map((word) => word.text);
  const found: { concept: Concept; to: number }[] = [];
  for (let index = 0; index < texts.length; ) {
    const match = book.at(texts, index);
    if (match !== undefined) found.push(match);
    index = match?.to ?? index + 1;
  }
  const near: Label[] = [];
  for (const { concept, to } of found.reverse()) {
    const labelEnd = words[to - 1]?.end ?? start;
    // A comma or a new line between parts a label from what comes next, though not for good.
    let distance = /[,;\n]/.test(text.slice(labelEnd, words[to]?.start ?? start)) ? 1 : 0;
    for (let index = to; index < texts.length; index += 1) {
      const word = texts[index] ?? '';
      if (/^[0-9]{4,}/.test(word)) distance += 3;
      else if (!fillers.has(word)) distance += 1;
    }
    if (distance < mostWords) near.push({ concept, distance });
  }
  return near;
}

function after(text: string, end: number): readonly Label[] {
  const words = wordsBetween(text, end, end + reachAfter);
  const texts = words.map((word) => word.text);
  const between = text.slice(end, words[0]?.start ?? end);
  let index = 0;
  while (index < texts.length && ties.has(texts[index] ?? '')) index += 1;
  // Without a tie, only what stands in parentheses says what the value before it was.
  if (index === 0 && !between.includes('(')) return nothing;
  if (index > 0 && /[.;\n,|]/.test(between)) return nothing;
  const match = book.at(texts, index);
  if (match === undefined) return nothing;
  const last = words[match.to - 1];
  const isNextLabel =
    last !== undefined && /^[ .]*(?:#|:|[0-9])/.test(text.slice(last.end, last.end + 4));
  return isNextLabel ? nothing : [{ concept: match.concept, distance: 0 }];
}

/** What the labels beside a value say that it is, the nearest first. */
export function labelsBeside(text: string, start: number, end: number): readonly Label[] {
  const left = start < 2 ? nothing : before(text, start);
  const right = text.length - end < 4 ? nothing : after(text, end);
  if (right.length === 0) return left;
  return left.length === 0 ? right : [...left, ...right];
}
