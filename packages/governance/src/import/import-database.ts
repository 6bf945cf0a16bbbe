import { addressOf, type Resource, type Session, sql } from '@das/core';
import type { ColumnMeaning } from './classify-tables.js';
import { classifyExisting, guessNotes, type Samples } from './classify-tables.js';
import { type ExistingModel, existingModel } from './existing-model.js';
import { type ImportedFile, importFiles } from './import-files.js';
import type { ImportNote } from './import-note.js';
import { readExisting } from './read-existing.js';

/** What is imported, and how. */
export interface ImportOptions {
  /** The full name, as it is. */
  readonly database: string;
  /** Who answers for the data: an address of a team, for the contracts. */
  readonly owner: string;
  /** How many rows of each table are read, so that values help to classify columns. Default: none. */
  readonly sample?: number;
}

/** A database as TypeScript. */
export interface DatabaseImport {
  readonly database: string;
  readonly files: readonly ImportedFile[];
  /** What the files say. */
  readonly resources: readonly Resource[];
  /** What they do not say, or say by a guess: each by its name. */
  readonly notes: readonly ImportNote[];
}

/**
 * Reads a database that others have made, and writes it as contracts and a domain that plan to no change
 * once `adopt` has taken it over. Changes nothing. How many statements it takes does not depend on how
 * much the database holds, unless rows are sampled: then one more for each table.
 *
 * The role of the session becomes the deploy role. What it may not see is not imported.
 *
 * @throws {@link GovernanceError} as `observe`; `DAS_IMPORT_DEPLOYED` when DAS deploys the database already,
 * `DAS_IMPORT_UNNAMEABLE` when no domain can be called as it is
 */
export async function importDatabase(
  session: Session,
  { database, owner, sample = 0 }: ImportOptions,
): Promise<DatabaseImport> {
  const model = existingModel(await readExisting(session, database), session.role);
  const samples = sample === 0 ? new Map() : await readSamples(session, model, sample);
  const meanings = new Map<string, ReadonlyMap<string, ColumnMeaning>>();
  const guesses: ImportNote[] = [];
  for (const table of model.tables) {
    const found = classifyExisting(table, model.resources, samples);
    meanings.set(table.table.name.join('.'), found);
    guesses.push(...guessNotes(table, found));
  }
  return {
    database,
    files: importFiles(model, { owner, meanings }),
    resources: [...model.resources, ...model.tables.map(({ table }) => table)],
    notes: [...model.notes, ...guesses],
  };
}

/** Some rows of each table, as the role of the session sees them. They are classified, and go nowhere. */
async function readSamples(
  session: Session,
  { tables }: ExistingModel,
  rows: number,
): Promise<Samples> {
  const samples = new Map<string, ReadonlyMap<string, readonly unknown[]>>();
  for (const { table } of tables) {
    const found = await session.execute(
      sql`SELECT * FROM ${sql.id(...table.name)} LIMIT ${sql.raw(String(Math.trunc(rows)))}`,
    );
    samples.set(
      addressOf(table),
      new Map(table.columns.map(({ name }) => [name, found.rows.map((row) => row[name])])),
    );
  }
  return samples;
}
