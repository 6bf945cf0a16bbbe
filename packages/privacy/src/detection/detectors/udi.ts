import { isTradeItemNumber, passesHealthIndustryCheck } from '../../identifiers/device.js';
import { hasLongRun } from '../reading/profile.js';
import { isClaimed, type Reading } from '../reading/reading.js';

// Fixed or bounded lengths: a text is read in linear time.
const gs1 = /\(01\)([0-9]{14})((?:\((?:10|11|17|21|240)\)[0-9A-Za-z-]{1,20}){0,5})/g;
const plainGs1 = /\b01([0-9]{14})(?:(?:11|17)[0-9]{6})?(?:(?:10|21)[0-9A-Za-z]{1,20})?\b/g;
const healthIndustry = /(?<![0-9A-Za-z])\+[A-Z][0-9A-Z]{3}[0-9A-Z]{1,18}[0-9][0-9A-Z$./%+-]{1,40}/g;
const blood = /=[/,][A-Z0-9]{5,16}(?:=[,}>/][0-9A-Z]{3,20}){0,4}/g;

/** Finds unique device identifiers in the forms of GS1, HIBCC and ICCBBA (21 CFR 830). */
export function findDeviceIdentifiers(reading: Reading, seen: number): void {
  const { text } = reading;
  if (text.includes('(01)')) {
    for (const match of text.matchAll(gs1)) {
      if (!isTradeItemNumber(match[1] ?? '')) continue;
      reading.add('udi', match.index, match.index + match[0].length, 0.95, [
        'shape',
        'range',
        'checksum',
      ]);
    }
  }
  if (text.includes('+')) {
    for (const match of text.matchAll(healthIndustry)) {
      const [code = ''] = match;
      const end = match.index + code.length;
      const isNamed = isClaimed(reading.claimAt(match.index, end), 'udi');
      const isChecked = passesHealthIndustryCheck(code);
      if (isNamed || (isChecked && code.length >= 10)) {
        reading.add(
          'udi',
          match.index,
          end,
          isNamed ? 0.95 : 0.6,
          isChecked ? ['shape', 'checksum'] : ['shape'],
        );
      }
    }
  }
  if (text.includes('=/') || text.includes('=,')) {
    for (const match of text.matchAll(blood)) {
      const end = match.index + match[0].length;
      const isNamed = isClaimed(reading.claimAt(match.index, end), 'udi');
      if (isNamed || match[0].length > 15)
        reading.add('udi', match.index, end, isNamed ? 0.93 : 0.6, ['shape']);
    }
  }
  if ((seen & hasLongRun) === 0) return;
  for (const match of text.matchAll(plainGs1)) {
    const end = match.index + match[0].length;
    if (!isTradeItemNumber(match[1] ?? '')) continue;
    const isNamed = isClaimed(reading.claimAt(match.index, end), 'udi');
    if (isNamed || match[0].length > 22)
      reading.add('udi', match.index, end, isNamed ? 0.96 : 0.6, ['shape', 'checksum']);
  }
}
