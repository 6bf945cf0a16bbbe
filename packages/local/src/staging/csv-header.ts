import { createReadStream } from 'node:fs';
import { createGunzip } from 'node:zlib';
import { executionFailed } from '../warehouse/errors.js';

/** How the fields of a CSV file are parted; `enclosedBy` is empty when nothing encloses them. */
export interface CsvFields {
  readonly delimiter: string;
  readonly enclosedBy: string;
  readonly isGzip: boolean;
}

const longestHeader = 1_000_000;

/**
 * Reads the names in the first line of a CSV file. DuckDB would guess instead: it skips lines, and
 * drops rows, that do not fit its guess.
 *
 * @throws WarehouseError `DAS_WAREHOUSE_EXECUTION_FAILED` when there is no such line, or a name
 * stands in it twice.
 */
export async function readCsvHeader(file: string, fields: CsvFields): Promise<readonly string[]> {
  const line = await firstLine(file, fields.isGzip);
  const names = split(line, fields);
  const different = new Set(names.map((name) => name.toUpperCase()));
  if (line.trim() === '' || different.size < names.length) {
    throw executionFailed('the first line of a CSV file is no header: it is empty or names twice', {
      next: 'write one line of different column names',
    });
  }
  return names;
}

async function firstLine(file: string, isGzip: boolean): Promise<string> {
  const raw = createReadStream(file);
  const stream = isGzip ? raw.pipe(createGunzip()) : raw;
  raw.on('error', (error) => stream.destroy(error));
  const decoder = new TextDecoder('utf-8');
  let text = '';
  try {
    for await (const chunk of stream) {
      text += decoder.decode(chunk as Uint8Array, { stream: true });
      const end = text.indexOf('\n');
      if (end >= 0) return text.slice(0, end).replace(/\r$/, '');
      if (text.length > longestHeader) break;
    }
  } catch {
    throw executionFailed('a staged CSV file cannot be read', { next: 'upload the file again' });
  } finally {
    raw.destroy();
  }
  return text.length > longestHeader ? '' : text;
}

function split(line: string, { delimiter, enclosedBy }: CsvFields): readonly string[] {
  const names: string[] = [];
  let at = 0;
  for (;;) {
    let name = '';
    if (enclosedBy !== '' && line.startsWith(enclosedBy, at)) {
      at += enclosedBy.length;
      for (;;) {
        const end = line.indexOf(enclosedBy, at);
        if (end < 0) throw executionFailed('a name in the header of a CSV file is not closed');
        name += line.slice(at, end);
        at = end + enclosedBy.length;
        if (!line.startsWith(enclosedBy, at)) break;
        name += enclosedBy;
        at += enclosedBy.length;
      }
    }
    const next = line.indexOf(delimiter, at);
    name += line.slice(at, next < 0 ? line.length : next);
    names.push(name.trim());
    if (next < 0) return names;
    at = next + delimiter.length;
  }
}
