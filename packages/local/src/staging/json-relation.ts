import { rm } from 'node:fs/promises';
import type { DuckDBConnection } from '@duckdb/node-api';
import { duckString } from '../compile/typed.js';
import type { SessionState } from '../engine/session-state.js';
import type { JsonFormat } from './file-format.js';
import { type Compression, compressionOf, decompress, openFile } from './open-file.js';
import { partialFile } from './stage-folder.js';

/** A JSON file as DuckDB reads it. */
export interface JsonRelation {
  /** The arguments of `read_json…` after the columns: path and options. */
  readonly path: string;
  readonly options: string;
  /** The keys of its objects, where they were asked for and it could be read as a whole. */
  readonly keys: readonly string[];
  /** Whether some of its lines are no JSON. */
  readonly isBroken: boolean;
  readonly drop: () => Promise<void>;
}

/** A folder called `REGION=EMEA` is no column: DuckDB would put its value before the file's own. */
const asWritten = 'hive_partitioning = false';

/**
 * Finds out how the documents of a JSON file follow each other: one on each line, as most do, each in
 * an array, or anyhow. What DuckDB cannot decompress, or a byte order mark, goes through a copy.
 *
 * @param isTrusted - whether documents that look like one on each line are taken to be that, unread
 */
export async function jsonRelation(
  state: SessionState,
  file: string,
  format: JsonFormat,
  needsKeys: boolean,
  isTrusted = false,
): Promise<JsonRelation> {
  const compression = await compressionOf(file, format.compression);
  const start = await firstBytes(file, compression);
  const hasMark = start.startsWith('\u00ef\u00bb\u00bf');
  const isNative = compression === 'NONE' || compression === 'GZIP';
  let path = file;
  let drop = async (): Promise<void> => undefined;
  if (!isNative || hasMark) {
    path = partialFile(state);
    drop = async () => await rm(path, { force: true });
    await decompress(file, compression, path, hasMark ? 3 : 0);
  }
  const inner = path === file && compression === 'GZIP' ? 'gzip' : 'uncompressed';
  const options = (kind: string): string =>
    `format = '${kind}', compression = '${inner}', ${asWritten}`;
  const isArray = format.stripOuterArray && /^[\s\u00ef\u00bb\u00bf]*\[/.test(start);
  if (isTrusted && !isArray) {
    return { path, options: options('newline_delimited'), isBroken: false, keys: [], drop };
  }
  const kinds = isArray ? ['array', 'unstructured'] : ['newline_delimited', 'unstructured'];
  for (const kind of kinds) {
    const keys = await readKeys(state.connection, path, options(kind), needsKeys);
    if (keys !== undefined) {
      return { path, options: options(kind), isBroken: false, keys, drop };
    }
  }
  return { path, options: options('newline_delimited'), isBroken: true, keys: [], drop };
}

/** Reads the file once: its keys, or nothing when it cannot be read in this way. */
async function readKeys(
  connection: DuckDBConnection,
  path: string,
  options: string,
  needsKeys: boolean,
): Promise<readonly string[] | undefined> {
  const objects = `read_json_objects(${duckString(path)}, ${options})`;
  try {
    if (needsKeys) return await keysOf(connection, objects);
    await connection.run(`SELECT count(json) FROM ${objects}`);
    return [];
  } catch {
    return undefined;
  }
}

/** The keys of the objects in a file, so that a key matches a column whatever its case. */
export async function keysOf(
  connection: DuckDBConnection,
  objects: string,
): Promise<readonly string[]> {
  const reader = await connection.runAndReadAll(
    `SELECT DISTINCT unnest(json_keys(json)) FROM ${objects}`,
  );
  return reader.getRows().map(([key]) => String(key));
}

async function firstBytes(file: string, compression: Compression): Promise<string> {
  const stream = openFile(file, compression);
  try {
    for await (const chunk of stream) return (chunk as Buffer).subarray(0, 4096).toString('latin1');
    return '';
  } finally {
    stream.destroy();
  }
}
