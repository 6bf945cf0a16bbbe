import { codeAt } from '../reading/characters.js';

/** Country calling codes of ITU-T E.164, ranges inclusive. */
const ranges: readonly (readonly [first: number, last: number])[] = [
  [1, 1],
  [7, 7],
  [20, 20],
  [27, 27],
  [30, 34],
  [36, 36],
  [39, 41],
  [43, 49],
  [51, 58],
  [60, 66],
  [81, 82],
  [84, 84],
  [86, 86],
  [90, 95],
  [98, 98],
  [211, 213],
  [216, 216],
  [218, 218],
  [220, 258],
  [260, 269],
  [290, 291],
  [297, 299],
  [350, 359],
  [370, 378],
  [380, 383],
  [385, 389],
  [420, 421],
  [423, 423],
  [500, 509],
  [590, 599],
  [670, 670],
  [672, 683],
  [685, 692],
  [800, 800],
  [808, 808],
  [850, 850],
  [852, 853],
  [855, 856],
  [870, 870],
  [878, 878],
  [880, 883],
  [886, 886],
  [888, 888],
  [960, 968],
  [970, 977],
  [979, 979],
  [992, 996],
  [998, 998],
];

const codes: ReadonlySet<number> = new Set(
  ranges.flatMap(([first, last]) =>
    Array.from({ length: last - first + 1 }, (_, offset) => first + offset),
  ),
);

/** How many of the digits that start here are a country calling code; 0 when none is. */
export function callingCodeLength(text: string, start: number): number {
  let code = 0;
  for (let length = 1; length <= 3; length += 1) {
    const digit = codeAt(text, start + length - 1) - 0x30;
    if (digit < 0 || digit > 9 || (length === 1 && digit === 0)) return 0;
    code = code * 10 + digit;
    if (codes.has(code)) return length;
  }
  return 0;
}
