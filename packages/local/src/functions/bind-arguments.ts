import type { Compilation } from '../compile/compilation.js';

/**
 * Names arguments, so that each is written and computed once however often a function reads it.
 *
 * @param write - gets the names in the order of the arguments
 */
export function bindArguments(
  args: readonly string[],
  compilation: Compilation,
  write: (...names: readonly string[]) => string,
): string {
  const row = compilation.alias('r');
  const fields = args.map((sql, at) => `'a${at}': ${sql}`).join(', ');
  const names = args.map((_, at) => `${row}.a${at}`);
  return `list_transform([{${fields}}], lambda ${row}: ${write(...names)})[1]`;
}
