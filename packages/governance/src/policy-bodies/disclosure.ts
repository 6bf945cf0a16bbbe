/** How much of the masked value an expression gives. */
export type Disclosure =
  | { readonly is: 'nothing' }
  /** Parts from which the value cannot be had back, by their SQL, with about how many characters each says. */
  | { readonly is: 'part'; readonly parts: ReadonlyMap<string, number> }
  /** The value as it is. */
  | { readonly is: 'value' }
  /** From it the value can be had back, or it cannot be said that it cannot. */
  | { readonly is: 'unknown' };

export const nothing: Disclosure = { is: 'nothing' };
export const theValue: Disclosure = { is: 'value' };
export const unknown: Disclosure = { is: 'unknown' };

/** As many characters of a value may be kept, so that it is still hidden. */
export const mostKept = 4;

/** A part of a value, as long as it is a small one. */
export function partOf(key: string, kept: number): Disclosure {
  return ofParts(new Map([[key, kept]]));
}

/**
 * What is made of several: different parts add up, and from the value and something else it can be had
 * back. What is made of one part twice says no more than the part.
 */
export function madeOf(all: readonly Disclosure[]): Disclosure {
  if (all.some(({ is }) => is === 'value' || is === 'unknown')) return unknown;
  const parts = all.flatMap((each) => (each.is === 'part' ? [...each.parts] : []));
  return parts.length === 0 ? nothing : ofParts(new Map(parts));
}

function ofParts(parts: ReadonlyMap<string, number>): Disclosure {
  const kept = [...parts.values()].reduce((sum, each) => sum + each, 0);
  return kept <= mostKept ? { is: 'part', parts } : unknown;
}
