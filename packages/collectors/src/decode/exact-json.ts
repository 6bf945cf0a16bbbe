import { randomUUID } from 'node:crypto';

/** A string, which is skipped, or a number: its fraction and exponent say that it is no integer. */
const token = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

/** Stands for an integer while JSON.parse runs: nobody outside can know it. */
const marker: string = `integer-${randomUUID()}`;

/**
 * Gives a document's integers back the digits that they have in its text: one that a double cannot
 * hold becomes a bigint.
 *
 * A fraction, or a number with an exponent, stays the nearest double, as JSON is usually read.
 *
 * @param plain - what JSON.parse makes of the text: what is no JSON must not become some by the
 *   replacement
 */
export function withExactIntegers(text: string, plain: unknown): unknown {
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

function isInexactInteger(each: string): boolean {
  return each.length >= 16 && /^-?\d+$/.test(each) && !Number.isSafeInteger(Number(each));
}
