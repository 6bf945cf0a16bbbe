/** A command of the kind `npm run NAME`, `npm test` or `npm start` in a text. */
export interface NpmScriptCall {
  readonly name: string;
  /** The workspace that `-w` or `--workspace` names, when the command names one. */
  readonly workspace: string | undefined;
  /** Counted from 1. */
  readonly line: number;
}

/** The npm scripts that a text tells its reader to run. */
export function npmScriptCalls(text: string): NpmScriptCall[] {
  return text.split(/\r?\n/).flatMap((content, index) =>
    [...content.matchAll(/\bnpm (?:run ([a-z][\w:-]*)|(test|start)\b)([^`&|;]*)/g)].map(
      (match) => ({
        name: match[1] ?? match[2] ?? '',
        workspace: /(?:-w|--workspace)[ =](\S+)/.exec(match[3] ?? '')?.[1],
        line: index + 1,
      }),
    ),
  );
}
