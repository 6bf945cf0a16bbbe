import type { Reading } from '../reading/reading.js';

// Bounded repetitions only: a text is read in linear time.
const written =
  /\b(9[0-9]|1[0-2][0-9])(?:[ -]{1,2}(?:years?|yrs?|year's|years')(?:[ -]{1,2}(?:olds?|of age|young)\b)|[ -]?(?:y\/o|y\.o\.?|yo|yrs? old)(?![a-z])|[ -]?yof\b|[ -]?yom\b|y[mf]\b|-?year-?old\b)/gi;
const labelled =
  /\b(?:aged?|age is|age of|age:|turn(?:ed|ing|s)|celebrat(?:ed|ing) (?:his|her|their))[ :=]{1,3}(?:of |is |about |approximately |approx\. )?(9[0-9]|1[0-2][0-9])(?:st|nd|rd|th)?\b(?![.,]?[0-9]|%| ?(?:days?|weeks?|months?|hours?|minutes?|percent|mg|kg|lbs?)\b)/gi;
const inWords =
  /\b(?:ninety(?:[ -](?:one|two|three|four|five|six|seven|eight|nine))?|(?:a|one) hundred(?: and)?(?: (?:one|two|three|four|five|six|seven|eight|nine|ten))?)[ -](?:years?|yrs?)[ -](?:olds?|of age)\b/gi;

/** Finds ages over 89, which Safe Harbor lets nobody tell (45 CFR 164.514(b)(2)(i)(C)). */
export function findAges(reading: Reading): void {
  const { text } = reading;
  for (const match of text.matchAll(written)) {
    reading.add('age_over_89', match.index, match.index + match[0].length, 0.93, [
      'shape',
      'range',
      'context',
    ]);
  }
  for (const match of text.matchAll(labelled)) {
    const digits = match[1] ?? '';
    const start = match.index + match[0].lastIndexOf(digits);
    reading.add('age_over_89', start, start + digits.length, 0.85, ['range', 'context']);
  }
  for (const match of text.matchAll(inWords)) {
    reading.add('age_over_89', match.index, match.index + match[0].length, 0.9, [
      'shape',
      'context',
    ]);
  }
}
