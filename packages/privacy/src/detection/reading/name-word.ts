import { nameFlagsOf } from '../lexicon/name-words.js';
import { codeAt, isLetter } from './characters.js';

/** A word that may be a part of a name, such as `O'Neill` or `Garcia-Lopez`. */
export interface NameWord {
  readonly start: number;
  /** Without a possessive `'s`. */
  readonly end: number;
  readonly isCapital: boolean;
  readonly isUpper: boolean;
  /** A single letter, as a middle initial. */
  readonly isInitial: boolean;
  readonly flags: number;
  readonly lower: string;
}

const longest = 32;

function isForeignLetter(code: number): boolean {
  return code >= 0xc0 && code <= 0x24f;
}

/** Reads the word that starts here, or `undefined` when no letter does. */
export function readNameWord(text: string, start: number): NameWord | undefined {
  const first = codeAt(text, start);
  if (!isLetter(first) && !isForeignLetter(first)) return undefined;
  let end = start;
  let joined = false;
  for (;;) {
    while (isLetter(codeAt(text, end)) || isForeignLetter(codeAt(text, end))) end += 1;
    const code = codeAt(text, end);
    if (
      (code !== 0x27 && code !== 0x2d) ||
      !isLetter(codeAt(text, end + 1)) ||
      end - start > longest
    )
      break;
    joined = true;
    end += 1;
  }
  if (end - start > longest) return undefined;
  let whole = text.slice(start, end);
  if (joined && /'s$/i.test(whole)) {
    whole = whole.slice(0, -2);
    end -= 2;
  }
  const lower = whole.toLowerCase();
  return {
    start,
    end,
    isCapital: first >= 0x41 && first <= 0x5a,
    isUpper: whole.length > 1 && whole === whole.toUpperCase(),
    isInitial: whole.length === 1,
    flags: joined ? joinedFlags(lower) : nameFlagsOf(lower),
    lower,
  };
}

/** `maria-jose` is what its first part is, and `o'neill` what it is without the mark. */
function joinedFlags(lower: string): number {
  const whole = nameFlagsOf(lower.replace(/['-]/g, ''));
  if (whole !== 0) return whole;
  for (const part of lower.split('-')) {
    const flags = nameFlagsOf(part.replaceAll("'", ''));
    if (flags !== 0) return flags;
  }
  return 0;
}

/** The word after one space (and a full stop, after an initial or a title), if any. */
export function nextNameWord(text: string, end: number): NameWord | undefined {
  let index = end;
  if (codeAt(text, index) === 0x2e) index += 1;
  if (codeAt(text, index) !== 0x20) return undefined;
  index += 1;
  if (codeAt(text, index) === 0x20) index += 1;
  return readNameWord(text, index);
}
