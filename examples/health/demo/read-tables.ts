import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { type TableName, tableNames } from '../generator/generate-data.js';

/** A row of a file, by column in lower case. */
export type FileRow = Readonly<Record<string, string | undefined>>;

/** The rows of the input files, read here once more, so that DAS is not asked about itself. */
export type InputTables = Readonly<Record<TableName, readonly FileRow[]>>;

/** Reads the tables of a folder whole. */
export async function readTables(folder: string): Promise<InputTables> {
  const read = async (name: TableName): Promise<readonly FileRow[]> =>
    parse(await readFile(join(folder, `${name}.csv`)), {
      bom: true,
      columns: (header: string[]) => header.map((column) => column.toLowerCase()),
      relax_column_count: true,
    });
  const tables = await Promise.all(
    tableNames.map(async (name) => [name, await read(name)] as const),
  );
  return Object.fromEntries(tables) as Record<TableName, readonly FileRow[]>;
}
