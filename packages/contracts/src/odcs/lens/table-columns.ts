import { isSameJson, type JsonObject } from '../../document/json.js';
import type { DocumentPath } from '../../document/structure/structure.js';
import type { ContractColumn } from '../../model/column.js';
import { readColumn, writeColumn } from './column-lens.js';
import { below, objectsAt, textAt, withList, withMember } from './element.js';
import { freeName } from './names.js';
import type { Reader } from './reader.js';
import type { ColumnNames } from './rule-measure.js';

/** The columns of a table, in order, each with a name of its own. */
export function readColumns(
  table: JsonObject,
  reader: Reader,
  path: DocumentPath,
): readonly ContractColumn[] {
  const taken = new Set<string>();
  return objectsAt(table, 'properties').map((property, at) => {
    const here = below(path, 'properties', at);
    const column = readColumn(property, reader, here);
    const name = freeName(column.name, taken);
    if (name !== textAt(property, 'name')) {
      reader.decide('name-changed', below(here, 'name'), `the column is called ${name}`);
    }
    return { ...column, name };
  });
}

/** How the columns of a table are called on both sides. */
export function columnNamesOf(table: JsonObject, columns: readonly ContractColumn[]): ColumnNames {
  const pairs = objectsAt(table, 'properties').map(
    (property, at) => [textAt(property, 'name') ?? '', columns[at]?.name ?? ''] as const,
  );
  const toDas = new Map(pairs);
  const toOdcs = new Map(pairs.map(([raw, name]) => [name, raw] as const));
  return {
    toDas: (name) => toDas.get(name) ?? name,
    toOdcs: (name) => toOdcs.get(name) ?? name,
  };
}

/**
 * The table with its columns changed: those that stay keep what DAS does not model.
 *
 * @param leaving - the columns that are no part of the primary key any more
 */
export function writeColumns(
  table: JsonObject,
  columns: readonly ContractColumn[],
  leaving: ReadonlySet<string>,
  reader: Reader,
): JsonObject {
  const before = readColumns(table, reader, []);
  const properties = objectsAt(table, 'properties');
  if (isSameJson(before, columns) && leaving.size === 0) return table;
  const former = new Map(before.map(({ name }, at) => [name, properties[at]] as const));
  const next = columns.map((column) => {
    const property = former.get(column.name) ?? {};
    // Without the flag the column could be null, so it goes before the rest is compared.
    const start = leaving.has(column.name) ? withMember(property, 'primaryKey', false) : property;
    return writeColumn(start, column, reader);
  });
  return withList(table, 'properties', next);
}
