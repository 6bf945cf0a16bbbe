import type { Catalogue } from '../../catalogue/catalogue.js';
import type { CatalogueObject } from '../../catalogue/catalogue-object.js';

/** Who asks for the statement that makes an object again, and how names are to be written in it. */
export interface DdlRequest {
  readonly catalogue: Catalogue;
  readonly roles: ReadonlySet<string>;
  /** Whether the object is named with its database and schema. */
  readonly isFull: boolean;
}

export function identifier(name: string): string {
  return /^[A-Z_][A-Z0-9_$]*$/.test(name) ? name : `"${name.replaceAll('"', '""')}"`;
}

export function quoted(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`;
}

/** The full name of an object. */
export function fullName(object: CatalogueObject, catalogue: Catalogue): string {
  const { database, schema } = catalogue.container(object);
  const own = object.kind === 'DATABASE' || object.kind === 'SCHEMA' ? [] : [object.name];
  return [database, schema, ...own]
    .filter((part) => part !== '')
    .map(identifier)
    .join('.');
}

/** The name of the object that is made again. */
export function madeName(object: CatalogueObject, { catalogue, isFull }: DdlRequest): string {
  return isFull ? fullName(object, catalogue) : identifier(object.name);
}

export function commentClause(comment: string, before = ' '): string {
  return comment === '' ? '' : `${before}COMMENT=${quoted(comment)}`;
}
