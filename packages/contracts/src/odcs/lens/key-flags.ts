import type { JsonObject } from '../../document/json.js';
import { numberAt, objectsAt, textAt, withList, withMember } from './element.js';
import type { ColumnNames } from './rule-measure.js';

/** A list of columns that the standard keeps as flags with positions on the properties. */
export interface KeyFlags {
  readonly flag: 'primaryKey' | 'partitioned';
  readonly position: 'primaryKeyPosition' | 'partitionKeyPosition';
}

export const primaryKeyFlags: KeyFlags = { flag: 'primaryKey', position: 'primaryKeyPosition' };
export const partitionFlags: KeyFlags = { flag: 'partitioned', position: 'partitionKeyPosition' };

/** The columns that are flagged, by position; those without a position behind, as they stand. */
export function readFlagged(
  table: JsonObject,
  { flag, position }: KeyFlags,
  names: ColumnNames,
): readonly string[] {
  return objectsAt(table, 'properties')
    .filter((property) => property[flag] === true)
    .map((property) => {
      const at = numberAt(property, position) ?? -1;
      return {
        name: names.toDas(textAt(property, 'name') ?? ''),
        at: at < 1 ? Number.POSITIVE_INFINITY : at,
      };
    })
    .sort((one, other) => (one.at === other.at ? 0 : one.at - other.at))
    .map(({ name }) => name);
}

/** The table with these columns flagged, and no others. */
export function writeFlagged(
  table: JsonObject,
  { flag, position }: KeyFlags,
  wanted: readonly string[],
  names: ColumnNames,
): JsonObject {
  const properties = objectsAt(table, 'properties').map((property) => {
    const at = wanted.indexOf(names.toDas(textAt(property, 'name') ?? ''));
    if (at >= 0) return withMember(withMember(property, flag, true), position, at + 1);
    if (property[flag] !== true) return property;
    return withMember(withMember(property, flag, false), position, undefined);
  });
  return withList(table, 'properties', properties);
}

/** The columns that are unique by themselves. */
export function readUnique(table: JsonObject, names: ColumnNames): readonly (readonly string[])[] {
  return objectsAt(table, 'properties')
    .filter((property) => property.unique === true)
    .map((property) => [names.toDas(textAt(property, 'name') ?? '')]);
}

/** The table with these columns unique by themselves, and no others. */
export function writeUnique(
  table: JsonObject,
  keys: readonly (readonly string[])[],
  names: ColumnNames,
): JsonObject {
  const single = new Set(keys.filter((key) => key.length === 1).map(([name]) => name));
  const properties = objectsAt(table, 'properties').map((property) => {
    const isUnique = single.has(names.toDas(textAt(property, 'name') ?? ''));
    if (isUnique === (property.unique === true)) return property;
    return withMember(property, 'unique', isUnique);
  });
  return withList(table, 'properties', properties);
}
