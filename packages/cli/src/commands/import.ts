import { join } from 'node:path';
import { type Adoption, adopt, type Warehouse } from '@das/core';
import { type DatabaseImport, importDatabase, unreadKinds } from '@das/governance';
import { loadConfiguration } from '../configuration/load-configuration.js';
import { dataFolder, isThere, makeDataFolder } from '../deployment/data-folder.js';
import { evidenceState } from '../deployment/open-deployment.js';
import { openEvidence } from '../deployment/open-evidence.js';
import { openWarehouse, refuseWithoutWarehouse } from '../deployment/open-warehouse.js';
import { CliError } from '../errors/cli-error.js';
import { importLines } from '../import/import-lines.js';
import { refuseChanged } from '../import/refuse-changed.js';
import { refuseUnfaithful } from '../import/refuse-unfaithful.js';
import { writeImport } from '../import/write-import.js';
import type { Invocation, Report } from '../program/command-definition.js';

const configurationFile = 'das.config.ts';

/** What was adopted, and the state of the log after it. */
interface Adopted extends Adoption {
  readonly evidence: ReturnType<typeof evidenceState>;
}

/** `das import` */
export async function execute(invocation: Invocation): Promise<Report> {
  const { arguments: given, terminal } = invocation;
  const out = required(invocation, 'out', given.path('out'));
  const database = required(invocation, 'database', given.text('database'));
  const role = given.text('role') ?? 'ACCOUNTADMIN';
  const sample = sampleOf(invocation);
  const isAdopted = given.flag('adopt');
  if (isAdopted && !given.flag('yes') && !terminal.canAsk) {
    throw new CliError('DAS_USAGE', '--adopt changes the warehouse, and nobody can be asked', {
      place: 'das import',
      next: 'review the files that das import writes, then run it with --adopt --yes',
    });
  }
  const data = dataFolder(given.path('data') ?? join(out, '.das'));
  const warehouse = await warehouseOf(given.flag('snowflake'), data);
  try {
    terminal.progress(`reading ${database}`);
    const reading = { database, role, sample, owner: given.text('owner') };
    const found = await read(warehouse, reading);
    // What was corrected since it was written is what is adopted.
    const isKept = isAdopted && (await isThere(join(out, configurationFile)));
    const files = isKept
      ? []
      : await writeImport(out, found.files, { mayReplace: given.flag('force') });
    const adopted = isAdopted
      ? await adoptImport(invocation, { warehouse, found, reading, out, data })
      : undefined;
    return {
      document: documentOf(found, out, files, adopted),
      lines: importLines(found, { out, files, adopted: adopted?.adopted.length }, terminal),
    };
  } finally {
    await warehouse.close();
  }
}

function required(
  { arguments: given }: Invocation,
  option: string,
  value: string | undefined,
): string {
  if (value !== undefined && value !== '') return value;
  throw new CliError('DAS_USAGE', `--${option} is empty`, {
    place: 'das import',
    next: given.text('database') === '' ? 'name a database' : `pass a value after --${option}`,
  });
}

/** More rows than this say no more of a column. */
const mostRows = 10_000;

function sampleOf({ arguments: given }: Invocation): number {
  const text = given.text('sample');
  if (text === undefined) return 0;
  const rows = Number(text);
  if (Number.isSafeInteger(rows) && rows >= 1 && rows <= mostRows) return rows;
  throw new CliError('DAS_USAGE', `--sample is not a whole number from 1 to ${mostRows}`, {
    place: 'das import',
    next: 'pass how many rows of each table may be read, such as 500',
  });
}

async function warehouseOf(
  isSnowflake: boolean,
  data: ReturnType<typeof dataFolder>,
): Promise<Warehouse> {
  if (isSnowflake) {
    const { openSnowflakeWarehouse } = await import('@das/core/snowflake');
    return openSnowflakeWarehouse();
  }
  await refuseWithoutWarehouse(data);
  return await openWarehouse(data);
}

interface Reading {
  readonly database: string;
  readonly role: string;
  readonly sample: number;
  readonly owner: string | undefined;
}

async function read(
  warehouse: Warehouse,
  { role, database, owner, sample }: Reading,
): Promise<DatabaseImport> {
  await using session = await warehouse.openSession({ role, queryTag: `das:import:${database}` });
  return await importDatabase(session, {
    database,
    owner: owner ?? `data-${database.toLowerCase()}`,
    sample,
  });
}

interface Adopting {
  readonly warehouse: Warehouse;
  readonly found: DatabaseImport;
  /** How it was read. */
  readonly reading: Reading;
  readonly out: string;
  readonly data: ReturnType<typeof dataFolder>;
}

/** Takes over what was read, if the files say exactly that. */
async function adoptImport(
  { terminal, arguments: given, io }: Invocation,
  { warehouse, found, reading, out, data }: Adopting,
): Promise<Adopted> {
  const file = join(out, configurationFile);
  const { domain } = await loadConfiguration(file, io.cwd);
  refuseUnfaithful(domain, found, file);
  const question = `Write fingerprints into the comments of ${found.resources.length} objects and privileges of ${found.database}?`;
  if (!given.flag('yes') && !(await terminal.confirm(question))) {
    throw new CliError('DAS_NOT_CONFIRMED', 'the files are there, and nothing was adopted', {
      next: 'answer y to adopt, or pass --yes',
    });
  }
  // A question may be answered hours later.
  refuseChanged(found, await read(warehouse, { ...reading, sample: 0 }));
  await makeDataFolder(data);
  const evidence = await openEvidence(domain, data);
  try {
    const adoption = await adopt({
      domain,
      warehouse,
      evidence,
      onObject: (address, index, of) => terminal.progress(`${index + 1}/${of} ${address}`),
    });
    return { ...adoption, evidence: evidenceState(evidence) };
  } finally {
    await evidence[Symbol.asyncDispose]();
  }
}

function documentOf(
  { database, notes, resources }: DatabaseImport,
  out: string,
  files: readonly string[],
  adopted: Adopted | undefined,
): object {
  return {
    database,
    out,
    files,
    imported: resources.length,
    notes: notes.map(({ outcome, address, column, reason }) => ({
      outcome,
      address,
      column: column ?? null,
      reason,
    })),
    notRead: unreadKinds,
    adopted:
      adopted === undefined
        ? null
        : { objects: adopted.adopted.length, made: adopted.made, statements: adopted.statements },
    evidence: adopted?.evidence ?? null,
  };
}
