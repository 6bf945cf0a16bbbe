import { checkKeys, checkPrimaryKey } from '../../definition/checks/check-keys.js';
import { contractMembers } from '../../document/contract-structure.js';
import { isSameJson, type JsonObject } from '../../document/json.js';
import {
  type DocumentPath,
  listOf,
  type Structure,
  text,
} from '../../document/structure/structure.js';
import type { ContractColumn } from '../../model/column.js';
import type { ContractDocument } from '../../model/contract-document.js';
import type { Rule } from '../../model/rule.js';
import type { DataProductDetails } from '../../product/data-product.js';
import {
  checkedRemainder,
  differenceOf,
  remainderOf,
  withOverrides,
  withRemainder,
} from './das-property.js';
import {
  below,
  inOrder,
  objectsAt,
  textAt,
  textsAt,
  withChange,
  withList,
  withMember,
} from './element.js';
import { fits } from './fits.js';
import {
  partitionFlags,
  primaryKeyFlags,
  readFlagged,
  readUnique,
  writeFlagged,
  writeUnique,
} from './key-flags.js';
import { decideName, toContractName } from './names.js';
import type { Reader } from './reader.js';
import { readForeignKeys, writeForeignKeys } from './relationship-lens.js';
import { readRules, writeRules } from './rule-list.js';
import { type NamedTable, readServiceLevels } from './service-level-lens.js';
import { columnNamesOf, readColumns, writeColumns } from './table-columns.js';

/** What `das` may say of a table: what a contract may, and the order of its rules. */
const members: Readonly<Record<string, Structure>> = {
  ...contractMembers,
  ruleOrder: listOf(text),
};

const order = [
  'id',
  'name',
  'physicalName',
  'physicalType',
  'businessName',
  'description',
  'tags',
  'dataGranularityDescription',
  'deprecated',
  'properties',
  'relationships',
  'quality',
  'customProperties',
];

/** What tables are read against: the document they stand in and what it says of them all. */
export interface TableContext {
  readonly document: JsonObject;
  readonly product: DataProductDetails;
  readonly tables: readonly NamedTable[];
}

const noKeys = { primaryKey: [], uniqueKeys: [], foreignKeys: [], partitionBy: [], clusterBy: [] };

function byName(columns: readonly ContractColumn[]): ReadonlyMap<string, ContractColumn> {
  return new Map(columns.map((column) => [column.name, column]));
}

function readPrimaryKey(
  columns: ReadonlyMap<string, ContractColumn>,
  flagged: readonly string[],
  reader: Reader,
  path: DocumentPath,
): readonly string[] {
  if (fits(() => checkPrimaryKey(columns, flagged, ''))) return flagged;
  reader.decide('key-kept', path, 'the primary key cannot identify rows; it is kept and not used');
  return [];
}

function decideKeys(table: JsonObject, reader: Reader, path: DocumentPath): void {
  for (const [at, property] of objectsAt(table, 'properties').entries()) {
    if (property.primaryKey !== true || property.required === true) continue;
    const here = below(path, 'properties', at);
    reader.decide('key-made-required', here, 'a column of the primary key is read as required');
  }
}

/** What the standard fields of a table say of a contract. */
function readStandard(
  table: JsonObject,
  name: string,
  context: TableContext,
  reader: Reader,
  path: DocumentPath,
): ContractDocument {
  const { product, document, tables } = context;
  const columns = readColumns(table, reader, path);
  const known = byName(columns);
  const names = columnNamesOf(table, columns);
  return {
    domain: product.domain,
    name,
    version: product.version,
    status: product.status,
    owner: product.owner,
    description: textAt(table, 'description'),
    tags: textsAt(table, 'tags'),
    columns,
    unknownKeys: 'drop',
    refinements: 0,
    primaryKey: readPrimaryKey(known, readFlagged(table, primaryKeyFlags, names), reader, path),
    uniqueKeys: readUnique(table, names).filter((key) =>
      fits(() => checkKeys(known, { ...noKeys, uniqueKeys: [key] }, '')),
    ),
    foreignKeys: readForeignKeys(
      table,
      { domain: product.domain, names, columns: known },
      reader,
      path,
    ),
    grain: textAt(table, 'dataGranularityDescription'),
    partitionBy: readFlagged(table, partitionFlags, names),
    clusterBy: [],
    ...readServiceLevels(document, name, tables),
    quality: readRules(table, names, known, reader, path),
    sharing: undefined,
    support: product.support,
    terms: product.terms,
    deprecated: undefined,
    compatibility: 'full',
  };
}

function ordered(rules: readonly Rule[], names: readonly string[]): readonly Rule[] {
  const places = new Map(names.map((name, at) => [name, at] as const));
  const placeOf = ({ name }: Rule) => places.get(name) ?? names.length;
  return [...rules].sort((one, other) => placeOf(one) - placeOf(other));
}

/** The contract that a table of the standard tells of, or `undefined` for one without columns. */
export function readTable(
  table: JsonObject,
  name: string,
  context: TableContext,
  reader: Reader,
  path: DocumentPath,
): ContractDocument | undefined {
  if (objectsAt(table, 'properties').length === 0) return undefined;
  decideName(reader, below(path, 'name'), textAt(table, 'name') ?? '', name);
  decideKeys(table, reader, path);
  const { ruleOrder, ...remainder } = checkedRemainder(table, members, reader, path);
  if (table.deprecated === true && remainder.deprecated === undefined) {
    reader.decide('deprecation-kept', below(path, 'deprecated'), 'the day of removal is not known');
  }
  const standard = readStandard(table, name, context, reader, path);
  const names = Array.isArray(ruleOrder) ? ruleOrder.map(String) : [];
  return withOverrides({ ...standard, quality: ordered(standard.quality, names) }, remainder);
}

/** The table with its standard fields changed. {@link writeTableRemainder} says the rest. */
export function writeTable(
  table: JsonObject,
  contract: ContractDocument,
  context: TableContext,
  reader: Reader,
): JsonObject {
  const isNew = table.name === undefined;
  let next = isNew
    ? { name: contract.name, physicalName: contract.name, physicalType: 'table' }
    : table;
  const before = readStandard(next, contract.name, context, reader, []);
  next = withChange(next, 'description', before.description, contract.description);
  if (!isSameJson(before.tags, contract.tags)) next = withList(next, 'tags', contract.tags);
  next = withChange(next, 'dataGranularityDescription', before.grain, contract.grain);
  const leaving = before.primaryKey.filter((column) => !contract.primaryKey.includes(column));
  next = writeColumns(next, contract.columns, new Set(leaving), reader);
  const columns = readColumns(next, reader, []);
  const names = columnNamesOf(next, columns);
  if (isNew || !isSameJson(before.primaryKey, contract.primaryKey)) {
    next = writeFlagged(next, primaryKeyFlags, contract.primaryKey, names);
  }
  if (!isSameJson(before.partitionBy, contract.partitionBy)) {
    next = writeFlagged(next, partitionFlags, contract.partitionBy, names);
  }
  next = writeUnique(next, contract.uniqueKeys, names);
  const { domain } = context.product;
  const known = byName([...before.columns, ...contract.columns]);
  const keyContext = { domain, names, columns: known };
  next = writeForeignKeys(next, contract.foreignKeys, keyContext, reader);
  next = writeRules(next, contract.quality, names, known, reader);
  if (reader.version === '3.2') {
    const wasOurs = remainderOf(table).deprecated !== undefined;
    if (contract.deprecated !== undefined) next = withMember(next, 'deprecated', true);
    else if (wasOurs) next = withMember(next, 'deprecated', undefined);
  }
  return isNew ? inOrder(next, order) : next;
}

/** The table with what its standard fields do not say of the contract in the property `das`. */
export function writeTableRemainder(
  table: JsonObject,
  contract: ContractDocument,
  context: TableContext,
  reader: Reader,
): JsonObject {
  const standard = {
    ...readStandard(table, contract.name, context, reader, []),
    name: toContractName(textAt(table, 'name') ?? ''),
  };
  const wanted = contract.quality.map((rule) => rule.name);
  const isOrdered = isSameJson(
    standard.quality.map((rule) => rule.name),
    wanted,
  );
  const { quality: _, ...rest } = differenceOf(
    contract,
    isOrdered ? standard : { ...standard, quality: ordered(standard.quality, wanted) },
  );
  const remainder = isOrdered ? rest : { ...rest, ruleOrder: wanted };
  return withRemainder(table, remainder, reader.version);
}

/** The name of a table as DAS says it. */
export function tableNameOf(table: JsonObject): string {
  const own = remainderOf(table).name;
  return typeof own === 'string' ? own : toContractName(textAt(table, 'name') ?? '');
}
