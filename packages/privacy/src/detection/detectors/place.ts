import { isPlaceStart, nameFlagsOf } from '../lexicon/name-words.js';
import {
  ambiguousCities,
  cities,
  stateCodes,
  stateNames,
  streetEndings,
  weakStreetEndings,
} from '../lexicon/places.js';
import { codeAt, isDigit, isLetter, isWordCharacter } from '../reading/characters.js';
import { isClaimed, type Reading } from '../reading/reading.js';
import { type Word, wordsBetween } from '../reading/words.js';

const directions: ReadonlySet<string> = new Set(
  'n s e w ne nw se sw north south east west northeast northwest southeast southwest'.split(' '),
);
const units =
  /^,?[ \n]{0,2}(?:(?:apt|apartment|suite|ste|unit|floor|fl|bldg|building|room|rm|lot|#)\.?[ :#]{0,2}[0-9A-Za-z][0-9A-Za-z-]{0,6}\b|[0-9]{1,2}(?:st|nd|rd|th) floor\b)/i;
/** A street is named within so many characters of its number. */
const reach = 56;

function isCapital(text: string, word: Word | undefined): boolean {
  const code = codeAt(text, word?.start ?? -1);
  return (code >= 0x41 && code <= 0x5a) || isDigit(code);
}

/** Where a street ends whose number ends at the index, or -1: `742 Evergreen Terrace`. */
function endOfStreet(text: string, numberEnd: number): number {
  const words = wordsBetween(text, numberEnd, numberEnd + reach).slice(0, 6);
  if (words[0]?.start !== numberEnd + 1) return -1;
  let found = -1;
  for (const [index, word] of words.entries()) {
    const before = words[index - 1];
    if (before !== undefined && !/^[ .'-]{1,2}$/.test(text.slice(before.end, word.start))) break;
    if (
      index > 0 &&
      /[.]$/.test(text.slice(before?.start ?? 0, word.start - 1)) &&
      (before?.text.length ?? 0) > 4
    )
      break;
    if (index === 0) {
      if (word.text === 'broadway') found = word.end;
      const isRoad = /^(?:highway|hwy|route|rte|rr)$/.test(word.text);
      const next = words[1];
      if (isRoad && next !== undefined && /^[0-9]{1,4}[a-z]?$/.test(next.text)) return next.end;
      continue;
    }
    if (streetEndings.has(word.text)) {
      const isNamed = isCapital(text, before) || directions.has(before?.text ?? '');
      const isWeak = weakStreetEndings.has(word.text);
      if (isWeak && (!isNamed || !isCapital(text, word))) continue;
      if (index === 1 && directions.has(before?.text ?? '') && isWeak) continue;
      found = word.end;
      // `12 Park Avenue`: the last of two endings counts, and nothing more.
      const next = words[index + 1];
      if (next === undefined || !streetEndings.has(next.text) || !isCapital(text, next)) break;
    } else if (!isCapital(text, word) && index > 2) break;
  }
  return found;
}

function withUnit(text: string, streetEnd: number): number {
  let end = streetEnd;
  const direction =
    /^\.? (?:NE|NW|SE|SW|[NSEW])\b\.?/.exec(text.slice(end, end + 6))?.[0].length ?? 0;
  end += direction;
  const dotted =
    direction === 0 &&
    text.charAt(end) === '.' &&
    /^\.,? (?:apt|suite|ste|unit|#|bldg)/i.test(text.slice(end, end + 12))
      ? 1
      : 0;
  const unit = units.exec(text.slice(end + dotted, end + dotted + 32))?.[0].length ?? 0;
  return unit > 0 ? end + dotted + unit : end;
}

const european =
  /\b(?:(?:[A-Z][a-z]{2,20}(?:stras?se|straat|gasse|allee|platz|laan)|[A-Z][a-z]{2,20}(?:str\.|weg))|(?:Calle|Avenida|Via|Viale|Piazza|Plaza|Paseo|Rua)(?: [A-Za-z]{2,14}){1,4}),? (?:no\.? |n\. )?[0-9]{1,4}[a-z]?\b/g;
const french =
  /\b[0-9]{1,4}(?: ?(?:bis|ter))?,? (?:rue|avenue|boulevard|bd|place|chemin|allee|impasse|quai|cours)(?: (?:de|du|des|la|le|les|l'|d')){0,2} ?[A-Z][A-Za-z'-]{1,20}(?: [A-Z][A-Za-z'-]{1,20}){0,2}/g;
/** What streets elsewhere and post boxes have, and few texts do. */
const foreignStreets =
  /stra|str\.|weg |gasse|platz|allee|laan |Calle|Aven|avenue|Via|Piazza|Plaza|Paseo|Rua|rue |boulevard|bd |place |chemin|impasse|quai|cours |[Bb][Oo][Xx] /;
const box = /\bP\.? ?O\.? ?Box [0-9]{1,7}\b/gi;

/** Finds street addresses, with the unit after them, and post boxes. */
export function findStreetAddresses(reading: Reading): void {
  const { text } = reading;
  let index = 0;
  while (index < text.length) {
    if (!isDigit(text.charCodeAt(index))) {
      index += 1;
      continue;
    }
    const start = index;
    while (isDigit(codeAt(text, index))) index += 1;
    if (isLetter(codeAt(text, index)) && codeAt(text, index + 1) === 0x20) index += 1;
    const before = codeAt(text, start - 1);
    if (
      index - start > 7 ||
      codeAt(text, index) !== 0x20 ||
      isWordCharacter(before) ||
      before === 0x24 ||
      before === 0x2e
    )
      continue;
    const streetEnd = endOfStreet(text, index);
    if (streetEnd === -1) continue;
    const end = withUnit(text, streetEnd);
    reading.add('street_address', start, end, 0.9, ['shape', 'dictionary']);
    index = end;
  }
  if (!foreignStreets.test(text)) return;
  for (const pattern of [european, french, box]) {
    for (const match of text.matchAll(pattern)) {
      reading.add('street_address', match.index, match.index + match[0].length, 0.82, [
        'shape',
        'dictionary',
      ]);
    }
  }
}

/** The capitals before a comma or a state that name a city, from the first to the last of them. */
function startOfCity(text: string, end: number): number {
  let start = end;
  let count = 0;
  let index = end;
  while (count < 4) {
    while (index > 0 && (isLetter(codeAt(text, index - 1)) || codeAt(text, index - 1) === 0x27))
      index -= 1;
    const word = text
      .slice(index, index === start ? index : start)
      .trim()
      .replace(/\.$/, '')
      .toLowerCase();
    const first = codeAt(text, index);
    if (word === '' || first < 0x41 || first > 0x5a || (streetEndings.has(word) && word !== 'st'))
      break;
    if (word === 'st' && !/^[Ss]t\.? [A-Z]/.test(text.slice(index, index + 6))) break;
    if (word === 'apt' || word === 'suite' || word === 'box') break;
    start = index;
    count += 1;
    if (
      codeAt(text, index - 1) === 0x20 &&
      codeAt(text, index - 2) === 0x2e &&
      /\bSt$/.test(text.slice(Math.max(0, index - 5), index - 2))
    )
      index -= 2;
    else if (codeAt(text, index - 1) === 0x20 || codeAt(text, index - 1) === 0x2d) index -= 1;
    else break;
  }
  return count === 0 ? -1 : start;
}

function findByState(reading: Reading, start: number, end: number): boolean {
  const { text } = reading;
  const hasComma = codeAt(text, start - 1) === 0x20 && codeAt(text, start - 2) === 0x2c;
  const zip = /^\.?,? {1,2}([0-9]{5}(?:-[0-9]{4})?)(?![0-9-])/.exec(text.slice(end, end + 16));
  const zipStart = end + (zip === null ? 0 : zip[0].length - (zip[1] ?? '').length);
  if (zip !== null && Number((zip[1] ?? '').slice(0, 3)) >= 5) {
    reading.add('postal_code', zipStart, end + zip[0].length, 0.94, ['shape', 'range', 'context']);
  }
  if (!hasComma && zip === null) return false;
  const cityEnd = hasComma ? start - 2 : start - 1;
  const cityStart = startOfCity(text, cityEnd);
  if (cityStart === -1) return zip !== null;
  const isListed = cities.has(text.slice(cityStart, cityEnd).toLowerCase());
  reading.add(
    'city',
    cityStart,
    cityEnd,
    isListed || zip !== null ? 0.9 : 0.75,
    isListed ? ['shape', 'dictionary', 'context'] : ['shape', 'context'],
  );
  return true;
}

const prepositions =
  /\b(?:in|from|near|to|at|of|around|outside|lives|living|resides|residing|born|visiting|moved|leaving|via|for)[ :]{1,2}(?:downtown |the )?$/;

function findCity(reading: Reading, words: readonly Word[]): number {
  const { text } = reading;
  for (let count = Math.min(3, words.length); count > 0; count -= 1) {
    const last = words[count - 1];
    const [first] = words;
    if (first === undefined || last === undefined) continue;
    const name = text.slice(first.start, last.end).toLowerCase();
    if (!cities.has(name)) continue;
    const claim = reading.claimAt(first.start, last.end);
    const before = text.slice(Math.max(0, first.start - 16), first.start);
    const code = /(?:^|[ ,(])([0-9]{4,5}) $/.exec(before);
    if (code !== null && first.start > 0) {
      const codeEnd = first.start - 1;
      reading.add('postal_code', codeEnd - (code[1] ?? '').length, codeEnd, 0.7, [
        'shape',
        'context',
      ]);
    }
    // `for Boston Cream Pie` names what comes after it.
    const isPartOfName =
      before.endsWith('for ') && /^ [A-Z][a-z]/.test(text.slice(last.end, last.end + 3));
    const isPlaced =
      code !== null ||
      (prepositions.test(before) && !isPartOfName) ||
      isClaimed(claim, 'city') ||
      isClaimed(claim, 'street_address');
    const isWhole = first.start === 0 && last.end === text.length;
    const isCommon = ambiguousCities.has(name);
    const sure = isPlaced ? (isCommon ? 0.55 : 0.75) : isWhole && !isCommon ? 0.55 : 0.42;
    reading.add(
      'city',
      first.start,
      last.end,
      sure,
      isPlaced ? ['dictionary', 'context'] : ['dictionary'],
    );
    return last.end;
  }
  return -1;
}

const counties =
  /\b(?:[A-Z][A-Za-z.'-]{1,20} ){1,3}(?:County|Parish|Borough)\b|\bCounty of [A-Z][a-z]{2,20}\b/g;

/** Finds cities, counties and ZIP codes by lists, by the state after them, and by the words around. */
export function findPlaces(reading: Reading): void {
  const { text } = reading;
  let index = 0;
  while (index < text.length) {
    const code = text.charCodeAt(index);
    if (code < 0x41 || code > 0x5a || isWordCharacter(codeAt(text, index - 1))) {
      index += 1;
      continue;
    }
    const start = index;
    while (isWordCharacter(codeAt(text, index))) index += 1;
    const isCode = index - start === 2 && stateCodes.has(text.slice(start, index));
    if (isCode && findByState(reading, start, index)) continue;
    const flags = nameFlagsOf(text.slice(start, Math.min(index, start + 24)).toLowerCase());
    if ((flags & isPlaceStart) === 0) continue;
    const words = wordsBetween(text, start, start + 32).slice(0, 3);
    const one = words[0]?.text ?? '';
    const two = `${one} ${words[1]?.text ?? ''}`;
    const stateEnd = stateNames.has(two)
      ? (words[1]?.end ?? index)
      : stateNames.has(one)
        ? index
        : -1;
    const isZipNext = stateEnd !== -1 && /^,? [0-9]{5}/.test(text.slice(stateEnd, stateEnd + 7));
    if (
      stateEnd !== -1 &&
      (!cities.has(two) || isZipNext) &&
      findByState(reading, start, stateEnd)
    ) {
      index = stateEnd;
      continue;
    }
    index = Math.max(index, findCity(reading, words));
  }
  if (text.includes('ount') || text.includes('aris') || text.includes('oroug')) {
    for (const match of text.matchAll(counties)) {
      reading.add('county', match.index, match.index + match[0].length, 0.85, ['shape', 'context']);
    }
  }
}
