import { codeAt, isDigit, isLetter } from '../reading/characters.js';

/** A code of letters and digits, which may be joined by single dashes and dots. */
export interface CodeChunk {
  readonly start: number;
  readonly end: number;
  /** As it is written. */
  readonly written: string;
  /** In upper case and without what joins it. */
  readonly compact: string;
  readonly digits: number;
  readonly isUpper: boolean;
}

/** No code that is looked for is longer. */
const longest = 48;

export function isAlphanumeric(code: number): boolean {
  return isDigit(code) || isLetter(code);
}

/** Where the code ends that starts here, however long it is. */
export function endOfChunk(text: string, start: number): number {
  let end = start;
  for (;;) {
    while (isAlphanumeric(codeAt(text, end))) end += 1;
    const code = codeAt(text, end);
    if ((code !== 0x2d && code !== 0x2e) || !isAlphanumeric(codeAt(text, end + 1))) return end;
    end += 1;
  }
}

/** Reads the code between two indexes, or `undefined` when it is too long or has no digit. */
export function chunkBetween(text: string, start: number, end: number): CodeChunk | undefined {
  if (end - start > longest || end - start < 3) return undefined;
  let digits = 0;
  let isUpper = true;
  for (let index = start; index < end; index += 1) {
    const code = text.charCodeAt(index);
    if (isDigit(code)) digits += 1;
    else if (code >= 0x61) isUpper = false;
  }
  if (digits === 0) return undefined;
  const written = text.slice(start, end);
  return {
    start,
    end,
    written,
    compact: written.replace(/[-. ]/g, '').toUpperCase(),
    digits,
    isUpper,
  };
}

/** Whether it is a UUID, a date or a decimal number, which no label turns into something else. */
export function isPlainlyElse(text: string, chunk: CodeChunk): boolean {
  const { written } = chunk;
  const before = text.charAt(chunk.start - 1);
  const after = text.charAt(chunk.end);
  if (before === '$' || before === '\u20ac' || before === '\u00a3' || after === '%') return true;
  if (/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i.test(written)) return true;
  if (
    /^(?:[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}|[0-9]{1,2}[-.][0-9]{1,2}[-.](?:[0-9]{2}|[0-9]{4}))(?:T[0-9]{2})?$/.test(
      written,
    )
  )
    return true;
  return (
    /^[0-9]+\.[0-9]{1,3}$/.test(written) ||
    ((after === ':' || after === '/') && isDigit(codeAt(text, chunk.end + 1)))
  );
}
