import { writeFileSync } from 'node:fs';
import ts from 'typescript';
import { type CodeBlock, placeInFile } from './code-block.js';
import { type InstrumentedBlock, instrument } from './instrument.js';

/** A block that lies on the disk, ready to be compiled and run. */
export interface PreparedBlock {
  readonly block: CodeBlock;
  /** The path of the block as it was written. */
  readonly source: string;
  /** The path of the JavaScript module made of it. */
  readonly module: string;
  readonly instrumented: InstrumentedBlock;
  readonly syntaxFindings: readonly string[];
}

/**
 * Writes a block as the source that is compiled and as the module that is run.
 *
 * @param path - the absolute path of both, without an extension
 */
export function prepareBlock(block: CodeBlock, path: string): PreparedBlock {
  const instrumented = instrument(block.code);
  const { outputText, diagnostics = [] } = ts.transpileModule(instrumented.code, {
    fileName: `${path}.mts`,
    reportDiagnostics: true,
    compilerOptions: {
      target: ts.ScriptTarget.ES2022,
      module: ts.ModuleKind.ESNext,
      verbatimModuleSyntax: true,
      inlineSourceMap: true,
    },
  });
  writeFileSync(`${path}.mts`, block.code);
  writeFileSync(`${path}.mjs`, outputText);
  const syntaxFindings = diagnostics.map(({ file, start = 0, messageText }) => {
    const line = (file?.getLineAndCharacterOfPosition(start).line ?? 0) + 1;
    return `${placeInFile(block, line)}: ${ts.flattenDiagnosticMessageText(messageText, ' ')}`;
  });
  return {
    block,
    source: `${path}.mts`,
    module: `${path}.mjs`,
    instrumented,
    syntaxFindings,
  };
}
