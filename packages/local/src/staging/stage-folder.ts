import { createHash, randomUUID } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, readdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { UploadContent } from '@das/core';
import { holds, reaches, sees } from '../access/privileges.js';
import type { StageObject } from '../catalogue/catalogue-object.js';
import { fullPath } from '../enforcement/resolve-name.js';
import type { SessionState } from '../engine/session-state.js';
import { notAuthorized, notFound } from '../warehouse/errors.js';
import { checkStagePath } from './stage-reference.js';

/** One file of a stage. */
export interface StagedFile {
  readonly path: string;
  readonly file: string;
  readonly size: number;
  readonly modified: Date;
}

/** Finds a stage on which the session holds READ or WRITE. */
export function findStage(
  state: SessionState,
  name: readonly string[],
  privilege: 'READ' | 'WRITE',
): StageObject {
  const { catalogue } = state.engine;
  const [database, schema, plain] = fullPath(name, state);
  const full = `${database}.${schema}.${plain}`;
  const parent = catalogue.find('DATABASE', 0, database);
  const holder = parent && catalogue.find('SCHEMA', parent.id, schema);
  const stage = holder && catalogue.find('STAGE', holder.id, plain);
  const isVisible =
    stage !== undefined && reaches(catalogue, state.roles, stage) && sees(state.roles, stage);
  if (!isVisible) throw notFound('Stage', full);
  if (!holds(state.roles, stage, privilege)) throw notAuthorized('Stage', full);
  return stage;
}

/** Where the files of a stage lie. */
export function stageFolder(state: SessionState, stage: StageObject): string {
  return join(resolve(state.engine.stageDirectory), String(stage.id));
}

/** Writes a file into a stage: beside its place first, then moved, so that no reader sees half of it. */
export async function writeStaged(
  state: SessionState,
  stage: StageObject,
  path: string,
  content: UploadContent,
  signal?: AbortSignal,
): Promise<void> {
  checkStagePath(path);
  const target = join(stageFolder(state, stage), path);
  await mkdir(dirname(target), { recursive: true });
  const partial = join(resolve(state.engine.stageDirectory), `upload-${randomUUID()}`);
  try {
    const source =
      content instanceof Uint8Array ? Readable.from([content]) : Readable.from(content);
    await pipeline(source, createWriteStream(partial), signal === undefined ? {} : { signal });
    await rename(partial, target);
  } catch (error) {
    await rm(partial, { force: true });
    throw error;
  }
}

/** The files of a stage under a prefix, by name. */
export async function listFiles(
  state: SessionState,
  stage: StageObject,
  prefix: string,
): Promise<readonly StagedFile[]> {
  const folder = stageFolder(state, stage);
  const found: StagedFile[] = [];
  const visit = async (directory: string, path: string): Promise<void> => {
    const entries = await readdir(directory, { withFileTypes: true }).catch(() => []);
    for (const entry of entries) {
      const inner = path === '' ? entry.name : `${path}/${entry.name}`;
      const file = join(directory, entry.name);
      if (entry.isDirectory()) await visit(file, inner);
      else if (entry.isFile() && inner.startsWith(prefix)) {
        const { size, mtime } = await stat(file);
        found.push({ path: inner, file, size, modified: mtime });
      }
    }
  };
  await visit(folder, '');
  return found.sort((a, b) => (a.path < b.path ? -1 : 1));
}

export async function md5Of(file: string): Promise<string> {
  const hash = createHash('md5');
  for await (const chunk of createReadStream(file)) hash.update(chunk as Uint8Array);
  return hash.digest('hex');
}
