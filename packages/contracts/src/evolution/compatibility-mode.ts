import type { Compatibility } from '../model/contract-document.js';

/** Whom a mode protects, and against how many versions. */
export interface Protection {
  readonly readers: boolean;
  readonly writers: boolean;
  readonly isTransitive: boolean;
}

/** Whom a compatibility mode protects: `backward` writers, `forward` readers, `full` both. */
export function protectionOf(mode: Compatibility): Protection {
  const isFull = mode.startsWith('full');
  return {
    readers: isFull || mode.startsWith('forward'),
    writers: isFull || mode.startsWith('backward'),
    isTransitive: mode.endsWith('_transitive'),
  };
}

/** The mode that protects all that either mode does. */
export function stricterMode(one: Compatibility, other: Compatibility): Compatibility {
  const [first, second] = [protectionOf(one), protectionOf(other)];
  const readers = first.readers || second.readers;
  const writers = first.writers || second.writers;
  const side = readers ? (writers ? 'full' : 'forward') : writers ? 'backward' : 'none';
  if (side === 'none') return side;
  return first.isTransitive || second.isTransitive ? `${side}_transitive` : side;
}

/** Which sides a change of the mode protects less. */
export function lostProtections(
  before: Compatibility,
  after: Compatibility,
): { readonly readers: boolean; readonly writers: boolean } {
  const [was, is] = [protectionOf(before), protectionOf(after)];
  const isShorter = was.isTransitive && !is.isTransitive;
  return {
    readers: was.readers && (!is.readers || isShorter),
    writers: was.writers && (!is.writers || isShorter),
  };
}
