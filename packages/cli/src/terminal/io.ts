import { stderr, stdin, stdout } from 'node:process';

/** Where text goes. `process.stdout` is one; so is an object that collects what it is given. */
export interface TextOutput {
  write(text: string): unknown;
  /** The width of the terminal, if it is one. */
  readonly columns?: number;
}

/** The surroundings of a command: everything that `run` reads from and writes to. */
export interface Io {
  readonly stdout: TextOutput;
  readonly stderr: TextOutput;
  /** Where the answer to a question is read from. Without it, nothing is ever asked. */
  readonly stdin?: NodeJS.ReadableStream;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The folder that relative paths of the command line start from. */
  readonly cwd: string;
  /** Which of the streams are terminals. */
  readonly isTerminal: {
    readonly stdin: boolean;
    readonly stdout: boolean;
    readonly stderr: boolean;
  };
  /** Stops what is running: what was begun is brought to a safe end first. */
  readonly signal?: AbortSignal;
}

/** The surroundings of this process. */
export function processIo(signal?: AbortSignal): Io {
  return {
    stdout,
    stderr,
    stdin,
    env: process.env,
    cwd: process.cwd(),
    isTerminal: {
      stdin: stdin.isTTY === true,
      stdout: stdout.isTTY === true,
      stderr: stderr.isTTY === true,
    },
    ...(signal === undefined ? {} : { signal }),
  };
}
