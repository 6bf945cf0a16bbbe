import type { Expression } from './expression.js';

/** How a condition that a session does not decide is assumed to come out. SQL has three ways. */
export type Mode = 'true' | 'false' | 'notTrue' | 'notFalse';

/** A condition that a session does not decide. */
export interface Assumption {
  readonly mode: Mode;
  readonly test: Expression;
}

/** What has to be so, all of it, for a body to come to a place: by a text of each assumption. */
export type Path = ReadonlyMap<string, Assumption>;

/** What always is so. */
export const always: Path = new Map();

/** More ways than this are not told apart. */
export const mostPaths = 256;

/** A path of one assumption. */
export function pathOf(test: Expression, mode: Mode): Path {
  // These are TRUE or FALSE, and never NULL.
  const isCertain = test.is === 'isNull' || test.is === 'isTruth' || test.is === 'exists';
  const certain = mode === 'true' || mode === 'notFalse' ? 'true' : 'false';
  const known = isCertain ? certain : mode;
  return new Map([[`${known} ${test.key}`, { mode: known, test }]]);
}

const excluded: readonly (readonly [Mode, Mode])[] = [
  ['true', 'false'],
  ['true', 'notTrue'],
  ['false', 'notFalse'],
];

/** Both paths together; `undefined` where they cannot be. */
export function joined(first: Path, second: Path): Path | undefined {
  if (first.size === 0) return second;
  if (second.size === 0) return first;
  const both = new Map([...first, ...second]);
  for (const { test } of second.values()) {
    const isImpossible = excluded.some(
      ([one, other]) => both.has(`${one} ${test.key}`) && both.has(`${other} ${test.key}`),
    );
    if (isImpossible) return undefined;
  }
  return both;
}

/** Each of the one with each of the other; `undefined` when that is too many. */
export function product(
  first: readonly Path[],
  second: readonly Path[],
): readonly Path[] | undefined {
  if (first.length * second.length > mostPaths) return undefined;
  return first.flatMap((one) => second.flatMap((other) => joined(one, other) ?? []));
}

/** Whether one path is taken only where another one is taken, too. */
export function isWithin(path: Path, wider: Path): boolean {
  return [...wider.keys()].every((key) => path.has(key));
}
