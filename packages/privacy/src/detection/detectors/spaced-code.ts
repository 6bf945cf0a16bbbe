import { isNationalNumber } from '../../identifiers/national.js';
import { isPassportLine } from '../../identifiers/travel-document.js';
import type { Reading } from '../reading/reading.js';
import { isClaimed } from '../reading/reading.js';

// All of these have a fixed length, so that reading a text stays linear.
const insurance = /\b[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z] [0-9]{2} [0-9]{2} [0-9]{2} [A-D]\b/g;
const british = /\b[A-Z]{1,2}[0-9][0-9A-Z]? [0-9][ABD-HJLNP-UW-Z]{2}\b/g;
const canadian = /\b[ABCEGHJ-NPRSTVXY][0-9][ABCEGHJ-NPRSTV-Z][ -][0-9][ABCEGHJ-NPRSTV-Z][0-9]\b/g;
const beneficiary =
  /\b[1-9][AC-HJKMNP-RT-Y][0-9AC-HJKMNP-RT-Y][0-9] [AC-HJKMNP-RT-Y][0-9AC-HJKMNP-RT-Y][0-9] [AC-HJKMNP-RT-Y]{2}[0-9]{2}\b/g;

/** What all of them have, and few texts do. */
const possible =
  /[A-Z][0-9] [0-9]|[0-9][A-Z][ -][0-9]|[A-Z]{2} [0-9]{2} [0-9]{2} |[0-9][A-Z0-9]{2}[0-9] [A-Z]/;

function findZone(reading: Reading): void {
  const { text } = reading;
  for (let index = text.indexOf('<'); index !== -1; ) {
    // The second line of a passport begins at most 44 characters before its last filler.
    const lineStart = text.lastIndexOf('\n', index) + 1;
    const newline = text.indexOf('\n', index);
    const lineEnd = newline === -1 ? text.length : newline;
    if (lineEnd - lineStart <= 60) {
      const line = text.slice(lineStart, lineEnd).trim();
      const start = lineStart + text.slice(lineStart, lineEnd).indexOf(line);
      if (isPassportLine(line))
        reading.add('passport', start, start + 44, 0.98, ['shape', 'checksum']);
    }
    index = newline === -1 ? -1 : text.indexOf('<', newline);
  }
}

/** Finds codes that are written with spaces between letters and digits. */
export function findSpacedCodes(reading: Reading): void {
  const { text } = reading;
  if (text.includes('<')) findZone(reading);
  if (!possible.test(text)) return;
  for (const match of text.matchAll(insurance)) {
    const isValid = isNationalNumber('gb_nino', match[0].replaceAll(' ', ''));
    if (isValid)
      reading.add('gb_nino', match.index, match.index + match[0].length, 0.93, [
        'shape',
        'separators',
        'range',
      ]);
  }
  for (const match of text.matchAll(beneficiary)) {
    reading.add('us_mbi', match.index, match.index + match[0].length, 0.85, [
      'shape',
      'separators',
      'range',
    ]);
  }
  for (const pattern of [british, canadian]) {
    for (const match of text.matchAll(pattern)) {
      const end = match.index + match[0].length;
      const claim = reading.claimAt(match.index, end);
      const isNamed = isClaimed(claim, 'postal_code') || isClaimed(claim, 'street_address');
      reading.add(
        'postal_code',
        match.index,
        end,
        isNamed ? 0.95 : claim.concept === undefined ? 0.65 : 0.45,
        ['shape', 'range'],
      );
    }
  }
}
