import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { processIo, run } from '@das/cli';
import { type ServedHealth, serveHealth } from '@das/core';
import { describe, expect, test } from 'vitest';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const text = readFileSync(new URL('Containerfile', import.meta.url), 'utf8');

/** The instructions, without comments, each on one line. */
const instructions = text
  .replaceAll(/^#.*$/gm, '')
  .replaceAll('\\\n', ' ')
  .split('\n')
  .filter((line) => line.trim() !== '')
  .map((line) => {
    const [, name = '', rest = ''] = /^([A-Z]+)\s+(.*)$/.exec(line) ?? [];
    return { name, rest };
  });

const lastOf = (name: string): string =>
  instructions.findLast((instruction) => instruction.name === name)?.rest ?? '';

/** Where a path of the image lies in the repository: what is below /app is copied from there. */
const inRepository = (path: string): string => path.replace(/^\/app\//, root);

describe('the container file', () => {
  test('copies what there is', () => {
    const copied = instructions
      .filter(({ name, rest }) => name === 'COPY' && !rest.startsWith('--from'))
      .flatMap(({ rest }) => rest.split(/\s+/).slice(0, -1));
    expect(copied.length).toBeGreaterThan(5);
    expect(copied.filter((path) => !existsSync(`${root}${path}`))).toEqual([]);
  });

  test('copies the manifest of each workspace, without which npm ci refuses', () => {
    const { workspaces } = JSON.parse(readFileSync(`${root}package.json`, 'utf8')) as {
      workspaces: readonly string[];
    };
    const copied = instructions.filter(({ name }) => name === 'COPY').map(({ rest }) => rest);
    const isCopied = (folder: string) =>
      copied.some((rest) => rest.startsWith(`${folder}/package.json `)) ||
      copied.some((rest) => rest.startsWith(`${folder.split('/')[0]} `));
    expect(workspaces.filter((folder) => !isCopied(folder))).toEqual([]);
  });

  test('runs as nobody special, and is stopped by the signal that drains', () => {
    expect(lastOf('USER')).toBe('node');
    expect(lastOf('STOPSIGNAL')).toBe('SIGTERM');
  });

  test('starts the command line itself, with options that it has', async () => {
    const [node, script] = JSON.parse(lastOf('ENTRYPOINT')) as string[];
    expect([node, existsSync(inRepository(script ?? ''))]).toEqual(['node', true]);
    const [command = '', ...argv] = JSON.parse(lastOf('CMD')) as string[];
    let help = '';
    const stdout = { write: (part: string) => (help += part) };
    expect(await run([command, '--help'], { ...processIo(), stdout })).toBe(0);
    const flags = argv.filter((word) => word.startsWith('--'));
    expect(flags).toContain('--follow');
    expect(flags.filter((flag) => !help.includes(flag))).toEqual([]);
  });

  test('serves the health where it is exposed and asked for', () => {
    const argv = JSON.parse(lastOf('CMD')) as string[];
    const port = argv[argv.indexOf('--health-port') + 1];
    expect(lastOf('EXPOSE')).toBe(port);
    expect(lastOf('HEALTHCHECK')).toContain(`http://127.0.0.1:${port}/healthz`);
    const script = /\/app\/\S+\.mjs/.exec(lastOf('HEALTHCHECK'))?.[0] ?? '';
    expect(existsSync(inRepository(script))).toBe(true);
  });
});

describe('the health check of the container', () => {
  const check = (url: string): Promise<number | string | null | undefined> =>
    new Promise((resolve) => {
      const script = fileURLToPath(new URL('healthcheck.mjs', import.meta.url));
      execFile(process.execPath, [script, url], (error) =>
        resolve(error === null ? 0 : error.code),
      );
    });
  const served = (isAlive: boolean): Promise<ServedHealth> =>
    serveHealth({
      supervisor: {
        health: () => ({ state: 'running', isAlive, isReady: true, collectors: [] }),
      },
      port: 0,
    });

  test('ends with 0 while the process is alive', async () => {
    await using alive = await served(true);
    expect(await check(`${alive.url}/healthz`)).toBe(0);
  });

  test('ends with 1 when it is not, and when nobody answers', async () => {
    await using dead = await served(false);
    expect(await check(`${dead.url}/healthz`)).toBe(1);
    await dead.close();
    expect(await check(`${dead.url}/healthz`)).toBe(1);
  });
});
