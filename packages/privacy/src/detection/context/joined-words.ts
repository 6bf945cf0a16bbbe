import { knownAbbreviations } from './canonical-word.js';

const shortest = 3;
const longest = 32;

/** The words of two letters that are joined to others. */
const short: ReadonlySet<string> = new Set('id no nr dt nm cd pt dx dl ph ip sn of'.split(' '));
const abbreviations: ReadonlySet<string> = new Set(knownAbbreviations);

/**
 * Takes `patientdob` and `MEMBERNO` apart where all of the parts are known words; the longest first
 * parts win. What is known as it is, or has a part that is not known, stays whole.
 */
export function joinedWords(word: string, known: ReadonlySet<string>): readonly string[] {
  const isKnown = (part: string): boolean =>
    part.length < shortest ? short.has(part) : known.has(part) || abbreviations.has(part);
  if (word.length < 5 || word.length > longest || isKnown(word)) return [word];
  // From behind: the parts of what begins at each letter, if there are any.
  const parts: (readonly string[] | undefined)[] = [];
  parts[word.length] = [];
  for (let start = word.length - 2; start >= 0; start -= 1) {
    for (let end = word.length; end >= start + 2 && parts[start] === undefined; end -= 1) {
      const rest = parts[end];
      const part = word.slice(start, end);
      if (rest !== undefined && isKnown(part)) parts[start] = [part, ...rest];
    }
  }
  return parts[0] ?? [word];
}
