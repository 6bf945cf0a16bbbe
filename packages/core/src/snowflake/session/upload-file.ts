import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { pathToFileURL } from 'node:url';
import { quoteLiteral } from '../../warehouse/statement.js';
import type { UploadContent } from '../../warehouse/warehouse.js';
import { WarehouseError } from '../../warehouse/warehouse-error.js';

/**
 * Writes content to a file that only this user can read, hands over the PUT that uploads it as it
 * is, and removes the file whatever happens.
 *
 * @see https://docs.snowflake.com/en/sql-reference/sql/put
 */
export async function withUploadFile<T>(
  target: { readonly stage: string; readonly path: string },
  content: UploadContent,
  signal: AbortSignal | undefined,
  put: (statement: string) => Promise<T>,
): Promise<T> {
  const { folder, name } = splitPath(target.path);
  const stage = readStage(target.stage);
  const directory = await mkdtemp(join(tmpdir(), 'das-put-'));
  try {
    const file = join(directory, name);
    const source =
      content instanceof Uint8Array ? Readable.from([content]) : Readable.from(content);
    await pipeline(
      source,
      createWriteStream(file, { mode: 0o600 }),
      signal === undefined ? {} : { signal },
    );
    return await put(
      `PUT ${quoteLiteral(fileLocation(file))} ${quoteLiteral(`@${stage}/${folder}`)} ` +
        'AUTO_COMPRESS = FALSE SOURCE_COMPRESSION = AUTO_DETECT OVERWRITE = TRUE',
    );
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

/** `file://` and the path as it is: the driver does not decode escapes. */
function fileLocation(file: string): string {
  return process.platform === 'win32' ? decodeURI(pathToFileURL(file).href) : `file://${file}`;
}

/** The stage's file takes the name of the local one, and the driver reads `*` and `?` as wildcards. */
function splitPath(path: string): { readonly folder: string; readonly name: string } {
  const parts = path.split('/');
  const isPlain = parts.every(
    (part) => /^[A-Za-z0-9_.=+~@, -]+$/.test(part) && part !== '.' && part !== '..',
  );
  if (!isPlain || path.length > 1024) {
    throw refused('a path in a stage holds a part that is not allowed', 'the stage path');
  }
  const folder = parts.slice(0, -1).map((part) => `${part}/`);
  return { folder: folder.join(''), name: parts.at(-1) ?? '' };
}

/** A stage's name, quoted or not, with or without its database and schema; nothing else. */
function readStage(stage: string): string {
  const name = stage.startsWith('@') ? stage.slice(1) : stage;
  const part = '(?:"(?:[^"]|"")+"|[A-Za-z_][A-Za-z0-9_$]*)';
  if (new RegExp(`^${part}(?:\\.${part}){0,2}$`).test(name)) return name;
  throw refused('the stage is not named as SQL names one', 'the stage');
}

function refused(message: string, place: string): WarehouseError {
  return new WarehouseError('DAS_WAREHOUSE_INVALID_STATEMENT', message, {
    place,
    number: 1003,
    sqlState: '42000',
    next: 'correct the name',
  });
}
