import { writeFile } from 'node:fs/promises';
import { DasError } from '@das/core';
import type { Terminal } from './terminal.js';

interface FinishedReport {
  readonly seconds: Readonly<Record<string, number>>;
  readonly asExpected: boolean;
}

/** Runs a demo, writes its report, and says by the exit code whether all was as planned. */
export async function finish(
  terminal: Terminal,
  file: string,
  demo: () => Promise<FinishedReport>,
): Promise<void> {
  process.exitCode = 1;
  try {
    const report = await demo();
    await writeFile(file, `${JSON.stringify(report, null, 2)}\n`);
    terminal.line();
    terminal.line(`Done in ${report.seconds.total ?? 0} s. The report is in ${file}`);
    if (!report.asExpected) {
      terminal.line(terminal.bad('Not everything is as planned: see the lines above.'));
      return;
    }
    terminal.line(terminal.good('Everything is as planned.'));
    process.exitCode = 0;
  } catch (error) {
    terminal.progress('');
    if (!DasError.isInstance(error)) throw error;
    process.stderr.write(`${error.toLine()}\n`);
  }
}
