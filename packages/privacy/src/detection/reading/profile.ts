export const hasDigit = 1;
export const hasUpper = 2;
export const hasLower = 4;
export const hasAt = 8;
export const hasColon = 16;
export const hasDot = 32;
export const hasSpace = 64;
export const hasDash = 128;
export const hasSlash = 256;
export const hasPlus = 512;
export const hasForeign = 1024;
/** A number that may be an age over 89. */
export const hasAgeNumber = 2048;
/** Fourteen digits or more in a row. */
export const hasLongRun = 8192;

const classes = new Uint16Array(128);
for (let code = 0x41; code <= 0x5a; code += 1) classes[code] = hasUpper;
classes[0x40] = hasAt;
classes[0x3a] = hasColon;
classes[0x2e] = hasDot;
classes[0x20] = hasSpace;
classes[0x0a] = hasSpace;
classes[0x09] = hasSpace;
classes[0x2d] = hasDash;
classes[0x2f] = hasSlash;
classes[0x2b] = hasPlus;

/** Which classes of characters a text holds, in one pass that allocates nothing. */
export function profileOf(text: string): number {
  const { length } = text;
  let seen = 0;
  let run = 0;
  let longestRun = 0;
  for (let index = 0; index < length; index += 1) {
    const code = text.charCodeAt(index);
    if (code > 0x2f && code < 0x3a) {
      run += 1;
      continue;
    }
    if (run > 0) {
      if (run > longestRun) longestRun = run;
      // Ages over 89 have two digits, the first of them a 9, or three, the first of them a 1.
      if (
        run === 2
          ? text.charCodeAt(index - 2) === 0x39
          : run === 3 && text.charCodeAt(index - 3) === 0x31
      )
        seen |= hasAgeNumber;
      run = 0;
    }
    if (code > 0x60 && code < 0x7b) seen |= hasLower;
    else seen |= code < 128 ? (classes[code] ?? 0) : hasForeign;
  }
  if (run > longestRun) longestRun = run;
  if (longestRun === 0) return seen;
  if (run === 2 || run === 3) seen |= hasAgeNumber;
  return seen | hasDigit | (longestRun > 13 ? hasLongRun : 0);
}
