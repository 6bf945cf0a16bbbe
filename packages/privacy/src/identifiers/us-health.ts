import { passesLuhn } from './luhn.js';
import { isDigits } from './weighted-sum.js';

/** Whether ten digits are a National Provider Identifier: 1 or 2 first, Luhn with the prefix 80840. */
export function isProviderIdentifier(digits: string): boolean {
  if (digits.length !== 10 || !isDigits(digits)) return false;
  const first = digits.charCodeAt(0);
  return (first === 0x31 || first === 0x32) && passesLuhn(`80840${digits}`);
}

const registrantCodes = 'ABCDEFGHJKLMPRSTUX';

/**
 * Whether it is a registration of the Drug Enforcement Administration: a code of the registrant, a
 * letter of the name or a 9, six digits, and the check digit over them.
 */
export function isDeaRegistration(compact: string): boolean {
  if (compact.length !== 9 || !isDigits(compact.slice(2))) return false;
  const second = compact.charCodeAt(1);
  const isSecond = second === 0x39 || (second >= 0x41 && second <= 0x5a);
  if (!isSecond || !registrantCodes.includes(compact.charAt(0))) return false;
  const digit = (index: number): number => compact.charCodeAt(index) - 0x30;
  const sum = digit(2) + digit(4) + digit(6) + 2 * (digit(3) + digit(5) + digit(7));
  return sum % 10 === digit(8) && compact.slice(2) !== '0000000';
}

/** What may stand at each of the eleven positions: C is 1 to 9, N a digit, A a letter, X either. */
const positions = 'CAXNAXNAANN';
const letters = 'ACDEFGHJKMNPQRTUVWXY';

/**
 * Whether it is written as a Medicare Beneficiary Identifier: eleven characters with the alphabet of
 * each position, which leaves out S, L, O, I, B and Z. It has no check digit.
 *
 * @see https://www.cms.gov/medicare/new-medicare-card/understanding-the-mbi-with-format.pdf
 */
export function isBeneficiaryIdentifier(compact: string): boolean {
  if (compact.length !== 11) return false;
  for (let index = 0; index < 11; index += 1) {
    const character = compact.charAt(index);
    const isDigit = character >= '0' && character <= '9';
    const isLetter = letters.includes(character);
    const position = positions.charAt(index);
    const fits =
      (position === 'C' && isDigit && character !== '0') ||
      (position === 'N' && isDigit) ||
      (position === 'A' && isLetter) ||
      (position === 'X' && (isDigit || isLetter));
    if (!fits) return false;
  }
  return true;
}
