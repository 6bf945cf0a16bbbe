import { placeInFile } from './code-block.js';
import type { PreparedBlock } from './prepare-block.js';
import type { ModuleOutcome } from './run-modules.js';

/** What is wrong with a block that was run, or should have been. */
export function outcomeFindings(
  { block, module, instrumented }: PreparedBlock,
  outcome: ModuleOutcome | undefined,
): string[] {
  if (block.use !== 'run') return [];
  const stray = instrumented.stray.map(
    (line) => `${placeInFile(block, line)}: no console.log stands before this "// =>"`,
  );
  if (outcome === undefined) return stray;
  if (outcome.failure !== undefined) {
    const thrownAt = lineOfStack(outcome.failure, module);
    return [...stray, `${placeInFile(block, thrownAt)}: ${outcome.failure}`];
  }
  const differences = instrumented.logs.flatMap(({ line, expected }, index) => {
    if (expected.length === 0) return [];
    const printed = (outcome.printed.get(index) ?? []).map((text) => text.trimEnd()).join('\n');
    const promised = expected.map((text) => text.trimEnd()).join('\n');
    if (printed === promised) return [];
    return [
      `${placeInFile(block, line)}: it prints\n${printed}\nand says that it prints\n${promised}`,
    ];
  });
  return [...stray, ...differences];
}

function lineOfStack(stack: string, module: string): number {
  const file = module.replace(/^.*\//, '').replace(/\.mjs$/, '.mts');
  const position = new RegExp(`${file.replace('.', '\\.')}:(\\d+)`).exec(stack);
  return Number(position?.[1] ?? 1);
}
