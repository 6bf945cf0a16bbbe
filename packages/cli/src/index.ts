export { CliError, type CliErrorCode } from './errors/cli-error.js';
export { type ExitCode, exitCodes } from './errors/exit-code.js';
export { run } from './run.js';
export { type Io, processIo, type TextOutput } from './terminal/io.js';
