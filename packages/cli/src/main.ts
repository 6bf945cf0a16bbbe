#!/usr/bin/env node
import { exitCodes } from './errors/exit-code.js';
import { run } from './run.js';
import { processIo } from './terminal/io.js';

const interruption = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    // The first lets what was begun come to a safe end; the second does not wait for it.
    if (interruption.signal.aborted) process.exit(exitCodes.interrupted);
    interruption.abort();
  });
}
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  // The reader, such as `head`, has seen enough. The work itself goes on to its end.
  if (error.code !== 'EPIPE') throw error;
});

const exitCode = await run(process.argv.slice(2), processIo(interruption.signal));
process.exitCode = exitCode;
if (interruption.signal.aborted) {
  // What was given up may keep the process alive for ever. What was written is written first.
  process.stdout.write('', () => process.exit(exitCode));
}
