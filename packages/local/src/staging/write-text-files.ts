import { duckChunks } from '../engine/run-query.js';
import { executionFailed } from '../warehouse/errors.js';
import { partialFile } from './stage-folder.js';
import { isPlainPath } from './stage-reference.js';
import type { Unload, WrittenFile } from './unload.js';
import { UnloadFile } from './unload-file.js';

/** How much text is gathered before it is handed on. */
const batch = 1 << 18;

/** Writes the lines of a query into files of at most MAX_FILE_SIZE bytes, partition by partition. */
export async function* writeTextFiles(unload: Unload): AsyncGenerator<WrittenFile> {
  const { context, statement, format, query, header, names } = unload;
  const { state, signal } = context;
  const end = format.type === 'CSV' ? format.recordDelimiter : '\n';
  let open: UnloadFile | undefined;
  let partition: string | undefined;
  let gathered = '';
  let count = 0;
  const flush = async (): Promise<void> => {
    if (count > 0) await open?.write(gathered, count);
    gathered = '';
    count = 0;
  };
  const close = async (): Promise<WrittenFile | undefined> => {
    await flush();
    if (open === undefined) return undefined;
    const { file, rows, bytes } = open;
    const output = await open.end();
    open = undefined;
    if (statement.single && output > statement.maxFileSize) {
      throw executionFailed('the one file of the unload is larger than MAX_FILE_SIZE', {
        next: 'raise MAX_FILE_SIZE, or leave SINGLE out',
      });
    }
    return { partial: file, path: names.next(partition), rows, input: bytes, output };
  };
  try {
    for await (const { columns, rowCount } of duckChunks(state, query, signal)) {
      const [lines = [], partitions] = columns;
      for (let at = 0; at < rowCount; at += 1) {
        const line = `${String(lines[at])}${end}`;
        const next = partitions === undefined ? undefined : checkedPartition(partitions[at]);
        const size = (open?.bytes ?? 0) + gathered.length + line.length;
        const isFull = !statement.single && open !== undefined && size > statement.maxFileSize;
        if (isFull || (open !== undefined && next !== partition)) {
          const done = await close();
          if (done !== undefined) yield done;
        }
        if (open === undefined) {
          open = new UnloadFile(partialFile(state), format.compression);
          partition = next;
          if (header !== undefined) await open.write(`${header}${end}`, 0);
        }
        gathered += line;
        count += 1;
        if (gathered.length >= batch) await flush();
      }
    }
    const last = await close();
    if (last !== undefined) yield last;
  } finally {
    await open?.discard();
  }
}

/** A partition becomes folders: it may not lead anywhere else. */
export function checkedPartition(value: unknown): string {
  const path = String(value).replace(/^\/+|\/+$/g, '');
  if (isPlainPath(path)) return path;
  throw executionFailed('a value of PARTITION BY is no path of plain letters and digits', {
    next: 'correct the expression',
  });
}
