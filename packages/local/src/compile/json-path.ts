import { unsupported } from '../warehouse/errors.js';

/** `a.b[0]` as a path of DuckDB, in which each key stands in quotes. */
export function jsonPath(path: string): string {
  let rest = path;
  let result = '$';
  while (rest !== '') {
    const dot = result === '$' ? '' : String.raw`\.`;
    const key = new RegExp(`^${dot}([A-Za-z_][A-Za-z0-9_$]*)`).exec(rest);
    const index = /^\[(\d{1,9})\]/.exec(rest);
    const found = key ?? index;
    if (found === null) throw unsupported('this path into a VARIANT');
    result += key === null ? `[${found[1]}]` : `."${found[1]}"`;
    rest = rest.slice(found[0].length);
  }
  return result;
}
