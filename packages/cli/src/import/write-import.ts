import { join } from 'node:path';
import type { ImportedFile } from '@das/governance';
import { writeFileAtomically } from '../contract/write-file-atomically.js';
import { isThere } from '../deployment/data-folder.js';
import { CliError } from '../errors/cli-error.js';

/**
 * Writes the files of an import below a folder, and returns their paths there. Where one of them is there
 * already, none is written.
 *
 * @throws {@link CliError} `DAS_FILE_EXISTS`, `DAS_FILE_NOT_WRITABLE`
 */
export async function writeImport(
  out: string,
  files: readonly ImportedFile[],
  { mayReplace }: { readonly mayReplace: boolean },
): Promise<readonly string[]> {
  if (!mayReplace) {
    for (const { path } of files) {
      const file = join(out, path);
      if (!(await isThere(file))) continue;
      throw new CliError('DAS_FILE_EXISTS', 'there is a file already, and nothing was written', {
        place: file,
        next: 'choose another folder with --out, or replace what is there with --force',
      });
    }
  }
  for (const { path, text } of files) await writeFileAtomically(join(out, path), text);
  return files.map(({ path }) => path);
}
