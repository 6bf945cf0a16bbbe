import type { TableName } from '@das/core';
import type { ExistingDatabase } from './existing-database.js';
import type { Noting } from './import-note.js';

/** Full names as lists, by the text that joins their parts. */
export interface ExistingNames {
  /** The full name of something in a schema. */
  inSchema(kind: string, joined: string): TableName | undefined;
  has(address: string): boolean;
}

/**
 * Whether DAS can name it: it writes every name in upper case, and an address joins the parts of a name with
 * dots. Any other name could mean another object.
 */
export function isNameable(name: string): boolean {
  return name !== '' && name === name.toUpperCase() && !name.includes('.');
}

/** Why something is not imported whose name is not {@link isNameable}. */
export const unnameable = 'has a name with small letters or a dot, which DAS cannot write';

/** The names of what was found, but for what DAS cannot name. */
export function existingNames({ observed }: ExistingDatabase, note: Noting): ExistingNames {
  const names = new Map<string, readonly string[]>();
  for (const [address, { name }] of observed.objects) {
    if (name.every(isNameable)) names.set(address, name);
    else note({ outcome: 'omitted', address, reason: `it ${unnameable}` });
  }
  return {
    inSchema: (kind, joined) => tableName(names.get(`${kind} ${joined}`)),
    has: (address) => names.has(address),
  };
}

/** A name of three parts. */
export function tableName(parts: readonly string[] | undefined): TableName | undefined {
  const [database, schema, name, ...more] = parts ?? [];
  if (database === undefined || schema === undefined || name === undefined) return undefined;
  return more.length > 0 ? undefined : [database, schema, name];
}

/** The name of a policy or tag that may belong to another database: a text that does not say it all is refused. */
export function nameOf(joined: string): TableName | undefined {
  const parts = joined.split('.');
  return parts.every(isNameable) ? tableName(parts) : undefined;
}
