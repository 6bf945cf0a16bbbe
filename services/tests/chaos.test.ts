import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const program = fileURLToPath(new URL('../chaos/run-chaos.mjs', import.meta.url));

test('each record lands once, or is in quarantine once, whatever breaks around the collectors', async () => {
  const child = spawn(process.execPath, [program, '--rounds', '15'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  child.stdout.on('data', (part: Buffer) => {
    output += part.toString();
  });
  const [code] = await once(child, 'exit');
  const result = JSON.parse(output.trim().split('\n').at(-1) ?? '{}');
  expect(result).toMatchObject({ lost: 0, twice: 0, wrong: 0, strange: 0, isSound: true });
  expect(result.produced).toBeGreaterThan(0);
  expect(code).toBe(0);
});
