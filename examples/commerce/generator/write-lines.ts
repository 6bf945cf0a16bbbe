import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Emission } from './emission.js';

const newline = Buffer.from('\n');

/** Writes lines in equal parts to files, gzipped where the name ends so. */
export async function writeLines(
  files: readonly string[],
  emissions: readonly Emission[],
): Promise<void> {
  const size = Math.ceil(emissions.length / files.length);
  for (const [index, file] of files.entries()) {
    const part = emissions.slice(index * size, (index + 1) * size);
    const content = Buffer.concat(
      part.flatMap(({ line }) => [typeof line === 'string' ? Buffer.from(line) : line, newline]),
    );
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, file.endsWith('.gz') ? gzipSync(content) : content);
  }
}
