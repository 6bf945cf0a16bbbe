import { months } from '../lexicon/months.js';

const year = '(?:1[89]|20|21)[0-9]{2}';
const month = '(?:0?[1-9]|1[0-2])';
const day = '(?:0?[1-9]|[12][0-9]|3[01])';
const month2 = '(?:0[1-9]|1[0-2])';
const day2 = '(?:0[1-9]|[12][0-9]|3[01])';
const clock =
  '(?:[T ,:]{1,2}(?:[01]?[0-9]|2[0-4])(?:[:.h][0-5][0-9]){0,2}(?:[.,:][0-9]{1,9})?(?: ?[AaPp]\\.?[Mm]\\.?)?(?: ?(?:Z|[A-Z]{2,4}|[+-][0-9]{2}:?[0-9]{2}))?)?';

function whole(...alternatives: readonly string[]): RegExp {
  return new RegExp(`^(?:${alternatives.join('|')})$`);
}

/** Days in digits, with or without a time: the orders of ISO 8601, of CLDR's languages and of HL7. */
const numeric: RegExp = whole(
  `${year} ?[-/._ ] ?${month} ?[-/._ ] ?${day}\\.?${clock}`,
  `${day} ?[-/._ ] ?${month} ?[-/._ ] ?'?(?:${year}|[0-9]{2})${clock}`,
  `${month} ?[-/._ ] ?${day} ?[-/._ ] ?'?(?:${year}|[0-9]{2})${clock}`,
  `[0-9]{2}[-/.]${month2}[-/.]${day2}${clock}`,
  `${year} ?[\u5e74\ub144] ?${month} ?[\u6708\uc6d4] ?${day} ?[\u65e5\uc77c]?`,
);

/** Without separators: `19840303`, `03031984`, HL7's `198403031015-0500`, ISO's `19840303T1015Z`. */
const compact: RegExp = whole(
  `${year}${month2}${day2}`,
  `${month2}${day2}${year}`,
  `${day2}${month2}${year}`,
  `${year}${month2}${day2}T?[0-2][0-9][0-5][0-9](?:[0-5][0-9](?:\\.[0-9]{1,6})?)?(?:Z|[+-][0-9]{2}:?[0-9]{2})?`,
);

/** Weeks and days of the year of ISO 8601, and days without a year or a day. */
const partial: RegExp = whole(
  `${year}-?W(?:0[1-9]|[1-4][0-9]|5[0-3])(?:-?[1-7])?`,
  `${year}-(?:00[1-9]|0[1-9][0-9]|[12][0-9]{2}|3[0-5][0-9]|36[0-6])`,
  `${year}[-/.]${month2}`,
  `${month2}[-/.]${year}`,
  `${month}[-/]${day}`,
  `${day}[-/.]${month}\\.?`,
  `--${month2}-?${day2}`,
  `[0-9]{2}${month2}${day2}`,
);

/** Words around the name of a month: days of the week, articles and "of" in the same languages. */
const besideMonths: ReadonlySet<string> = new Set(
  (
    'the of de del den le d am el il st nd rd th er t z utc gmt est cst pst pdt edt am pm um at uhr h ' +
    'mon tue tues wed thu thur thurs fri sat sun monday tuesday wednesday thursday friday saturday sunday ' +
    'montag dienstag mittwoch donnerstag freitag samstag sonntag mo di mi do fr sa so ' +
    'lundi mardi mercredi jeudi vendredi samedi dimanche lun mar mer jeu ven sam dim ' +
    'lunes martes miercoles jueves viernes sabado domingo mie jue vie sab dom'
  ).split(' '),
);

/** `3rd of March 1984`, `Samstag, 3. März 1984`, `03MAR84`, `1984-Mar-03`, `el 3 de marzo`. */
function isInWords(value: string): boolean {
  let named = 0;
  let numbers = 0;
  for (const part of value
    .toLowerCase()
    .split(/[^\p{L}0-9]+|(?<=[0-9])(?=\p{L})|(?<=\p{L})(?=[0-9])/u)) {
    if (part === '') continue;
    if (/^[0-9]+$/.test(part)) numbers += 1;
    else if (named === 0 && (months.has(part) || shortMonths.has(part))) named += 1;
    else if (!besideMonths.has(part) && !months.has(part)) return false;
  }
  return named > 0 && numbers > 0 && numbers < 7;
}

/** Short months that are words of English, and so nothing in a text. */
const shortMonths: ReadonlySet<string> = new Set(['gen', 'ago', 'set', 'out', 'dic']);

/** How sure a whole value in a column of dates is one, by how it is written; 0 when it is none. */
export function sureOfDate(value: string): number {
  const { length } = value;
  if (length < 3 || length > 48) return 0;
  if (numeric.test(value)) return 0.95;
  if (compact.test(value)) return 0.9;
  if (partial.test(value)) return 0.7;
  return /\p{L}/u.test(value) && isInWords(value) ? 0.94 : 0;
}
