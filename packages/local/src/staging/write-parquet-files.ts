import { rm, stat } from 'node:fs/promises';
import { duckString } from '../compile/typed.js';
import { duckValue } from '../engine/database.js';
import { executionFailed } from '../warehouse/errors.js';
import { partialFile } from './stage-folder.js';
import type { Unload, WrittenFile } from './unload.js';
import { checkedPartition } from './write-text-files.js';

/** Writes the rows of a query into Parquet files of about MAX_FILE_SIZE bytes at most. */
export async function* writeParquetFiles(unload: Unload): AsyncGenerator<WrittenFile> {
  const { context, statement, query } = unload;
  const { connection } = context.state;
  const rows = `temp.main.u${context.engine.nextId()}`;
  const values = query.compilation.parameters.map(duckValue);
  await connection.run(
    `CREATE TEMP TABLE ${rows} AS SELECT *, row_number() OVER () AS das_row FROM (${query.sql})`,
    values,
  );
  if (statement.partitionBy === undefined) {
    yield* writeRows(unload, rows, undefined);
  } else {
    const reader = await connection.runAndReadAll(
      `SELECT DISTINCT das_partition FROM ${rows} ORDER BY das_partition`,
    );
    for (const [value] of reader.getRows()) {
      const part = `${rows}p`;
      await connection.run(
        `CREATE TEMP TABLE ${part} AS SELECT * REPLACE (row_number() OVER () AS das_row) FROM ${rows} WHERE das_partition = $1`,
        [String(value)],
      );
      yield* writeRows(unload, part, checkedPartition(value));
      await connection.run(`DROP TABLE ${part}`);
    }
  }
  await connection.run(`DROP TABLE ${rows}`);
}

async function* writeRows(
  unload: Unload,
  table: string,
  partition: string | undefined,
): AsyncGenerator<WrittenFile> {
  const { context, statement, names } = unload;
  const { connection } = context.state;
  const reader = await connection.runAndReadAll(`SELECT count(*) FROM ${table}`);
  const count = Number(reader.getRows()[0]?.[0] ?? 0);
  if (count === 0) return;
  const write = async (from: number, to: number): Promise<WrittenFile> => {
    const partial = await writeFile(unload, table, from, to);
    const { size } = await stat(partial);
    return { partial, path: '', rows: to - from, input: size, output: size };
  };
  // Tried as one file: how large it becomes says how many are needed.
  const whole = await write(0, count);
  const parts = Math.min(Math.ceil(whole.output / statement.maxFileSize), count);
  if (parts <= 1) {
    yield { ...whole, path: names.next(partition) };
    return;
  }
  await rm(whole.partial, { force: true });
  if (statement.single) {
    throw executionFailed('the one file of the unload is larger than MAX_FILE_SIZE', {
      next: 'raise MAX_FILE_SIZE, or leave SINGLE out',
    });
  }
  const step = Math.ceil(count / parts);
  for (let from = 0; from < count; from += step) {
    const file = await write(from, Math.min(from + step, count));
    yield { ...file, path: names.next(partition) };
  }
}

async function writeFile(
  { context, statement, format }: Unload,
  table: string,
  from: number,
  to: number,
): Promise<string> {
  const partial = partialFile(context.state);
  const left = statement.partitionBy === undefined ? 'das_row' : 'das_row, das_partition';
  const isSnappy = format.type === 'PARQUET' && format.isSnappy;
  await context.state.connection.run(
    `COPY (SELECT * EXCLUDE (${left}) FROM ${table} WHERE das_row > ${from} AND das_row <= ${to} ORDER BY das_row) TO ${duckString(partial)} (FORMAT parquet, COMPRESSION ${isSnappy ? 'snappy' : 'uncompressed'})`,
  );
  return partial;
}
