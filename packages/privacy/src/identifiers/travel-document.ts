const weights = [7, 3, 1];

function valueOfCode(code: number): number {
  if (code >= 0x30 && code <= 0x39) return code - 0x30;
  if (code >= 0x41 && code <= 0x5a) return code - 0x37;
  return code === 0x3c ? 0 : -1;
}

/** Whether the digit is the check digit of the field (ICAO 9303: weights 7, 3, 1 mod 10). */
function passesTravelCheck(field: string, check: string): boolean {
  let sum = 0;
  for (let index = 0; index < field.length; index += 1) {
    const value = valueOfCode(field.charCodeAt(index));
    if (value === -1) return false;
    sum += value * (weights[index % 3] ?? 0);
  }
  return String(sum % 10) === check;
}

/** Whether it is the second line of a passport's machine readable zone, with its check digits. */
export function isPassportLine(line: string): boolean {
  if (line.length !== 44) return false;
  return (
    passesTravelCheck(line.slice(0, 9), line.charAt(9)) &&
    passesTravelCheck(line.slice(13, 19), line.charAt(19)) &&
    passesTravelCheck(line.slice(21, 27), line.charAt(27))
  );
}
