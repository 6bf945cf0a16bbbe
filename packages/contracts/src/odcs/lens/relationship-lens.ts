import { checkReference } from '../../definition/checks/check-keys.js';
import { isSameJson, type Json, type JsonObject } from '../../document/json.js';
import { keyReference } from '../../document/rule-structure.js';
import type { DocumentPath } from '../../document/structure/structure.js';
import type { ContractColumn } from '../../model/column.js';
import type { ForeignKey } from '../../model/key.js';
import { checkedRemainder, withRemainder } from './das-property.js';
import { below, objectsAt, textAt, withList } from './element.js';
import { fillSlots } from './fill-slots.js';
import { fits } from './fits.js';
import { toColumnName, toContractName } from './names.js';
import type { Reader } from './reader.js';
import type { ColumnNames } from './rule-measure.js';

/** What relationships are read against: the domain, and the names of the table's columns. */
export interface RelationshipContext {
  readonly domain: string;
  readonly names: ColumnNames;
  readonly columns: ReadonlyMap<string, ContractColumn>;
}

interface PlacedKey {
  readonly property: number | undefined;
  readonly element: JsonObject;
  readonly key: ForeignKey | undefined;
}

function texts(value: Json | undefined): readonly string[] {
  if (typeof value === 'string') return [value];
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}

/** `table.column` of the same document; longer references point out of it or by id. */
function shorthand(reference: string): readonly [string, string] | undefined {
  const match = /^([A-Za-z_]\w*)\.([A-Za-z_]\w*)$/.exec(reference);
  return match === null ? undefined : [match[1] ?? '', match[2] ?? ''];
}

function readKey(
  element: JsonObject,
  column: string | undefined,
  context: RelationshipContext,
  reader: Reader,
  path: DocumentPath,
): ForeignKey | undefined {
  const to = texts(element.to).map(shorthand);
  const from = texts(element.from).map((reference) => shorthand(reference)?.[1]);
  const columns =
    column === undefined ? from.map((name) => name && context.names.toDas(name)) : [column];
  const [first] = to;
  const isWhole = to.every((target) => target !== undefined && target[0] === first?.[0]);
  const known = columns.filter((name) => name !== undefined);
  if (!isWhole || first === undefined || known.length !== columns.length) return undefined;
  if (known.length !== to.length) return undefined;
  const contract = `${context.domain}.${toContractName(first[0])}`;
  const remainder = checkedRemainder(element, { references: keyReference }, reader, path);
  const references = {
    contract,
    columns: to.map((target) => toColumnName(target?.[1] ?? '')),
  };
  return {
    columns: known,
    references: (remainder.references as unknown as ForeignKey['references']) ?? references,
  };
}

function placedKeys(
  table: JsonObject,
  context: RelationshipContext,
  reader: Reader,
  path: DocumentPath,
): readonly PlacedKey[] {
  const read = (element: JsonObject, column: string | undefined, at: DocumentPath) => {
    const key = readKey(element, column, context, reader, at);
    if (key !== undefined && fits(() => checkReference(context.columns, key, ''))) return key;
    reader.decide('relationship-kept', at, 'the relationship is kept and not checked');
    return undefined;
  };
  const ofProperties = objectsAt(table, 'properties').flatMap((property, at) => {
    const column = context.names.toDas(textAt(property, 'name') ?? '');
    return objectsAt(property, 'relationships').map((element, index) => ({
      property: at,
      element,
      key: read(element, column, below(path, 'properties', at, 'relationships', index)),
    }));
  });
  const ofTable = objectsAt(table, 'relationships').map((element, index) => ({
    property: undefined,
    element,
    key: read(element, undefined, below(path, 'relationships', index)),
  }));
  return [...ofProperties, ...ofTable];
}

/** The foreign keys of a table: those of its properties first, then its own. */
export function readForeignKeys(
  table: JsonObject,
  context: RelationshipContext,
  reader: Reader,
  path: DocumentPath,
): readonly ForeignKey[] {
  return placedKeys(table, context, reader, path).flatMap(({ key }) => key ?? []);
}

/** A key as a relationship, or `undefined` when its names do not fit into a reference. */
function relationshipOf(
  key: ForeignKey,
  isOfProperty: boolean,
  table: string,
  context: RelationshipContext,
  reader: Reader,
): JsonObject | undefined {
  const { columns, references } = key;
  const target = references.contract.split('.').at(-1) ?? '';
  const to = references.columns.map((column) => `${target}.${column}`);
  const from = columns.map((column) => `${table}.${context.names.toOdcs(column)}`);
  const isFit = [...to, ...(isOfProperty ? [] : from)].every(
    (reference) => shorthand(reference) !== undefined,
  );
  if (!isFit || to.length !== columns.length || to.length === 0) return undefined;
  const element: JsonObject = isOfProperty
    ? { type: 'foreignKey', to: to[0] ?? '' }
    : { type: 'foreignKey', from, to };
  const column = isOfProperty ? columns[0] : undefined;
  const read = readKey(element, column, context, reader, []);
  if (isSameJson(read, key)) return element;
  return withRemainder(element, { references: { ...references } }, reader.version);
}

/** The table with its foreign keys changed: a single column's on its property, others on the table. */
export function writeForeignKeys(
  table: JsonObject,
  keys: readonly ForeignKey[],
  context: RelationshipContext,
  reader: Reader,
): JsonObject {
  const placed = placedKeys(table, context, reader, []);
  const before = placed.flatMap(({ key }) => key ?? []);
  if (isSameJson(before, keys)) return table;
  const name = textAt(table, 'name') ?? '';
  const properties = objectsAt(table, 'properties');
  const former = (key: ForeignKey) => placed.find((other) => isSameJson(other.key, key));
  const homes = keys.map((key) => {
    const place = former(key);
    if (place !== undefined) return place.property;
    if (key.columns.length !== 1) return undefined;
    const home = key.columns[0];
    const at = properties.findIndex(
      (property) => context.names.toDas(textAt(property, 'name') ?? '') === home,
    );
    return at === -1 ? undefined : at;
  });
  const listFor = (property: number | undefined) => {
    const wanted = keys
      .filter((_, index) => homes[index] === property)
      .map((key) => {
        const before = former(key)?.element;
        const isOfProperty = property !== undefined;
        const element = before ?? relationshipOf(key, isOfProperty, name, context, reader);
        return element === undefined ? undefined : { element, former: before };
      })
      .filter((replacement) => replacement !== undefined);
    const here = placed.filter((other) => other.property === property);
    return fillSlots(
      here.map(({ element, key }) => ({ element, isOurs: key !== undefined })),
      wanted,
    );
  };
  const next = properties.map((property, at) => withList(property, 'relationships', listFor(at)));
  return withList(withList(table, 'properties', next), 'relationships', listFor(undefined));
}
