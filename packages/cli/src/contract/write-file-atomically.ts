import { randomUUID } from 'node:crypto';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { codeOf } from '../deployment/data-folder.js';
import { CliError } from '../errors/cli-error.js';

/**
 * Writes a file whole or not at all, with the folders above it: whoever reads it meanwhile finds the
 * old one or the new one.
 *
 * @throws {@link CliError} `DAS_FILE_NOT_WRITABLE`
 */
export async function writeFileAtomically(file: string, content: string): Promise<void> {
  const temporary = join(dirname(file), `.das-${randomUUID()}.tmp`);
  try {
    await mkdir(dirname(file), { recursive: true });
    await writeFile(temporary, content, { flag: 'wx' });
    await rename(temporary, file);
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => {
      // The failure to write is the one to report.
    });
    throw new CliError('DAS_FILE_NOT_WRITABLE', `it cannot be written (${codeOf(error)})`, {
      place: file,
      next: 'choose a place that this user may write to',
      cause: error,
    });
  }
}
