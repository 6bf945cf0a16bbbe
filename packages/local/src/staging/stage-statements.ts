import { rm } from 'node:fs/promises';
import type { ResultSet, Row } from '@das/core';
import type { StatementContext } from '../engine/statement-context.js';
import { rowsResult } from '../shaping/status-result.js';
import { findStage, listFiles, md5Of } from './stage-folder.js';
import { parseStageReference, type StageReference } from './stage-reference.js';

function readStage(context: StatementContext): StageReference {
  const { reader } = context;
  reader.next();
  const token = reader.next();
  if (token.kind !== 'stage') throw reader.unexpectedToken(token, 'a stage');
  reader.expectEnd();
  return parseStageReference(token.value);
}

/** `LIST @stage[/path]`. */
export async function listStage(context: StatementContext): Promise<ResultSet> {
  const reference = readStage(context);
  const stage = findStage(context.state, reference.name, 'READ');
  const rows: Row[] = [];
  for (const file of await listFiles(context.state, stage, reference.path)) {
    rows.push({
      name: `${stage.name.toLowerCase()}/${file.path}`,
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
  const reference = readStage(context);
  const stage = findStage(context.state, reference.name, 'WRITE');
  const rows: Row[] = [];
  for (const file of await listFiles(context.state, stage, reference.path)) {
    await rm(file.file, { force: true });
    rows.push({ name: `${stage.name.toLowerCase()}/${file.path}`, result: 'removed' });
  }
  return rowsResult(['name', 'result'], rows);
}
