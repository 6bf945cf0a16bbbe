import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** What a program writes, without blocking; fails when the program does. */
export async function runProgram(
  program: string,
  ...parameters: readonly string[]
): Promise<string> {
  const { stdout } = await promisify(execFile)(program, parameters, { maxBuffer: 2 ** 26 });
  return stdout;
}
