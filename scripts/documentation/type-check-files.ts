import ts from 'typescript';

/** A type error, placed in the file that was given. */
export interface TypeFinding {
  readonly file: string;
  /** Counted from 1. */
  readonly line: number;
  readonly message: string;
}

/**
 * Type-checks files as modules of their own, in one program, with the compiler options of the
 * repository.
 *
 * @param files - absolute paths
 * @param root - the absolute path of the repository
 */
export function typeCheckFiles(files: readonly string[], root: string): TypeFinding[] {
  const program = ts.createProgram(files, compilerOptions(root));
  return files.flatMap((file) => {
    const source = program.getSourceFile(file);
    if (source === undefined) return [{ file, line: 1, message: 'it was not compiled' }];
    return [
      ...program.getSyntacticDiagnostics(source),
      ...program.getSemanticDiagnostics(source),
    ].map((diagnostic) => ({
      file,
      line: source.getLineAndCharacterOfPosition(diagnostic.start ?? 0).line + 1,
      message: ts.flattenDiagnosticMessageText(diagnostic.messageText, ' '),
    }));
  });
}

function compilerOptions(root: string): ts.CompilerOptions {
  const { config } = ts.readConfigFile(`${root}/tsconfig.base.json`, ts.sys.readFile);
  const { options } = ts.convertCompilerOptionsFromJson(config.compilerOptions, root);
  return {
    ...options,
    // A block declares its contracts and collectors without writing their types out.
    isolatedDeclarations: false,
    composite: false,
    declaration: false,
    emitDeclarationOnly: false,
    noEmit: true,
    typeRoots: [`${root}/node_modules/@types`],
  };
}
