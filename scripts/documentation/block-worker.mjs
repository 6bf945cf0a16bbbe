// A child process that imports one module after the other and reports what each one printed.
import { pathToFileURL } from 'node:url';
import { format } from 'node:util';

/** @type {Map<number, string[]>} */
let printed = new Map();

/** @param {number} index */
function dasBlockLog(index) {
  /** @param {unknown[]} values */
  return (...values) => {
    const lines = printed.get(index) ?? [];
    printed.set(index, [...lines, ...format(...values).split('\n')]);
  };
}
Object.assign(globalThis, { dasBlockLog });

/** @param {unknown} reason */
function describe(reason) {
  return reason instanceof Error ? (reason.stack ?? reason.message) : format(reason);
}

/** @param {string | undefined} failure */
function report(failure) {
  process.send?.({ printed: [...printed], failure });
}

/** @param {{ module: string; directory: string }} request */
async function run({ module, directory }) {
  printed = new Map();
  process.chdir(directory);
  try {
    await import(pathToFileURL(module).href);
    report(undefined);
  } catch (reason) {
    report(describe(reason));
  }
}

process.on('message', run);
