import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { expect, test, vi } from 'vitest';

const program = `
  import { join } from 'node:path';
  import { ownFolder, ownProcess } from ${JSON.stringify(new URL('../processes/own-process.mjs', import.meta.url).href)};
  const { path } = await ownFolder('owned');
  const log = join(path, 'log');
  const first = ownProcess(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { log });
  const second = ownProcess(process.execPath, ['-e', ''], { log });
  await second.status();
  console.log(JSON.stringify({ path, pid: first.pid }));
  setInterval(() => {}, 1000);
`;

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

test('a process that is killed leaves neither the processes that it owns nor their folders', async () => {
  const owner = spawn(process.execPath, ['--input-type=module', '--eval', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = await once(createInterface({ input: owner.stdout }), 'line');
  const { path, pid }: { path: string; pid: number } = JSON.parse(line);
  expect(isRunning(pid)).toBe(true);
  expect(existsSync(path)).toBe(true);
  owner.kill('SIGKILL');
  await vi.waitFor(
    () => {
      expect(isRunning(pid)).toBe(false);
      expect(existsSync(path)).toBe(false);
    },
    { timeout: 60_000, interval: 100 },
  );
});
