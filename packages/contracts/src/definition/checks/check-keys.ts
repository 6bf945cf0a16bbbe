import { ContractError } from '../../errors/contract-error.js';
import type { ContractDocument } from '../../model/contract-document.js';
import type { ForeignKey } from '../../model/key.js';
import { isSemiStructuredType } from '../../schema/physical-type.js';
import { type ColumnsByName, columnNamed } from './column-lookup.js';

function invalidKey(message: string, next: string, place: string): ContractError {
  return new ContractError('DAS_CONTRACT_INVALID_KEY', message, { place, next });
}

/** Checks that columns exist, at least one and each once. */
function checkColumns(
  columns: ColumnsByName,
  names: readonly string[],
  what: string,
  place: string,
): void {
  for (const name of names) columnNamed(columns, name, place);
  if (new Set(names).size !== names.length) {
    throw invalidKey(`${what} names a column twice`, 'name each column once', place);
  }
}

function checkScalars(
  columns: ColumnsByName,
  names: readonly string[],
  what: string,
  place: string,
): void {
  if (names.length === 0) {
    throw invalidKey(`${what} names no column`, 'name at least one column', place);
  }
  checkColumns(columns, names, what, place);
  for (const name of names) {
    if (!isSemiStructuredType(columnNamed(columns, name, place).type)) continue;
    throw invalidKey(
      `${what} has a column that is no scalar`,
      'use columns that hold one value',
      `${place}, column ${name}`,
    );
  }
}

/** Checks that a primary key can identify rows: its columns exist, once each, and are never null. */
export function checkPrimaryKey(
  columns: ColumnsByName,
  primaryKey: readonly string[],
  place: string,
): void {
  if (primaryKey.length === 0) return;
  checkScalars(columns, primaryKey, 'a primary key', place);
  for (const name of primaryKey) {
    if (!columnNamed(columns, name, place).isNullable) continue;
    throw invalidKey(
      'a primary key column may be null',
      'make the schema of the column refuse null and undefined, at the end of any transform with a pipe',
      `${place}, column ${name}`,
    );
  }
}

/** What a contract is called: `domain.name`. */
const contractPattern = /^[a-z][a-z0-9_]{0,62}\.[a-z][a-z0-9_]{0,62}$/;

/** Checks both sides of a reference: as many columns here as there, each once. */
export function checkReference(columns: ColumnsByName, key: ForeignKey, place: string): void {
  checkScalars(columns, key.columns, 'a reference', place);
  const { contract, columns: targets } = key.references;
  if (!contractPattern.test(contract)) {
    throw invalidKey(
      'a reference does not name a contract',
      'write the domain and the name of the contract with a dot between, such as commerce.orders',
      place,
    );
  }
  if (targets.length !== key.columns.length || new Set(targets).size !== targets.length) {
    throw invalidKey(
      `a reference to ${contract} has another number of columns there than here`,
      'name one column of the other contract for each column of this one',
      place,
    );
  }
}

/** Checks the primary key, the unique and the foreign keys, and the hints for layout. */
export function checkKeys(
  columns: ColumnsByName,
  document: Pick<
    ContractDocument,
    'primaryKey' | 'uniqueKeys' | 'foreignKeys' | 'partitionBy' | 'clusterBy'
  >,
  place: string,
): void {
  checkPrimaryKey(columns, document.primaryKey, place);
  const seen = new Set<string>();
  for (const key of document.uniqueKeys) {
    checkScalars(columns, key, 'a unique key', place);
    const text = [...key].sort().join(' ');
    if (seen.has(text)) throw invalidKey('two unique keys are the same', 'keep one', place);
    seen.add(text);
  }
  for (const key of document.foreignKeys) checkReference(columns, key, place);
  checkColumns(columns, document.partitionBy, 'partitionBy', place);
  checkColumns(columns, document.clusterBy, 'clusterBy', place);
}
