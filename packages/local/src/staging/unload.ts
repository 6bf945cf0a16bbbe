import { rm, stat } from 'node:fs/promises';
import type { ResultSet } from '@das/core';
import type { Compilation } from '../compile/compilation.js';
import { compileExpression } from '../compile/compile-expression.js';
import { type CompiledQuery, compileQuery } from '../compile/compile-query.js';
import { convert } from '../compile/convert.js';
import { Scope } from '../compile/scope.js';
import { varchar } from '../datatype/data-type.js';
import { fromDuckError } from '../engine/duck-error.js';
import { isAborted, type PreparedQuery, prepare, runPrepared } from '../engine/run-query.js';
import type { StatementContext } from '../engine/statement-context.js';
import { keyword, operator, type Token } from '../lexing/token.js';
import { parseExpression, parseQuery } from '../polyglot/parse-query.js';
import { cancelled, executionFailed } from '../warehouse/errors.js';
import type { FileFormat } from './file-format.js';
import { readUnload, type UnloadStatement } from './read-unload.js';
import { resolveFormat } from './resolve-format.js';
import { moveTo, placeOf } from './stage-folder.js';
import { findStage, type StagePlace } from './stage-place.js';
import { readStages } from './stage-relations.js';
import { UnloadNames } from './unload-names.js';
import { headerLine, lineOf, parquetList } from './unload-text.js';
import { writeParquetFiles } from './write-parquet-files.js';
import { writeTextFiles } from './write-text-files.js';

/** One unload, ready to write. */
export interface Unload {
  readonly context: StatementContext;
  readonly statement: UnloadStatement;
  readonly format: FileFormat;
  readonly names: UnloadNames;
  readonly query: PreparedQuery;
  /** The first line of each file. */
  readonly header: string | undefined;
}

/** A file that was written beside its place. */
export interface WrittenFile {
  readonly partial: string;
  readonly path: string;
  readonly rows: number;
  /** Bytes before and after compression. */
  readonly input: number;
  readonly output: number;
}

/**
 * `COPY INTO @stage[/path] FROM t | (query)`: what the role may see goes into files. Streams that the
 * query reads are consumed.
 *
 * @see https://docs.snowflake.com/en/sql-reference/sql/copy-into-location
 */
export async function unload(context: StatementContext): Promise<ResultSet> {
  const { state, engine, binds, signal } = context;
  const statement = readUnload(context.reader);
  const stage = findStage(state, statement.stage, 'WRITE');
  const format = resolveFormat(state, statement.fileFormat, stage.fileFormat);
  await state.transaction.beforeStatement();
  const query = parseQuery(await readStages(context, sourceTokens(statement)));
  const { catalogue } = engine;
  let header: string | undefined;
  const source = (compilation: Compilation): CompiledQuery =>
    compileQuery(query, { compilation, frame: compilation.frame(), scope: new Scope() });
  if (statement.returnsRows) {
    return await runPrepared(state, await prepare(engine, state.context(), binds, source), signal);
  }
  const prepared = await prepare(engine, state.context(), binds, (compilation) => {
    const inner = source(compilation);
    if (format.type === 'CSV' && statement.header) header = headerLine(format, inner.columns);
    return unloadQuery(statement, format, inner, compilation);
  });
  const names = new UnloadNames(statement, format, state.record?.id);
  const work: Unload = { context, statement, format, names, query: prepared, header };
  const { streams } = prepared.compilation;
  const written: WrittenFile[] = [];
  try {
    await state.transaction.consume(streams, catalogue, signal, async () => {
      const files = format.type === 'PARQUET' ? writeParquetFiles(work) : writeTextFiles(work);
      for await (const file of files) written.push(file);
      await publish(stage, statement, written);
    });
  } catch (error) {
    for (const { partial } of written) await rm(partial, { force: true });
    if (isAborted(signal)) throw cancelled();
    throw fromDuckError(error);
  }
  return unloadResult(statement, written);
}

function sourceTokens({ source }: UnloadStatement): readonly Token[] {
  if ('query' in source) return source.query;
  const name = source.flatMap((part, at): readonly Token[] => [
    ...(at === 0 ? [] : [operator('.')]),
    { kind: 'quoted', value: part, start: 0, end: 0 },
  ]);
  return [keyword('SELECT'), operator('*'), keyword('FROM'), ...name];
}

/** The query around the user's: the text of a line or the columns of a file, and its partition. */
function unloadQuery(
  statement: UnloadStatement,
  format: FileFormat,
  inner: CompiledQuery,
  compilation: Compilation,
): CompiledQuery {
  const alias = compilation.alias('r');
  const list =
    format.type === 'PARQUET'
      ? parquetList(inner.columns, statement.header, alias)
      : `${lineOf(format, inner.columns, alias)} AS o1`;
  compilation.mayFail = true;
  const columns = [{ name: 'LINE', type: varchar, sql: 'o1' }];
  if (statement.partitionBy === undefined) {
    return { sql: `SELECT ${list} FROM (${inner.sql}) AS ${alias}`, columns };
  }
  const scope = new Scope();
  scope.visible = inner.columns.map((column) => ({ ...column, sql: `${alias}.${column.sql}` }));
  const value = compileExpression(parseExpression(statement.partitionBy), {
    compilation,
    frame: compilation.frame(),
    scope,
  });
  const partition = `COALESCE(${convert(value, varchar).sql}, '__NULL__')`;
  return {
    sql: `SELECT ${list}, ${partition} AS das_partition FROM (${inner.sql}) AS ${alias} ORDER BY das_partition`,
    columns: [...columns, { name: 'PARTITION', type: varchar, sql: 'das_partition' }],
  };
}

/** Moves all files to their places, once all of them are written and none is in the way. */
async function publish(
  stage: StagePlace,
  { overwrite }: UnloadStatement,
  files: readonly WrittenFile[],
): Promise<void> {
  const targets: string[] = [];
  for (const { path } of files) {
    const target = await placeOf(stage, path);
    const isThere = await stat(target).then(
      () => true,
      () => false,
    );
    if (isThere && !overwrite) {
      throw executionFailed('a file is at the destination of the unload already', {
        number: 1_030,
        sqlState: '22000',
        place: path,
        next: 'remove it, unload to another path, or say OVERWRITE = TRUE',
      });
    }
    targets.push(target);
  }
  for (const [at, file] of files.entries()) await moveTo(file.partial, targets[at] ?? file.partial);
}

function unloadResult(
  { detailedOutput }: UnloadStatement,
  files: readonly WrittenFile[],
): ResultSet {
  const number = 'NUMBER(38,0)';
  const sum = (of: (file: WrittenFile) => number): number =>
    files.reduce((total, file) => total + of(file), 0);
  const rowsUnloaded = sum(({ rows }) => rows);
  if (detailedOutput) {
    return {
      columns: [
        { name: 'FILE_NAME', type: 'VARCHAR(16777216)' },
        { name: 'FILE_SIZE', type: number },
        { name: 'ROW_COUNT', type: number },
      ],
      rows: files.map(({ path, output, rows }) => ({
        FILE_NAME: path,
        FILE_SIZE: output,
        ROW_COUNT: rows,
      })),
      rowsAffected: rowsUnloaded,
    };
  }
  const names = ['rows_unloaded', 'input_bytes', 'output_bytes'];
  return {
    columns: names.map((name) => ({ name, type: number })),
    rows: [
      {
        rows_unloaded: rowsUnloaded,
        input_bytes: sum(({ input }) => input),
        output_bytes: sum(({ output }) => output),
      },
    ],
    rowsAffected: rowsUnloaded,
  };
}
