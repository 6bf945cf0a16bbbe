import { randomUUID } from 'node:crypto';
import type { ScopeColumn } from '../compile/scope.js';
import { duckString } from '../compile/typed.js';
import { type DataType, numberType, simple, varchar } from '../datatype/data-type.js';
import type { SessionState } from '../engine/session-state.js';
import { newContext, type StatementContext } from '../engine/statement-context.js';
import { isWord, type Token } from '../lexing/token.js';
import { executionFailed } from '../warehouse/errors.js';
import { chooseFiles } from './choose-files.js';
import { openSource } from './file-source.js';
import { faultKindOf, faultNumbers, reportFault } from './load-faults.js';
import { resolveFormat } from './resolve-format.js';
import { md5Of, type StagedFile } from './stage-folder.js';
import { findStage, type StagePlace } from './stage-place.js';
import { type StageTable, takeStages } from './stage-tables.js';

/** The files of a stage, read into a temporary table, as FROM may hold them. */
export interface StageRelation {
  readonly table: string;
  readonly sql: string;
  readonly columns: readonly ScopeColumn[];
}

/** Statements whose FROM may name a stage; what keeps its text, as a view does, may not. */
const readers = ['SELECT', 'WITH', 'INSERT', 'MERGE', 'UPDATE', 'DELETE'];

/**
 * Reads the stages that a statement names in FROM, each once, under READ or USAGE. They last until
 * the next statement of the session that names one.
 *
 * @see https://docs.snowflake.com/en/user-guide/querying-stage
 */
export async function withStages(context: StatementContext): Promise<StatementContext> {
  const { tokens, state } = context;
  state.stages.clear();
  if (!tokens.some((token) => token.kind === 'stage') || !mayRead(tokens)) return context;
  return newContext(context, await readStages(context, tokens));
}

function mayRead(tokens: readonly Token[]): boolean {
  const words = tokens.slice(0, 5);
  const [first] = words;
  if (first === undefined) return false;
  if (first.value === '(' || isWord(first, ...readers)) return true;
  const rest = words.slice(isWord(words[1] ?? first, 'OR') ? 3 : 1);
  const [next] = rest.filter((word) => !isWord(word, 'TEMPORARY', 'TEMP', 'TRANSIENT'));
  return isWord(first, 'CREATE') && next !== undefined && isWord(next, 'TABLE');
}

/** Puts names into the places of stages, under which the session knows what they hold. */
export async function readStages(
  context: StatementContext,
  tokens: readonly Token[],
): Promise<readonly Token[]> {
  const { state } = context;
  const taken = takeStages(tokens, () => `stage ${randomUUID()}`);
  if (taken.stages.length === 0) return tokens;
  for (const table of state.stageTables) {
    await state.connection.run(`DROP TABLE IF EXISTS ${table}`);
  }
  state.stageTables = [];
  for (const stage of taken.stages) {
    state.stages.set(stage.placeholder, await readStage(context, stage, taken.width));
  }
  return taken.tokens;
}

async function readStage(
  context: StatementContext,
  { reference, fileFormat, pattern }: StageTable,
  width: number,
): Promise<StageRelation> {
  const { state, engine } = context;
  const stage = findStage(state, reference, 'READ');
  const format = resolveFormat(state, fileFormat, stage.fileFormat);
  const files = await chooseFiles(state, stage, { path: reference.path, pattern });
  const table = `temp.main.f${engine.nextId()}`;
  state.stageTables = [...state.stageTables, table];
  const type: DataType = format.type === 'CSV' ? varchar : simple('VARIANT');
  const fields = format.type === 'CSV' ? Math.max(width, 1) : 1;
  const names = Array.from({ length: fields }, (_, at) => `f${at + 1}`);
  const typed = names.map((name) => `, ${name} ${format.type === 'CSV' ? 'VARCHAR' : 'JSON'}`);
  await state.connection.run(`CREATE TEMP TABLE ${table} (x BIGINT, n BIGINT${typed.join('')})`);
  for (const [at, file] of files.entries()) {
    const needs = { scans: true, byName: false, width: fields, signal: context.signal };
    const source = await openSource(state, file, format, needs);
    try {
      await refuseFaults(state, source.from, `${stage.label}${file.path}`);
      const values = names.map((_, index) => source.positioned(index + 1)?.sql ?? 'NULL');
      await state.connection.run(
        `INSERT INTO ${table} SELECT ${at + 1}, s.n, ${values.join(', ')} FROM ${source.from} AS s`,
      );
    } finally {
      await source.drop();
    }
  }
  const columns = [
    ...names.map((name, at) => ({ name: `$${at + 1}`, sql: `s.${name}`, type })),
    ...(await metadataColumns(stage, files, engine.clock())),
  ];
  const list = columns.map(({ sql }, at) => `${sql} AS c${at + 1}`).join(', ');
  return {
    table,
    sql: `(SELECT ${list} FROM ${table} AS s)`,
    columns: columns.map((column, at) => ({ ...column, sql: `c${at + 1}` })),
  };
}

async function metadataColumns(
  stage: StagePlace,
  files: readonly StagedFile[],
  startedAt: Date,
): Promise<readonly ScopeColumn[]> {
  const keys: string[] = [];
  for (const { file } of files) keys.push(await md5Of(file));
  const texts = (values: readonly string[]): string =>
    `list_extract([${values.map(duckString).join(', ')}]::VARCHAR[], s.x)`;
  const moment = (date: Date): string => date.toISOString().replace('T', ' ').replace('Z', '');
  const modified = texts(files.map((file) => moment(file.modified)));
  return [
    {
      name: 'METADATA$FILENAME',
      sql: texts(files.map((file) => `${stage.inBucket}${file.path}`)),
      type: varchar,
    },
    { name: 'METADATA$FILE_ROW_NUMBER', sql: 'CAST(s.n AS DECIMAL(38,0))', type: numberType() },
    { name: 'METADATA$FILE_CONTENT_KEY', sql: texts(keys), type: varchar },
    {
      name: 'METADATA$FILE_LAST_MODIFIED',
      sql: `CAST(${modified} AS TIMESTAMP)`,
      type: simple('TIMESTAMP_NTZ'),
    },
    {
      name: 'METADATA$START_SCAN_TIME',
      sql: `TIMESTAMP '${moment(startedAt)}'`,
      type: simple('TIMESTAMP_LTZ'),
    },
  ];
}

/** A query reads every record, so one that cannot be read stops it. */
async function refuseFaults(state: SessionState, from: string, name: string): Promise<void> {
  const reader = await state.connection.runAndReadAll(
    `SELECT bad, l FROM ${from} WHERE bad IS NOT NULL ORDER BY n LIMIT 1`,
  );
  const [row] = reader.getRows();
  if (row === undefined) return;
  const code = String(row[0]);
  const { message } = reportFault(code, { name: 'STAGE', columns: [] });
  const place = `file ${name}, line ${String(row[1])}`;
  throw executionFailed(`${message} (${place})`, { ...faultNumbers[faultKindOf(code)], place });
}
