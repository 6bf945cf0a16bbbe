/** What the Social Security Administration says of nine digits. */
export type SocialSecurityStanding = 'assigned' | 'taxpayer' | 'unassigned' | 'impossible';

/** Numbers that were printed in advertisements and leaflets and then withdrawn. */
const withdrawn: ReadonlySet<string> = new Set([
  '078051120',
  '219099999',
  '457555462',
  '111111111',
  '222222222',
  '333333333',
  '444444444',
  '555555555',
  '777777777',
  '888888888',
]);

/** Whether the fourth and fifth digits are ones of a taxpayer number (IRS, ITIN since 2013). */
function isTaxpayerGroup(group: number): boolean {
  return (
    (group >= 50 && group <= 65) ||
    (group >= 70 && group <= 88) ||
    (group >= 90 && group <= 92) ||
    (group >= 94 && group <= 99)
  );
}

/**
 * Whether nine digits can have been issued as a social security number: no area 000, 666 or from 900,
 * no group 00, no serial 0000, none that was withdrawn. Areas from 900 hold taxpayer numbers (ITIN).
 *
 * @see https://www.ssa.gov/employer/randomization.html
 */
export function socialSecurityStanding(digits: string): SocialSecurityStanding {
  const area = Number(digits.slice(0, 3));
  const group = Number(digits.slice(3, 5));
  const serial = Number(digits.slice(5, 9));
  if (area === 0 || area === 666 || group === 0 || serial === 0) return 'impossible';
  if (area >= 900) {
    if (area === 987 && group === 65 && serial >= 4320 && serial <= 4329) return 'impossible';
    return isTaxpayerGroup(group) ? 'taxpayer' : 'unassigned';
  }
  return withdrawn.has(digits) ? 'impossible' : 'assigned';
}
