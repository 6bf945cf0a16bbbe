/**
 * The known name that was probably meant by one that is nearly the same, if there is one.
 *
 * @example
 * ```ts
 * import { nearMiss } from '@das/contracts';
 *
 * console.log(nearMiss('emial', ['email', 'phone']), nearMiss('x', ['email', 'phone']));
 * // => email undefined
 * ```
 */
export function nearMiss(given: string, known: Iterable<string>): string | undefined {
  const most = given.length < 5 ? 1 : 2;
  let best: string | undefined;
  let least = most + 1;
  for (const name of known) {
    const distance = editDistance(given.toLowerCase(), name.toLowerCase());
    if (distance < least) [best, least] = [name, distance];
  }
  return best;
}

/** How many characters to insert, delete or replace (Levenshtein). */
function editDistance(one: string, other: string): number {
  let previous = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (const [row, character] of [...one].entries()) {
    const current = [row + 1];
    for (const [column, against] of [...other].entries()) {
      current.push(
        Math.min(
          (previous[column] ?? 0) + (character === against ? 0 : 1),
          (current[column] ?? 0) + 1,
          (previous[column + 1] ?? 0) + 1,
        ),
      );
    }
    previous = current;
  }
  return previous.at(-1) ?? 0;
}
