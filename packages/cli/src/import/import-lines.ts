import {
  type DatabaseImport,
  type ImportNote,
  type ImportOutcome,
  unreadKinds,
} from '@das/governance';
import { formatQuantity } from '../terminal/quantities.js';
import type { Terminal } from '../terminal/terminal.js';

/** What an import came to, beside what was read. */
export interface ImportDone {
  readonly out: string;
  /** What was written; nothing where files were adopted that are there. */
  readonly files: readonly string[];
  /** How many objects and privileges were adopted; `undefined` when that was not asked for. */
  readonly adopted: number | undefined;
}

const titles: Readonly<Record<ImportOutcome, string>> = {
  omitted: 'Not imported: it stays as it is, and DAS neither deploys nor watches it',
  partly: 'Imported, but for this',
  guessed: 'Guessed: look at each before you rely on it',
};

/** The report of an import for people: what was written, and by name all that was not or only by a guess. */
export function importLines(
  { database, resources, notes }: DatabaseImport,
  { out, files, adopted }: ImportDone,
  terminal: Pick<Terminal, 'paint'>,
): readonly string[] {
  const tables = resources.filter(({ kind }) => kind === 'table' || kind === 'dynamicTable').length;
  return [
    `${database}: ${formatQuantity(tables, 'table')} and ${formatQuantity(resources.length - tables, 'other object or privilege', 'other objects and privileges')}, ${files.length === 0 ? `as the files in ${out} say` : `written to ${formatQuantity(files.length, 'file')} in ${out}`}`,
    ...(['omitted', 'partly', 'guessed'] as const).flatMap((outcome) =>
      section(
        notes.filter((note) => note.outcome === outcome),
        terminal.paint('bold', titles[outcome]),
      ),
    ),
    '',
    `Not looked for: ${unreadKinds.join('; ')}.`,
    '',
    adopted === undefined
      ? 'Nothing was changed. Next: review the files, then das import --adopt; until then das plan refuses what it did not make.'
      : `Adopted ${formatQuantity(adopted, 'object or privilege', 'objects and privileges')}. Next: das plan (no changes), and das coverage for what is exposed.`,
  ];
}

function section(notes: readonly ImportNote[], title: string): readonly string[] {
  if (notes.length === 0) return [];
  return ['', `${title}:`, ...notes.map((note) => `  ${noteLine(note)}`)];
}

function noteLine({ address, column, reason }: ImportNote): string {
  return `${address}${column === undefined ? '' : `, column ${column}`}: ${reason}`;
}
