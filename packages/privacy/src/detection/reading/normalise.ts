/** A text in which look-alikes are written plainly, and where each of its characters came from. */
export interface PlainText {
  readonly text: string;
  /** Where each character starts in the original; `undefined` where every index is the same. */
  readonly starts: Uint32Array | undefined;
  /** Where each character ends in the original, with the marks that combine with it. */
  readonly ends: Uint32Array | undefined;
}

/** Whether it shows nothing: zero-width characters, soft hyphens, direction marks, variation selectors. */
function isInvisible(code: number): boolean {
  return (
    code === 0xad ||
    (code >= 0x200b && code <= 0x200f) ||
    (code >= 0x202a && code <= 0x202e) ||
    (code >= 0x2060 && code <= 0x2064) ||
    (code >= 0x2066 && code <= 0x2069) ||
    (code >= 0xfe00 && code <= 0xfe0f) ||
    code === 0x180e ||
    code === 0xfeff
  );
}

function isCombining(code: number): boolean {
  return (code >= 0x300 && code <= 0x36f) || code === 0x20e3 || (code >= 0x1ab0 && code <= 0x1aff);
}

/** Digits of scripts that are written with the same system: where their zero is. */
const zeros = [0x660, 0x6f0, 0x966, 0x9e6, 0xe50, 0xff10];

const letters: ReadonlyMap<string, string> = new Map([
  ['ø', 'o'],
  ['Ø', 'O'],
  ['ł', 'l'],
  ['Ł', 'L'],
  ['đ', 'd'],
  ['Đ', 'D'],
  ['ı', 'i'],
  ['ß', 's'],
]);

function plainOf(character: string, code: number): string {
  if (code === 0xa0 || (code >= 0x2000 && code <= 0x200a) || code === 0x202f || code === 0x3000) {
    return ' ';
  }
  if ((code >= 0x2010 && code <= 0x2015) || code === 0x2212 || code === 0xfe63) return '-';
  if (code === 0x2018 || code === 0x2019 || code === 0x2bc || code === 0xb4) return "'";
  if (code === 0x201c || code === 0x201d) return '"';
  if (code === 0x2024 || code === 0xff61) return '.';
  if (code >= 0xff01 && code <= 0xff5e) return String.fromCharCode(code - 0xfee0);
  if ((code >= 0xc0 && code <= 0x24f) || (code >= 0x1e00 && code <= 0x1eff)) {
    const base = letters.get(character) ?? character.normalize('NFD').charAt(0);
    return base.charCodeAt(0) < 0x80 ? base : character;
  }
  for (const zero of zeros) {
    if (code >= zero && code <= zero + 9) return String.fromCharCode(0x30 + code - zero);
  }
  return character;
}

/**
 * Writes full-width and other digits, spaces, dashes, quotes and letters with marks as ASCII, and
 * leaves out what shows nothing, so that none of them hides a value. One pass.
 */
export function normalise(original: string): PlainText {
  const { length } = original;
  const starts = new Uint32Array(length + 1);
  const ends = new Uint32Array(length + 1);
  const parts: string[] = [];
  let count = 0;
  for (let index = 0; index < length; index += 1) {
    const code = original.charCodeAt(index);
    if (code >= 0x80) {
      if (isInvisible(code)) continue;
      if (isCombining(code)) {
        if (count > 0) ends[count - 1] = index + 1;
        continue;
      }
    }
    let plain = code < 0x80 ? original.charAt(index) : plainOf(original.charAt(index), code);
    let width = 1;
    // Mathematical digits, from U+1D7CE, lie outside the first plane.
    if (code === 0xd835) {
      const low = original.charCodeAt(index + 1);
      if (low >= 0xdfce && low <= 0xdfff) {
        plain = String((low - 0xdfce) % 10);
        width = 2;
      }
    }
    parts.push(plain);
    starts[count] = index;
    ends[count] = index + width;
    count += 1;
    index += width - 1;
  }
  const isAligned = count === length;
  return {
    text: parts.join(''),
    starts: isAligned ? undefined : starts,
    ends: isAligned ? undefined : ends,
  };
}
