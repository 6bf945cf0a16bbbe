import { type ExitCode, exitCodes } from './errors/exit-code.js';
import type { Report } from './program/command-definition.js';
import { createProgram, type ParsedCommand } from './program/create-program.js';
import { type Io, processIo } from './terminal/io.js';
import { Terminal } from './terminal/terminal.js';

/**
 * Runs one `das` command and resolves to its exit code. It never ends the process and never throws:
 * whatever goes wrong is written as one line on stderr, and with `--json` as a document on stdout.
 *
 * @param argv - the words after `das`
 * @param io - where to read and write. Default: this process
 * @example
 * ```ts
 * import { processIo, run } from '@das/cli';
 *
 * let output = '';
 * const stdout = { write: (text: string) => (output += text) };
 * const exitCode = await run(['--help'], { ...processIo(), stdout });
 * console.log(exitCode, output.startsWith('Usage: das'));
 * // => 0 true
 * ```
 */
export async function run(argv: readonly string[], io: Io = processIo()): Promise<ExitCode> {
  const json = isBeforeSeparator(argv, '--json');
  const color = !isBeforeSeparator(argv, '--no-color');
  const terminal = new Terminal(io, { json, color });
  const report = await attempt(argv, io, terminal);
  terminal.clearProgress();
  if (report === undefined) return exitCodes.done;

  terminal.print(...report.lines);
  const exitCode = await conclude(report, io, json);
  if (report.endsWithInterrupt === true) return exitCode;
  return io.signal?.aborted ? exitCodes.interrupted : exitCode;
}

/** Writes the document, and the failure if there was one. */
async function conclude(report: Report, io: Io, json: boolean): Promise<ExitCode> {
  const { document, failure } = report;
  const write = (content: object): void => {
    if (json) io.stdout.write(`${JSON.stringify(content)}\n`);
  };
  if (failure === undefined) {
    if (report.isWritten !== true) write(document);
    return exitCodes.done;
  }
  // Loaded when needed: the classes of errors bring the whole contract model with them.
  const { describeFailure, stackOf } = await import('./errors/describe-failure.js');
  const { error, exitCode, line } = describeFailure(failure);
  write({ ...document, error });
  io.stderr.write(`${line}\n`);
  if ((io.env.DAS_DEBUG ?? '') !== '') io.stderr.write(`${stackOf(failure)}\n`);
  return exitCode;
}

/** Parses and executes. `undefined` when help or the version was all that was asked for. */
async function attempt(
  argv: readonly string[],
  io: Io,
  terminal: Terminal,
): Promise<Report | undefined> {
  try {
    const parsed = await parse(argv, io);
    if (parsed === undefined) return undefined;
    const { execute } = await parsed.definition.load();
    const signal = io.signal ?? new AbortController().signal;
    return await execute({ arguments: parsed.arguments, terminal, io, signal });
  } catch (failure) {
    return { document: {}, lines: [], failure };
  }
}

async function parse(argv: readonly string[], io: Io): Promise<ParsedCommand | undefined> {
  let parsed: ParsedCommand | undefined;
  let thrown: unknown;
  const program = createProgram({
    help: io.stdout,
    cwd: io.cwd,
    onCommand: (command) => {
      parsed = command;
    },
  });
  try {
    program.parse(argv, { from: 'user' });
    if (parsed !== undefined) return parsed;
  } catch (error) {
    if (isHelp(error)) return undefined;
    thrown = error;
  }
  const { usageError } = await import('./program/usage-error.js');
  const group = argv.find((word) => program.commands.some((each) => each.name() === word));
  throw usageError(thrown, group === undefined ? 'das' : `das ${group}`);
}

/** The parser throws after it has printed the help or the version, which is no failure. */
function isHelp(error: unknown): boolean {
  return error instanceof Error && 'exitCode' in error && error.exitCode === 0;
}

/** Also seen when the rest of the command line is not understood. */
function isBeforeSeparator(argv: readonly string[], flag: string): boolean {
  const end = argv.indexOf('--');
  return argv.slice(0, end === -1 ? argv.length : end).includes(flag);
}
