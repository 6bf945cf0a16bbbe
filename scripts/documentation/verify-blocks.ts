import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { type CodeBlock, placeInFile } from './code-block.js';
import { outcomeFindings } from './outcome-findings.js';
import { type PreparedBlock, prepareBlock } from './prepare-block.js';
import { runModules } from './run-modules.js';
import { typeCheckFiles } from './type-check-files.js';

/** Where blocks are run. */
export interface VerifyBlocksOptions {
  /** The absolute path of the repository, whose compiler options and packages count. */
  readonly root: string;
  /** Milliseconds that one block may take. */
  readonly timeout?: number;
}

/**
 * Parses, compiles and runs blocks as their fences ask, against the packages as they were built.
 *
 * @returns for each block what is wrong with it, each finding with the file and the line
 */
export async function verifyBlocks(
  blocks: readonly CodeBlock[],
  { root, timeout = 30_000 }: VerifyBlocksOptions,
): Promise<ReadonlyMap<CodeBlock, readonly string[]>> {
  // Inside node_modules, so that bare imports resolve as they do for an installed package.
  const cache = `${root}/node_modules/.cache`;
  mkdirSync(cache, { recursive: true });
  const folder = mkdtempSync(`${cache}/das-blocks-`);
  try {
    const prepared = blocks.map((block, index) => prepareBlock(block, `${folder}/block-${index}`));
    const typeFindings = findTypeErrors(prepared, root);
    const runnable = prepared.filter(
      ({ block, syntaxFindings }) => block.use === 'run' && syntaxFindings.length === 0,
    );
    const outcomes = await runModules(
      runnable.map(({ module }) => module),
      { workers: 2, timeout },
    );
    return new Map(
      prepared.map((entry) => [
        entry.block,
        [
          ...entry.syntaxFindings,
          ...(typeFindings.get(entry.source) ?? []),
          ...outcomeFindings(entry, outcomes.get(entry.module)),
        ],
      ]),
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function findTypeErrors(
  prepared: readonly PreparedBlock[],
  root: string,
): ReadonlyMap<string, readonly string[]> {
  const compiled = prepared.filter(
    ({ block, syntaxFindings }) => block.use !== 'syntax' && syntaxFindings.length === 0,
  );
  const findings = typeCheckFiles(
    compiled.map(({ source }) => source),
    root,
  );
  return new Map(
    compiled.map(({ block, source }) => [
      source,
      findings
        .filter(({ file }) => file === source)
        .map(({ line, message }) => `${placeInFile(block, line)}: ${message}`),
    ]),
  );
}
