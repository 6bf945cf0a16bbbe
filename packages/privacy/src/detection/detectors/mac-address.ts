import { codeAt } from '../reading/characters.js';
import type { Reading } from '../reading/reading.js';

function isHexadecimal(code: number): boolean {
  const lower = code | 0x20;
  return (code >= 0x30 && code <= 0x39) || (lower >= 0x61 && lower <= 0x66);
}

/** Where six pairs end that start here, all parted by the same colon or dash; -1 when they are none. */
function endOfPairs(text: string, start: number, separator: number): number {
  for (let pair = 0; pair < 6; pair += 1) {
    const at = start + pair * 3;
    if (!isHexadecimal(codeAt(text, at)) || !isHexadecimal(codeAt(text, at + 1))) return -1;
    if (pair < 5 && codeAt(text, at + 2) !== separator) return -1;
  }
  return start + 17;
}

/** `0011.2233.4455`, as routers write it. */
function endOfQuads(text: string, start: number): number {
  const isQuads = /^[0-9a-fA-F]{4}\.[0-9a-fA-F]{4}\.[0-9a-fA-F]{4}$/.test(
    text.slice(start, start + 14),
  );
  return isQuads ? start + 14 : -1;
}

function isBoundary(code: number, separator: number): boolean {
  return !isHexadecimal(code) && code !== separator && code !== 0x5f && code !== 0x2e;
}

const reasons = ['shape', 'separators'] as const;

/** Finds MAC addresses (EUI-48): six pairs with colons or dashes, or three fours with dots. */
export function findMacAddresses(reading: Reading): void {
  const { text } = reading;
  for (let index = 2; index < text.length; index += 1) {
    const separator = text.charCodeAt(index);
    if (separator !== 0x3a && separator !== 0x2d && separator !== 0x2e) continue;
    const start = separator === 0x2e ? index - 4 : index - 2;
    const before = codeAt(text, start - 1);
    // A colon before it parts a label from it, as in `mac:00:1a:…`, unless a pair stands before.
    const isLabel = before === 0x3a && !isHexadecimal(codeAt(text, start - 3));
    if (start < 0 || (!isLabel && !isBoundary(before, separator))) continue;
    const end = separator === 0x2e ? endOfQuads(text, start) : endOfPairs(text, start, separator);
    const next = codeAt(text, end);
    const goesOn = next === separator && isHexadecimal(codeAt(text, end + 1));
    if (end === -1 || goesOn || isHexadecimal(next) || next === 0x5f) continue;
    const claim = reading.claimAt(start, end);
    const isNamed = claim.concept === 'mac_address';
    const isNothing = /^[0:.-]*$|^[fF:.-]*$/.test(text.slice(start, end));
    const sure = isNamed ? 0.97 : separator === 0x3a ? 0.92 : separator === 0x2d ? 0.85 : 0.7;
    if (!isNothing) reading.add('mac_address', start, end, sure, reasons);
    index = end;
  }
}
