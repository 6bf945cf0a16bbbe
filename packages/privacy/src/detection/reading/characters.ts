/** The UTF-16 code unit at an index, or 0 outside the text. */
export function codeAt(text: string, index: number): number {
  return index >= 0 && index < text.length ? text.charCodeAt(index) : 0;
}

/** Whether it is an ASCII digit. */
export function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}

/** Whether it is an ASCII letter. */
export function isLetter(code: number): boolean {
  const lower = code | 0x20;
  return lower >= 0x61 && lower <= 0x7a;
}

/**
 * Whether it is part of a word: ASCII and Latin letters, digits, the underscore. Letters of scripts
 * that are written without spaces are not, so that a number right after them is still seen.
 */
export function isWordCharacter(code: number): boolean {
  return isDigit(code) || isLetter(code) || code === 0x5f || (code >= 0xc0 && code <= 0x24f);
}

function joins(code: number): boolean {
  return code === 0x2e || code === 0x2d;
}

/** Whether a value can start here: what stands before is not a part of the same token. */
export function startsToken(text: string, start: number): boolean {
  const before = codeAt(text, start - 1);
  if (isWordCharacter(before)) return false;
  return !(joins(before) && isWordCharacter(codeAt(text, start - 2)));
}

/** Whether a value can end here: what follows is not a part of the same token. */
export function endsToken(text: string, end: number): boolean {
  const after = codeAt(text, end);
  if (isWordCharacter(after)) return false;
  return !(joins(after) && isWordCharacter(codeAt(text, end + 1)));
}
