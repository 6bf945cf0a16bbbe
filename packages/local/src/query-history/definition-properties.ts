import type { Catalogue } from '../catalogue/catalogue.js';
import {
  type CatalogueObject,
  type ColumnObject,
  isRelation,
  type RelationObject,
} from '../catalogue/catalogue-object.js';
import { columnNumber } from '../enforcement/note-use.js';

type Json = Readonly<Record<string, unknown>>;
type Ids = ReadonlySet<number>;

/** What an object has now and had not before, in the shape of the `properties` of a DDL record. */
export function propertiesOf(
  before: CatalogueObject | undefined,
  after: CatalogueObject,
  catalogue: Catalogue,
): Json {
  const properties: Record<string, unknown> = {};
  const tags = tagProperties(before?.tags, after.tags, catalogue);
  if (tags !== undefined) properties.tags = tags;
  if (before !== undefined && before.name !== after.name) properties.name = { value: after.name };
  if (before !== undefined && before.comment !== after.comment) {
    properties.comment = { value: after.comment };
  }
  if (isRelation(after)) {
    const known = before !== undefined && isRelation(before) ? before : undefined;
    const columns = columnProperties(known, after, catalogue);
    if (columns !== undefined) properties.columns = columns;
    const policies = idProperties(
      ids(known?.rowAccess?.policy),
      ids(after.rowAccess?.policy),
      catalogue,
    );
    if (policies !== undefined) properties.rowAccessPolicies = policies;
  }
  if (after.kind === 'TAG') {
    const known = before?.kind === 'TAG' ? before : undefined;
    const values = valueProperties(known?.allowedValues ?? [], after.allowedValues ?? []);
    if (values !== undefined) properties.allowedValues = values;
    const policies = idProperties(
      new Set(known?.maskingPolicies),
      new Set(after.maskingPolicies),
      catalogue,
    );
    if (policies !== undefined) properties.maskingPolicies = policies;
  }
  if (after.kind === 'MASKING POLICY' || after.kind === 'ROW ACCESS POLICY') {
    const isSame = before?.kind === after.kind && before.body === after.body;
    if (!isSame) properties.policyBody = { value: after.body };
  }
  return properties;
}

function ids(id: number | undefined): Ids {
  return new Set(id === undefined ? [] : [id]);
}

/** A property of several parts: those that came, and those that went. */
function compound(
  removed: readonly (readonly [string, Json])[],
  added: readonly (readonly [string, Json])[],
): Json | undefined {
  const entries = [
    ...removed.map(([name, more]) => [name, { ...more, subOperationType: 'DROP' }] as const),
    ...added.map(([name, more]) => [name, { ...more, subOperationType: 'ADD' }] as const),
  ];
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}

function idProperties(before: Ids, after: Ids, catalogue: Catalogue): Json | undefined {
  const entry = (id: number): readonly [string, Json] => {
    const object = catalogue.get(id);
    const name = object === undefined ? String(id) : catalogue.fullName(object);
    return [name, { objectId: { value: id } }];
  };
  return compound(
    [...before].filter((id) => !after.has(id)).map(entry),
    [...after].filter((id) => !before.has(id)).map(entry),
  );
}

function valueProperties(before: readonly string[], after: readonly string[]): Json | undefined {
  return compound(
    before.filter((value) => !after.includes(value)).map((value) => [value, {}] as const),
    after.filter((value) => !before.includes(value)).map((value) => [value, {}] as const),
  );
}

function tagProperties(
  before: Readonly<Record<string, string>> = {},
  after: Readonly<Record<string, string>> = {},
  catalogue: Catalogue,
): Json | undefined {
  const entry = (id: string, more: Json): readonly [string, Json] => {
    const tag = catalogue.get(Number(id));
    const name = tag === undefined ? id : catalogue.fullName(tag);
    return [name, { objectId: { value: Number(id) }, ...more }];
  };
  return compound(
    Object.keys(before)
      .filter((id) => !(id in after))
      .map((id) => entry(id, {})),
    Object.entries(after)
      .filter(([id, value]) => before[id] !== value)
      .map(([id, value]) => entry(id, { tagValue: { value } })),
  );
}

function columnProperties(
  before: RelationObject | undefined,
  after: RelationObject,
  catalogue: Catalogue,
): Json | undefined {
  const entries: [string, Json][] = [];
  const old = new Map<number, ColumnObject>(before?.columns.map((column) => [column.id, column]));
  for (const column of after.columns) {
    const known = old.get(column.id);
    old.delete(column.id);
    const tags = tagProperties(known?.tags, column.tags, catalogue);
    const masks = idProperties(ids(known?.mask?.policy), ids(column.mask?.policy), catalogue);
    const isRenamed = known !== undefined && known.name !== column.name;
    if (known !== undefined && tags === undefined && masks === undefined && !isRenamed) continue;
    entries.push([
      known?.name ?? column.name,
      {
        objectId: { value: columnNumber(after, column.id) },
        subOperationType: known === undefined ? 'ADD' : 'ALTER',
        ...(isRenamed ? { name: { value: column.name } } : {}),
        ...(tags === undefined ? {} : { tags }),
        ...(masks === undefined ? {} : { maskingPolicies: masks }),
      },
    ]);
  }
  for (const column of old.values()) {
    const objectId = { value: columnNumber(after, column.id) };
    entries.push([column.name, { objectId, subOperationType: 'DROP' }]);
  }
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}
