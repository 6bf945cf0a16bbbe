import { addressOf, domainNames, type Resource } from '@das/core';
import type { ExistingDatabase } from './existing-database.js';
import { existingNames } from './existing-names.js';
import { importAccount } from './import-account.js';
import { importGrants } from './import-grants.js';
import type { ImportNote } from './import-note.js';
import { importObjects } from './import-objects.js';
import { importPolicies } from './import-policies.js';
import { type ExistingTable, importTables } from './import-tables.js';

/** A database as declarations say it, and what they do not say. */
export interface ExistingModel {
  readonly database: string;
  readonly deployRole: string;
  readonly tables: readonly ExistingTable[];
  /** All but the tables. */
  readonly resources: readonly Resource[];
  readonly notes: readonly ImportNote[];
}

/** Says by declarations what a database holds. Pure: what they cannot say is in the notes, each by its name. */
export function existingModel(existing: ExistingDatabase, deployRole: string): ExistingModel {
  const notes: ImportNote[] = [];
  const note = (each: ImportNote): void => {
    notes.push(each);
  };
  const names = existingNames(existing, note);
  const tables = importTables(existing, names, note);
  const objects = importObjects(existing, names, note);
  const policies = importPolicies(existing, names, note);
  const account = importAccount(existing, names, deployRole, note);
  const made = [...objects, ...account, ...policies];
  const record = `table ${domainNames(existing.database).deployedResources.join('.')}`;
  const imported = new Set([
    ...made.map(addressOf),
    ...tables.map(({ table }) => addressOf(table)),
    ...(names.has(record) ? [record] : []),
  ]);
  const grants = importGrants({ existing, names, imported, deployRole, note });
  for (const { comment, kind, name } of existing.observed.objects.values()) {
    const address = `${kind} ${name.join('.')}`;
    if (comment === '' || !imported.has(address) || kind === 'databaseRole') continue;
    const isTable = kind === 'table' || kind === 'dynamicTable';
    const reason = isTable
      ? 'its comment becomes the description of the contract: --adopt puts a fingerprint there'
      : 'it has a comment: --adopt puts a fingerprint in its place';
    notes.push({ outcome: 'partly', address, reason });
  }
  return {
    database: existing.database,
    deployRole,
    tables,
    resources: [...made, ...grants],
    notes: unique(notes),
  };
}

function unique(notes: readonly ImportNote[]): readonly ImportNote[] {
  return [...new Map(notes.map((each) => [JSON.stringify(each), each])).values()];
}
