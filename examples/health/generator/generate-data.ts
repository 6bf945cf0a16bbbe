import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { seededRandom } from '../../commerce/demonstration/seeded-random.js';
import { type CsvRow, inventClinic } from './invent-clinic.js';

/** The seed of the demo. */
const defaultSeed = 20_260_101;

/** The tables of Synthea that the domain collects. */
export const tableNames = ['patients', 'encounters', 'conditions', 'observations'] as const;

/** One of {@link tableNames}. */
export type TableName = (typeof tableNames)[number];

/** What must become of a table's records, those among them that are wrong on purpose. */
export interface TablePlan {
  /** Rows in SILVER. */
  readonly rows: number;
  readonly duplicates: number;
  /** By quarantine reason. */
  readonly quarantined: Readonly<Record<string, number>>;
}

/** What must become of each table. */
export type DataPlan = Readonly<Record<TableName, TablePlan>>;

/**
 * Writes the tables of an invented clinic as CSV with the columns of Synthea, with some rows twice
 * and some rows wrong.
 *
 * @returns what must become of them
 */
export async function generateData(options: {
  readonly directory: string;
  readonly seed?: number;
  readonly now: Date;
  readonly patients?: number;
}): Promise<DataPlan> {
  const { directory, seed = defaultSeed, now, patients = 240 } = options;
  const clinic = inventClinic(patients, now, seededRandom(seed));
  await mkdir(directory, { recursive: true });
  const write = async (
    name: TableName,
    faulty: readonly CsvRow[],
    more: readonly string[] = [],
  ) => {
    const rows = clinic[name];
    const [first] = rows;
    if (first === undefined) throw new RangeError('an empty clinic has nothing to write');
    const header = Object.keys(first);
    const again = rows.slice(0, 2);
    const lines = [...rows, ...again, ...faulty].map((row) =>
      header.map((column) => field(row[column] ?? '')).join(','),
    );
    const text = [header.join(','), ...lines, ...more, ''].join('\n');
    await writeFile(join(directory, `${name}.csv`), text);
  };
  const wrong = (name: TableName, count: number, change: CsvRow): readonly CsvRow[] =>
    clinic[name].slice(2, 2 + count).map((row) => ({ ...row, ...change }));

  await write('patients', wrong('patients', 2, { BIRTHDATE: '13/05/1970' }), ['a,row,too,short']);
  await write('encounters', wrong('encounters', 3, { TOTAL_CLAIM_COST: '-1.00' }));
  await write('conditions', wrong('conditions', 1, { PATIENT: '' }));
  await write('observations', [
    ...wrong('observations', 2, { VALUE: 'call the daughter at 617-555-0143', TYPE: 'text' }),
    ...wrong('observations', 1, { VALUE: 'see daughter@example.com', TYPE: 'text' }),
  ]);
  const plan = (name: TableName, quarantined: TablePlan['quarantined']): TablePlan => ({
    rows: clinic[name].length,
    duplicates: 2,
    quarantined,
  });
  return {
    patients: plan('patients', { CONTRACT_VIOLATION: 2, UNDECODABLE: 1 }),
    encounters: plan('encounters', { RULE_VIOLATION: 3 }),
    conditions: plan('conditions', { CONTRACT_VIOLATION: 1 }),
    observations: plan('observations', { UNDECLARED_PII: 3 }),
  };
}

/** A field as RFC 4180 writes it. */
function field(text: string): string {
  return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
