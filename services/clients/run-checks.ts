import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

interface Check {
  readonly name: string;
  readonly failure: string | null;
}

/** The path of a file beside this one. */
export function clientFile(name: string): string {
  return fileURLToPath(new URL(name, import.meta.url));
}

/** Runs a program that says on each line whether one of its checks held: what failed, by check. */
export async function runChecks(
  program: string,
  ...parameters: readonly string[]
): Promise<ReadonlyMap<string, string | null>> {
  const child = spawn(program, parameters, { stdio: ['ignore', 'pipe', 'pipe'] });
  let noise = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    noise += text;
  });
  const failures = new Map<string, string | null>();
  for await (const line of createInterface({ input: child.stdout })) {
    const check: Check = JSON.parse(line);
    failures.set(check.name, check.failure);
  }
  if (failures.size === 0) throw new Error(`${program} ran no check: ${noise}`);
  return failures;
}

/** The checks of a program, by what its text declares, so that one that does not run is missed. */
export function declaredChecks(file: string, declaration: RegExp): readonly string[] {
  return [...readFileSync(file, 'utf8').matchAll(declaration)].map(([, name = '']) => name);
}
