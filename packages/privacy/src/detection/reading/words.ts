import { codeAt, isDigit, isLetter } from './characters.js';

/** A word of letters and digits: where it is, and its lower case. */
export interface Word {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

function isAlphanumeric(code: number): boolean {
  return isDigit(code) || isLetter(code);
}

/** The words between two indexes. Callers keep the stretch short. */
export function wordsBetween(text: string, from: number, to: number): Word[] {
  const words: Word[] = [];
  let index = Math.max(0, from);
  const end = Math.min(to, text.length);
  while (index < end) {
    if (!isAlphanumeric(codeAt(text, index))) {
      index += 1;
      continue;
    }
    const start = index;
    while (index < end && isAlphanumeric(codeAt(text, index))) index += 1;
    words.push({ text: text.slice(start, index).toLowerCase(), start, end: index });
  }
  return words;
}

/**
 * The words of the name of a column, in lower case: `patientDob`, `MBR_ID`, `Home phone 2` and
 * `addr1` are read as people read them.
 */
export function wordsOfName(name: string): string[] {
  return name
    .slice(0, 200)
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/([A-Z])([A-Z][a-z])/g, '$1 $2')
    .replace(/([A-Za-z])([0-9])/g, '$1 $2')
    .replace(/([0-9])([A-Za-z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '');
}
