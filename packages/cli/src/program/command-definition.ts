import type { Io } from '../terminal/io.js';
import type { Terminal } from '../terminal/terminal.js';
import type { Arguments } from './arguments.js';

/** What a command is given. */
export interface Invocation {
  readonly arguments: Arguments;
  readonly terminal: Terminal;
  readonly io: Io;
  /** Aborted when the user interrupts. */
  readonly signal: AbortSignal;
}

/** What a command came to: the same for programs and for people. */
export interface Report {
  /** The JSON document of `--json`, with stable keys. */
  readonly document: object;
  /** The lines for people. */
  readonly lines: readonly string[];
  /** What went wrong after some of the work was done. */
  readonly failure?: unknown;
  /** Whether the command has printed its document itself, because it went on after that. */
  readonly isWritten?: true;
  /** Whether an interrupt is how the command is meant to end, so that it says nothing about the exit code. */
  readonly endsWithInterrupt?: true;
}

/** What a module in `commands/` exports. */
export interface CommandModule {
  readonly execute: (invocation: Invocation) => Promise<Report>;
}

/** A command, without the code that it runs: enough for the help. */
export interface CommandDefinition {
  /** The words after `das`. */
  readonly path: readonly [string] | readonly [string, string];
  readonly summary: string;
  readonly description: string;
  /** As the parser reads them: `<collector>`, `[collector...]`, with what they mean. */
  readonly operands: readonly (readonly [syntax: string, meaning: string])[];
  readonly options: readonly (readonly [syntax: string, meaning: string])[];
  /** Options that must be given. */
  readonly requiredOptions?: readonly (readonly [syntax: string, meaning: string])[];
  /** The keys of the document that `--json` prints. */
  readonly json: string;
  readonly examples: readonly [string, ...string[]];
  readonly load: () => Promise<CommandModule>;
}
