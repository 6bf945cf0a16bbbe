import { randomUUID } from 'node:crypto';
import { open, readdir, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { EvidenceError } from '../errors/evidence-error.js';
import type { LockOptions, StoreLock } from './evidence-store.js';
import { failureCode } from './failure-code.js';
import { makeFolder } from './make-folder.js';
import { isDead, type ProcessIdentity, thisProcess } from './process-identity.js';

/**
 * Takes the lock of a folder of a local file system.
 *
 * Every contender writes a file of its own name into the lock folder, and then reads the folder:
 * who sees no other live name holds the lock; who sees one takes its own back and waits. Of two that
 * come at once, the one whose file came later must see the other's, so never both hold it. No name
 * is used twice, so the file of a dead process can be removed by anyone at any time without
 * hitting a live one's.
 */
export async function lockFolder(
  folder: string,
  { timeoutMilliseconds }: LockOptions,
): Promise<StoreLock> {
  const deadline = performance.now() + timeoutMilliseconds;
  const name = nameOf(thisProcess());
  for (;;) {
    let holder = await liveContender(folder, name);
    if (holder === undefined) {
      await enter(folder, name);
      holder = await liveContender(folder, name);
      if (holder === undefined) return releasing(join(folder, name));
      await removeIfThere(join(folder, name));
    }
    if (performance.now() >= deadline) throw locked(folder, holder);
    // By chance, so that two contenders that met once do not meet for ever.
    await sleep(1 + Math.random() * 15);
  }
}

function releasing(file: string): StoreLock {
  return { release: () => removeIfThere(file) };
}

async function enter(folder: string, name: string): Promise<void> {
  const handle = await open(join(folder, name), 'wx').catch(async (error: unknown) => {
    if (failureCode(error) !== 'ENOENT') throw error;
    await makeFolder(folder);
    return open(join(folder, name), 'wx');
  });
  await handle.close();
}

/** The first name in the lock folder, besides one's own, whose process may be alive. */
async function liveContender(folder: string, own: string): Promise<string | undefined> {
  for (const name of await namesIn(folder)) {
    if (name === own) continue;
    const identity = identityIn(name);
    if (identity === undefined || !isDead(identity)) return name;
    await removeIfThere(join(folder, name));
  }
  return undefined;
}

async function namesIn(folder: string): Promise<readonly string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (failureCode(error) === 'ENOENT') return [];
    throw error;
  }
}

async function removeIfThere(file: string): Promise<void> {
  try {
    await unlink(file);
  } catch (error) {
    if (failureCode(error) !== 'ENOENT') throw error;
  }
}

function nameOf({ host, pid, start }: ProcessIdentity): string {
  return [host, pid, start, randomUUID()].join('~');
}

function identityIn(name: string): ProcessIdentity | undefined {
  const [, host, pid, start] = /^([^~]+)~([1-9]\d*)~(\d+)~[^~]+$/.exec(name) ?? [];
  if (host === undefined || pid === undefined || start === undefined) return undefined;
  return { host, pid: Number(pid), start };
}

function locked(folder: string, name: string): EvidenceError {
  const holder = identityIn(name);
  const who =
    holder === undefined
      ? 'a file that no process of DAS made'
      : `process ${holder.pid} on host ${holder.host}`;
  return new EvidenceError('DAS_EVIDENCE_LOCKED', `the log is locked by ${who}`, {
    place: join(folder, name),
    next: 'let it finish, or if it is certainly gone remove this file',
    isRetryable: true,
  });
}
