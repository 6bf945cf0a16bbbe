const millisecondsOfDay = 86_400_000;

/** How long a moment is: `YYYY-MM-DDThh:mm:ss.mmmZ`. Years beyond four digits are longer. */
export const momentLength = 24;

const dayLength = 'YYYY-MM-DDT'.length;

/** The day that was written last, in days since 1970, and its text: rows that follow each other share it. */
let lastDay = Number.NaN;
const lastText = new Uint8Array(dayLength);

/**
 * Writes what `toISOString` gives at a place of some bytes, many times as fast.
 *
 * @returns whether it was written: not outside of the years 0 to 9999, nor for an invalid date
 */
export function writeMoment(bytes: Uint8Array, at: number, time: number): boolean {
  const day = Math.floor(time / millisecondsOfDay);
  if (day !== lastDay) {
    if (!(time >= firstTime && time <= lastTime)) return false;
    const text = new Date(time).toISOString();
    for (let index = 0; index < dayLength; index += 1) lastText[index] = text.charCodeAt(index);
    lastDay = day;
  }
  for (let index = 0; index < dayLength; index += 1) bytes[at + index] = lastText[index] as number;
  // What is less than a day fits into 32 bits.
  const inDay = (time - day * millisecondsOfDay) | 0;
  const second = (inDay / 1000) | 0;
  const minute = (second / 60) | 0;
  const hour = (minute / 60) | 0;
  writeTwo(bytes, at + 11, hour);
  bytes[at + 13] = colon;
  writeTwo(bytes, at + 14, minute - hour * 60);
  bytes[at + 16] = colon;
  writeTwo(bytes, at + 17, second - minute * 60);
  bytes[at + 19] = point;
  const fraction = inDay - second * 1000;
  const hundreds = (fraction / 100) | 0;
  bytes[at + 20] = zero + hundreds;
  writeTwo(bytes, at + 21, fraction - hundreds * 100);
  bytes[at + 23] = utc;
  return true;
}

const firstTime = Date.parse('0000-01-01T00:00:00.000Z');
const lastTime = Date.parse('9999-12-31T23:59:59.999Z');

const zero = 0x30;
const colon = 0x3a;
const point = 0x2e;
const utc = 0x5a;

function writeTwo(bytes: Uint8Array, at: number, value: number): void {
  const tens = (value / 10) | 0;
  bytes[at] = zero + tens;
  bytes[at + 1] = zero + value - tens * 10;
}
