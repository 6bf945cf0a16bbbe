import { createHash, randomUUID } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, open, readdir, realpath, rename, rm, stat } from 'node:fs/promises';
import { dirname, join, resolve, sep } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { UploadContent } from '@das/core';
import type { SessionState } from '../engine/session-state.js';
import { executionFailed } from '../warehouse/errors.js';
import type { StagePlace } from './stage-place.js';
import { checkStagePath } from './stage-reference.js';

/** One file of a stage. */
export interface StagedFile {
  readonly path: string;
  readonly file: string;
  readonly size: number;
  readonly modified: Date;
}

/** A file beside its place: written there first, so that no reader sees half of it. */
export function partialFile(state: SessionState): string {
  return join(resolve(state.engine.stageDirectory), `upload-${randomUUID()}`);
}

/**
 * The place of a file in a stage, with its folder made.
 *
 * @throws WarehouseError `DAS_WAREHOUSE_INVALID_STATEMENT` for a path that leads out of the stage,
 * `DAS_WAREHOUSE_EXECUTION_FAILED` when a link on this machine does.
 */
export async function placeOf(stage: StagePlace, path: string): Promise<string> {
  checkStagePath(path);
  const target = join(stage.folder, path);
  await mkdir(dirname(target), { recursive: true });
  const root = await realpath(stage.folder);
  const folder = await realpath(dirname(target));
  if (folder !== root && !folder.startsWith(root + sep)) {
    throw executionFailed('a link in the folder of the stage leads out of it', {
      place: path,
      next: 'remove the link',
    });
  }
  return target;
}

/** Writes a file into a stage: beside its place first, then moved. */
export async function writeStaged(
  state: SessionState,
  stage: StagePlace,
  path: string,
  content: UploadContent,
  signal?: AbortSignal,
): Promise<void> {
  const target = await placeOf(stage, path);
  const partial = partialFile(state);
  try {
    const given = signal === undefined ? {} : { signal };
    if (content instanceof Uint8Array) await writeBytes(partial, content, signal);
    else await pipeline(Readable.from(content), createWriteStream(partial), given);
    await moveTo(partial, target);
  } catch (error) {
    await rm(partial, { force: true });
    throw error;
  }
}

/** At most so much at a time: `writeFile` takes half a MB, and a turn of a busy process for each. */
const writtenAtOnce = 64 * 1024 * 1024;

async function writeBytes(
  path: string,
  content: Uint8Array,
  signal: AbortSignal | undefined,
): Promise<void> {
  await using file = await open(path, 'w');
  for (let at = 0; at < content.length; ) {
    signal?.throwIfAborted();
    const length = Math.min(writtenAtOnce, content.length - at);
    const { bytesWritten } = await file.write(content, at, length);
    at += bytesWritten;
  }
}

/** Moves a finished file to its place; over to another file system it is copied beside it first. */
export async function moveTo(partial: string, target: string): Promise<void> {
  try {
    await rename(partial, target);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EXDEV') throw error;
    const beside = join(dirname(target), `.das-${randomUUID()}`);
    try {
      await pipeline(createReadStream(partial), createWriteStream(beside));
      await rename(beside, target);
    } finally {
      await rm(beside, { force: true });
      await rm(partial, { force: true });
    }
  }
}

/** The files of a stage under a prefix, by name. Links are no files of the stage. */
export async function listFiles(stage: StagePlace, prefix: string): Promise<readonly StagedFile[]> {
  const found: StagedFile[] = [];
  const visit = async (directory: string, path: string): Promise<void> => {
    const entries = await readdir(directory, { withFileTypes: true }).catch(() => []);
    for (const entry of entries) {
      if (entry.name.startsWith('.das-')) continue;
      const inner = path === '' ? entry.name : `${path}/${entry.name}`;
      const file = join(directory, entry.name);
      const mayMatch = inner.startsWith(prefix) || prefix.startsWith(`${inner}/`);
      if (entry.isDirectory()) {
        if (mayMatch) await visit(file, inner);
      } else if (entry.isFile() && inner.startsWith(prefix)) {
        const { size, mtime } = await stat(file);
        found.push({ path: inner, file, size, modified: mtime });
      }
    }
  };
  await visit(stage.folder, '');
  return found.sort((a, b) => (a.path < b.path ? -1 : 1));
}

export async function md5Of(file: string): Promise<string> {
  const hash = createHash('md5');
  for await (const chunk of createReadStream(file)) hash.update(chunk as Uint8Array);
  return hash.digest('hex');
}
