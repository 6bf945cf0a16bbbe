/** A place in a file, as code review shows it. */
export interface SourceLocation {
  /** Relative to the root of the repository, with slashes. */
  readonly file: string;
  /** From one. */
  readonly line: number;
}

/** A file of the project, by the name that a {@link SourceLocation} gives it. */
export interface SourceFile {
  readonly file: string;
  readonly text: string;
}

/** Finds the place of a contract, or of one of its columns. */
export type SourceLocator = (contract: string, column: string | undefined) => SourceLocation;

/**
 * Places come from the lockfile, which has each contract and column on a line of its own. What is
 * not in it, such as a contract that nobody has locked yet, is at the first line of the configuration.
 */
export function sourceLocator(
  lockfile: SourceFile | undefined,
  configuration: string,
): SourceLocator {
  const lines = lockfile?.text.split('\n') ?? [];
  return (contract, column) => {
    const start = lines.findIndex((line) => line.trimStart().startsWith(`${quoted(contract)}: {`));
    if (lockfile === undefined || start === -1) return { file: configuration, line: 1 };
    const depth = indentation(lines[start]);
    const length = lines.slice(start + 1).findIndex((line) => indentation(line) <= depth);
    const section = lines.slice(start, length === -1 ? undefined : start + 1 + length);
    const offset =
      column === undefined
        ? 0
        : section.findIndex((line) => line.includes(`"name": ${quoted(column)}`));
    return { file: lockfile.file, line: start + 1 + Math.max(offset, 0) };
  };
}

function quoted(name: string): string {
  return JSON.stringify(name);
}

function indentation(line = ''): number {
  return line.length - line.trimStart().length;
}
