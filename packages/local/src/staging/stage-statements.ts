import { rm } from 'node:fs/promises';
import type { ResultSet, Row } from '@das/core';
import type { StatementContext } from '../engine/statement-context.js';
import { rowsResult } from '../shaping/status-result.js';
import { chooseFiles } from './choose-files.js';
import { readStage } from './read-copy.js';
import { md5Of, type StagedFile } from './stage-folder.js';
import { findStage, type StagePlace } from './stage-place.js';

/** The stage and the files of `LIST` and `REMOVE`: `@stage[/path] [PATTERN = '…']`. */
async function readFiles(
  context: StatementContext,
  privilege: 'READ' | 'WRITE',
): Promise<{ stage: StagePlace; files: readonly StagedFile[] }> {
  const { reader, state } = context;
  reader.next();
  const reference = readStage(reader);
  let pattern: string | undefined;
  if (reader.accept('PATTERN')) {
    reader.expectOperator('=');
    pattern = reader.string();
  }
  reader.expectEnd();
  const stage = findStage(state, reference, privilege);
  const files = await chooseFiles(state, stage, { path: reference.path, pattern });
  return { stage, files };
}

/** `LIST @stage[/path]`. */
export async function listStage(context: StatementContext): Promise<ResultSet> {
  const { stage, files } = await readFiles(context, 'READ');
  const rows: Row[] = [];
  for (const file of files) {
    rows.push({
      name: `${stage.label}${file.path}`,
      size: file.size,
      md5: await md5Of(file.file),
      last_modified: file.modified.toUTCString(),
    });
  }
  const result = rowsResult(['name', 'size', 'md5', 'last_modified'], rows);
  const columns = result.columns.map((column) =>
    column.name === 'size' ? { ...column, type: 'NUMBER(38,0)' } : column,
  );
  return { ...result, columns };
}

/** `REMOVE @stage[/path]`. */
export async function removeFromStage(context: StatementContext): Promise<ResultSet> {
  const { stage, files } = await readFiles(context, 'WRITE');
  const rows: Row[] = [];
  for (const file of files) {
    await rm(file.file, { force: true });
    rows.push({ name: `${stage.label}${file.path}`, result: 'removed' });
  }
  return rowsResult(['name', 'result'], rows);
}
