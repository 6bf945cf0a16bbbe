import { codeAt, isDigit } from './characters.js';

/** Whether the digits between two indexes pass the Luhn check (ISO/IEC 7812-1). Others are skipped. */
export function passesLuhn(text: string, start: number, end: number): boolean {
  let sum = 0;
  let isDoubled = false;
  for (let index = end - 1; index >= start; index -= 1) {
    const code = codeAt(text, index);
    if (!isDigit(code)) continue;
    const digit = code - 0x30;
    const doubled = digit > 4 ? digit * 2 - 9 : digit * 2;
    sum += isDoubled ? doubled : digit;
    isDoubled = !isDoubled;
  }
  return sum % 10 === 0;
}
