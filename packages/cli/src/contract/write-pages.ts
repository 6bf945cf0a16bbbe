import { readFile } from 'node:fs/promises';
import { codeOf } from '../deployment/data-folder.js';
import { CliError } from '../errors/cli-error.js';
import { writeFileAtomically } from './write-file-atomically.js';

/** A file to write. */
export interface Page {
  /** Absolute. */
  readonly file: string;
  readonly content: string;
}

/** Marks a page as one that may be written again. A comment in HTML, and so in Markdown. */
const mark = '<!-- Written by das contract docs: changes by hand are lost. -->';

/**
 * Writes pages that people read, each with a mark at its end. All are looked at before the first is
 * written: a page without the mark was written by somebody else, and stops it.
 *
 * @throws {@link CliError} `DAS_FILE_EXISTS`, `DAS_FILE_UNREADABLE`, `DAS_FILE_NOT_WRITABLE`
 */
export async function writePages(pages: readonly Page[]): Promise<void> {
  for (const { file } of pages) {
    const existing = await readIfThere(file);
    if (existing === undefined || existing.trimEnd().endsWith(mark)) continue;
    throw new CliError('DAS_FILE_EXISTS', 'there is a file that das did not write', {
      place: file,
      next: 'move it away, or choose another folder with --out',
    });
  }
  for (const { file, content } of pages) {
    await writeFileAtomically(file, `${content.trimEnd()}\n\n${mark}\n`);
  }
}

async function readIfThere(file: string): Promise<string | undefined> {
  return await readFile(file, 'utf8').catch((error: unknown) => {
    const code = codeOf(error);
    if (code === 'ENOENT') return undefined;
    throw new CliError('DAS_FILE_UNREADABLE', `it cannot be read (${code})`, {
      place: file,
      next: 'choose another folder with --out',
      cause: error,
    });
  });
}
