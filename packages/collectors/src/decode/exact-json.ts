import { randomUUID } from 'node:crypto';

/** A string, which is skipped, or a number: its fraction and exponent say that it is no integer. */
const token = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

/** Stands for an integer while JSON.parse runs: nobody outside can know it. */
const marker: string = `integer-${randomUUID()}`;

/**
 * Parses JSON such that integers keep their digits: one that a double cannot hold is a bigint.
 *
 * A fraction, or a number with an exponent, is the nearest double, as JSON is usually read.
 *
 * @throws SyntaxError as JSON.parse does
 */
export function parseExactJson(text: string): unknown {
  // What is no JSON must not become some by the replacement.
  const plain: unknown = JSON.parse(text);
  if (!hasLargeNumber(plain)) return plain;
  let isInexact = false;
  const marked = text.replace(token, (each) => {
    if (!isInexactInteger(each)) return each;
    isInexact = true;
    return `{"${marker}":"${each}"}`;
  });
  if (!isInexact) return plain;
  return JSON.parse(marked, (_key, value: unknown) => {
    const digits = (value as Readonly<Record<string, string>> | null)?.[marker];
    return digits === undefined ? value : BigInt(digits);
  });
}

/** Whether there is a number that may have lost digits. In most documents there is none. */
function hasLargeNumber(value: unknown): boolean {
  if (typeof value === 'number') return Math.abs(value) > Number.MAX_SAFE_INTEGER;
  if (typeof value !== 'object' || value === null) return false;
  if (Array.isArray(value)) return value.some(hasLargeNumber);
  for (const key in value) {
    if (hasLargeNumber((value as Readonly<Record<string, unknown>>)[key])) return true;
  }
  return false;
}

function isInexactInteger(each: string): boolean {
  return each.length >= 16 && /^-?\d+$/.test(each) && !Number.isSafeInteger(Number(each));
}
