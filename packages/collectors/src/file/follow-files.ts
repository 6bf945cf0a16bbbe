import { stat } from 'node:fs/promises';
import { type Duration, durationInSeconds } from '@das/contracts';
import type { ResumePoint, SourceConsumer } from '@das/core';
import type { Decoding } from '../format/format.js';
import {
  about,
  type FileExpectation,
  isAppendable,
  type OpenedFile,
  openFile,
  type SourceFile,
} from './file-content.js';
import { FileWatch } from './file-watch.js';
import { findFiles } from './find-files.js';
import { readFile } from './read-file.js';

/** What is followed, and how. */
export interface FollowFilesOptions extends Decoding {
  readonly patterns: readonly string[];
  readonly baseDirectory: string;
  readonly expectation: FileExpectation;
  readonly interval: Duration;
  readonly consumer: SourceConsumer;
  readonly signal: AbortSignal;
  /** Kept up to date, in bytes. */
  readonly lag: Map<string, { readonly bytes: number }>;
}

/** A file as it was when it was looked at last. */
interface Followed {
  /** Size, time and inode: the file is looked at again when they differ. */
  signature: string;
  /** When they were first seen so, on the clock of `performance`. */
  since: number;
  isRead: boolean;
  claimed: { readonly identity: string | undefined } | undefined;
  next: ResumePoint | undefined;
}

/** How long content that is only readable as a whole must be left alone before it is read. */
const settlingTime = 2000;

/** Reads what is there and then what comes, until the signal aborts. */
export async function followFiles(options: FollowFilesOptions): Promise<void> {
  const { patterns, baseDirectory, signal, interval } = options;
  const followed = new Map<string, Followed>();
  using watch = new FileWatch(patterns, baseDirectory);
  // There may be nothing to claim for a long time, and yet it is ready.
  await options.consumer.assign([]);
  while (!signal.aborted) {
    watch.reset();
    const found = await findFiles(patterns, baseDirectory);
    await forgetMissing(found, followed, options);
    const changed: OpenedFile[] = [];
    for (const file of found) {
      if (signal.aborted) return;
      const opened = await openIfChanged(file, followed, options);
      if (opened !== undefined) changed.push(opened);
    }
    await claimNew(changed, followed, options);
    for (const file of changed) {
      if (signal.aborted) return;
      await readOn(file, followed, options);
    }
    await watch.wait(durationInSeconds(interval) * 1000, signal);
  }
}

async function forgetMissing(
  found: readonly SourceFile[],
  followed: Map<string, Followed>,
  { consumer, lag }: FollowFilesOptions,
): Promise<void> {
  const names = new Set(found.map(({ partition }) => partition));
  const missing = [...followed.keys()].filter((each) => !names.has(each));
  if (missing.length === 0) return;
  await consumer.revoke(missing);
  for (const each of missing) {
    followed.delete(each);
    lag.delete(each);
  }
}

/** Gives a file that has to be read, or read further; nothing for one that may not be complete yet. */
async function openIfChanged(
  file: SourceFile,
  followed: Map<string, Followed>,
  { expectation, lag }: FollowFilesOptions,
): Promise<OpenedFile | undefined> {
  const known = followed.get(file.partition);
  const signature = await signatureOf(file);
  if (signature === undefined) return undefined;
  const state: Followed = known ?? {
    signature,
    since: performance.now(),
    isRead: false,
    claimed: undefined,
    next: undefined,
  };
  followed.set(file.partition, state);
  if (state.signature !== signature) {
    Object.assign(state, { signature, since: performance.now(), isRead: false });
  }
  if (state.isRead) return undefined;
  const hasSettled = performance.now() - state.since >= settlingTime;
  try {
    const opened = await openFile(file, expectation);
    if (!hasSettled && !isAppendable(opened)) return undefined;
    lag.set(file.partition, { bytes: opened.size - Number(state.next?.position ?? 0) });
    return opened;
  } catch (error) {
    // What is still being written need not be whole yet.
    if (hasSettled) throw error;
    return undefined;
  }
}

async function signatureOf(file: SourceFile): Promise<string | undefined> {
  return await about(file, async () => {
    const stats = await stat(file.path).catch((error: NodeJS.ErrnoException) => {
      // It was removed since the folder was listed.
      if (error.code === 'ENOENT') return undefined;
      throw error;
    });
    return stats === undefined ? undefined : `${stats.size} ${stats.mtimeMs} ${stats.ino}`;
  });
}

/** Claims what was not claimed yet, or has another head than when it was: the collector refuses that. */
async function claimNew(
  changed: readonly OpenedFile[],
  followed: ReadonlyMap<string, Followed>,
  { consumer }: FollowFilesOptions,
): Promise<void> {
  const unclaimed = changed.filter(({ partition, identity }) => {
    const claimed = followed.get(partition)?.claimed;
    return claimed === undefined || claimed.identity !== identity;
  });
  if (unclaimed.length === 0) return;
  const resume = await consumer.assign(
    unclaimed.map(({ partition, identity }) => ({ partition, identity })),
  );
  for (const { partition, identity } of unclaimed) {
    const state = followed.get(partition);
    if (state === undefined) continue;
    state.claimed = { identity };
    state.next = resume.get(partition);
  }
}

async function readOn(
  file: OpenedFile,
  followed: ReadonlyMap<string, Followed>,
  { lag, ...reading }: FollowFilesOptions,
): Promise<void> {
  const state = followed.get(file.partition);
  if (state === undefined) return;
  const onRead = (byte: number) => lag.set(file.partition, { bytes: file.size - byte });
  const isGrowing = isAppendable(file);
  state.next = await readFile(file, state.next, { ...reading, isGrowing, onRead });
  state.isRead = true;
}
