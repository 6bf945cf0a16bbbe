import {
  type CatalogueObject,
  type ColumnObject,
  isRelation,
  type RelationObject,
} from '../catalogue/catalogue-object.js';
import type { Place } from '../compile/compile-expression.js';
import {
  type EffectiveTag,
  effectiveColumnTags,
  effectiveTags,
} from '../enforcement/effective-tags.js';
import { metadataRows } from '../metadata/metadata-rows.js';
import { type Cell, columnsOf } from '../metadata/metadata-view.js';
import type { CallReference } from '../query/query.js';
import { invalidStatement, notFound } from '../warehouse/errors.js';
import { CallArguments } from './call-arguments.js';
import type { CalledTable } from './called-table.js';
import { findEntity } from './find-entity.js';

const columns = columnsOf(`TAG_DATABASE TAG_SCHEMA TAG_NAME TAG_VALUE APPLY_METHOD LEVEL
  OBJECT_DATABASE OBJECT_SCHEMA OBJECT_NAME DOMAIN COLUMN_NAME`);

/**
 * `INFORMATION_SCHEMA.TAG_REFERENCES('<name>', '<domain>')`: the tags of an object or a column, its own
 * and inherited ones.
 *
 * @see https://docs.snowflake.com/en/sql-reference/functions/tag_references
 */
export function tagReferences(call: CallReference, place: Place, database: string): CalledTable {
  const { name, domain } = read(call, place);
  if (domain !== 'COLUMN') {
    const entity = findEntity(name, domain, place, database);
    const tags = effectiveTags(place.compilation.catalogue, entity);
    return render([...tags.values()].map((tag) => row(tag, entity, undefined, place)));
  }
  const relation = findRelation(name.slice(0, -1), place, database);
  const column = relation.columns.find((each) => each.name === name.at(-1));
  if (column === undefined) throw notFound('Column', name.join('.'));
  return render(columnRows(relation, column, place));
}

/**
 * `INFORMATION_SCHEMA.TAG_REFERENCES_ALL_COLUMNS('<table>', 'table')`: the tags of every column.
 *
 * @see https://docs.snowflake.com/en/sql-reference/functions/tag_references_all_columns
 */
export function tagReferencesAllColumns(
  call: CallReference,
  place: Place,
  database: string,
): CalledTable {
  const { name, domain } = read(call, place);
  if (domain !== 'TABLE') {
    throw invalidStatement('TAG_REFERENCES_ALL_COLUMNS takes the domain TABLE', domain);
  }
  const relation = findRelation(name, place, database);
  return render(relation.columns.flatMap((column) => columnRows(relation, column, place)));
}

function read(
  call: CallReference,
  place: Place,
): { readonly name: readonly string[]; readonly domain: string } {
  const args = new CallArguments(call, place, ['OBJECT_NAME', 'OBJECT_DOMAIN']);
  const text = args.text('OBJECT_NAME');
  const domain = args.text('OBJECT_DOMAIN')?.toUpperCase();
  if (text === undefined || domain === undefined) {
    throw invalidStatement(`${call.name.at(-1)} takes the name and the domain of an object`);
  }
  return { name: args.path('OBJECT_NAME'), domain };
}

function findRelation(name: readonly string[], place: Place, database: string): RelationObject {
  const found = name.length === 0 ? undefined : findEntity(name, 'TABLE', place, database);
  if (found === undefined || !isRelation(found)) throw notFound('Object', name.join('.'));
  return found;
}

function columnRows(
  relation: RelationObject,
  column: ColumnObject,
  place: Place,
): readonly Readonly<Record<string, Cell>>[] {
  const tags = effectiveColumnTags(place.compilation.catalogue, relation, column);
  return [...tags.values()].map((tag) => row(tag, relation, column.name, place));
}

function row(
  { tag, value, holder, isOnColumn, isPropagated }: EffectiveTag,
  object: CatalogueObject,
  column: string | undefined,
  place: Place,
): Readonly<Record<string, Cell>> {
  const { catalogue } = place.compilation;
  const of = catalogue.container(tag);
  const at = catalogue.container(object);
  const isOwn = column === undefined ? holder.id === object.id : isOnColumn;
  const text = (name: string): string | null => (name === '' ? null : name);
  return {
    TAG_DATABASE: of.database,
    TAG_SCHEMA: of.schema,
    TAG_NAME: tag.name,
    TAG_VALUE: value,
    APPLY_METHOD: !isOwn ? 'INHERITED' : isPropagated ? 'PROPAGATED' : 'MANUAL',
    LEVEL: isOnColumn ? 'COLUMN' : domainOf(holder),
    OBJECT_DATABASE: text(at.database),
    OBJECT_SCHEMA: text(at.schema),
    OBJECT_NAME: object.name,
    DOMAIN: column === undefined ? domainOf(object) : 'COLUMN',
    COLUMN_NAME: column ?? null,
  };
}

/** Views and dynamic tables are tables to tags. */
function domainOf(object: CatalogueObject): string {
  return isRelation(object) ? 'TABLE' : object.kind;
}

function render(rows: readonly Readonly<Record<string, Cell>>[]): CalledTable {
  return metadataRows(columns, rows);
}
