/** The digit that makes a text of digits pass Luhn's test (ISO/IEC 7812-1, annex B) when it is appended. */
export function luhnDigit(text: string): string {
  let sum = 0;
  for (const [index, digit] of [...text].reverse().entries()) {
    const doubled = index % 2 === 0 ? Number(digit) * 2 : Number(digit);
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return String((10 - (sum % 10)) % 10);
}

/** The sum of the digits, each times its weight. */
export function weightedSum(text: string, weights: readonly number[]): number {
  return weights.reduce((sum, weight, index) => sum + weight * Number(text[index]), 0);
}

/** GS1's check digit: weights 3 and 1 from the right (GS1 General Specifications, 7.9.1). */
export function gs1Digit(text: string): string {
  const sum = [...text]
    .reverse()
    .reduce((total, digit, index) => total + Number(digit) * (index % 2 === 0 ? 3 : 1), 0);
  return String((10 - (sum % 10)) % 10);
}

/** ISO 7064 MOD 97-10 over letters and digits, as IBANs have it: the two digits for `country`. */
export function ibanDigits(country: string, account: string): string {
  let remainder = 0;
  for (const character of `${account}${country}00`) {
    const value = Number.parseInt(character, 36);
    remainder = (remainder * (value > 9 ? 100 : 10) + value) % 97;
  }
  return String(98 - remainder).padStart(2, '0');
}

/** ISO 7064 MOD 11,10, as the German tax number has it. */
export function mod1110Digit(text: string): string {
  let product = 10;
  for (const digit of text) {
    let sum = (Number(digit) + product) % 10;
    if (sum === 0) sum = 10;
    product = (sum * 2) % 11;
  }
  return String((11 - product) % 10);
}

const dihedral = [
  '0123456789',
  '1234067895',
  '2340178956',
  '3401289567',
  '4012395678',
  '5987604321',
  '6598710432',
  '7659821043',
  '8765932104',
  '9876543210',
];
const permutation = [
  '0123456789',
  '1576283094',
  '5803796142',
  '8916043527',
  '9453126870',
  '4286573901',
  '2793806415',
  '7046913258',
];
const inverse = '0432156789';

/** Verhoeff's check digit, over the dihedral group of ten elements. */
export function verhoeffDigit(text: string): string {
  let check = 0;
  for (const [index, digit] of [...text].reverse().entries()) {
    const row = permutation[(index + 1) % 8] ?? '';
    check = Number(dihedral[check]?.[Number(row[Number(digit)])]);
  }
  return inverse[check] ?? '0';
}
