import { isSameJson, type JsonObject } from '../../document/json.js';
import type { ContractDocument } from '../../model/contract-document.js';
import type { DataProductDetails, DataProductDocument } from '../../product/data-product.js';
import { below, objectsAt, textAt, withList } from './element.js';
import { fillSlots } from './fill-slots.js';
import { freeName } from './names.js';
import { readProduct, writeProduct } from './product-lens.js';
import { type Reader, silentReader } from './reader.js';
import { decideServiceLevels, type NamedTable, writeServiceLevels } from './service-level-lens.js';
import { columnNamesOf, readColumns } from './table-columns.js';
import {
  readTable,
  type TableContext,
  tableNameOf,
  writeTable,
  writeTableRemainder,
} from './table-lens.js';

interface ReadTable {
  readonly element: JsonObject;
  readonly name: string;
  readonly contract: ContractDocument | undefined;
}

/** The tables of a document with the names that DAS has for them. */
function namedTables(document: JsonObject, reader: Reader): readonly NamedTable[] {
  const silent = silentReader(reader.version, reader.reading);
  const taken = new Set<string>();
  return objectsAt(document, 'schema').map((table) => {
    const columns = readColumns(table, silent, []);
    return {
      name: freeName(tableNameOf(table), taken),
      raw: textAt(table, 'name') ?? '',
      columns: new Map(columns.map((column) => [column.name, column])),
      ...columnNamesOf(table, columns),
    };
  });
}

function readTables(
  document: JsonObject,
  product: DataProductDetails,
  tables: readonly NamedTable[],
  reader: Reader,
): readonly ReadTable[] {
  const context = { document, product, tables };
  return objectsAt(document, 'schema').map((element, at) => {
    const name = tables[at]?.name ?? '';
    const contract = readTable(element, name, context, reader, ['schema', at]);
    if (contract === undefined) {
      reader.decide(
        'table-without-columns',
        below(['schema'], at),
        'a table without columns is kept and makes no contract',
      );
    }
    return { element, name, contract };
  });
}

/** What a document says of a product and its contracts. */
export function readDocument(document: JsonObject, reader: Reader): DataProductDocument {
  const product = readProduct(document, reader);
  const names = namedTables(document, reader);
  const tables = readTables(document, product, names, reader);
  decideServiceLevels(document, names, reader);
  return { ...product, contracts: tables.flatMap(({ contract }) => contract ?? []) };
}

/** The document with what has changed of the product and its contracts written into it. */
export function writeDocument(
  document: JsonObject,
  wanted: DataProductDocument,
  reader: Reader,
): JsonObject {
  if (isSameJson(readDocument(document, reader), wanted)) return document;
  const { contracts, ...product } = wanted;
  const names = namedTables(document, reader);
  const before = readTables(document, readProduct(document, reader), names, reader);
  let next = writeProduct(document, product, reader);
  const former = new Map(
    before.flatMap(({ name, element, contract }) =>
      contract === undefined ? [] : [[name, element] as const],
    ),
  );
  const context: TableContext = { document: next, product, tables: names };
  const elements = contracts.map((contract) =>
    writeTable(former.get(contract.name) ?? {}, contract, context, reader),
  );
  const tables = contracts.map((contract, at) => namedTable(elements[at] ?? {}, contract));
  const added = new Set(contracts.map(({ name }) => name).filter((name) => !former.has(name)));
  next = writeServiceLevels(next, contracts, names, tables, added);
  // What only `das` can say is known when all else is written.
  const whole = { document: next, product, tables };
  const finished = contracts.map((contract, at) => ({
    element: writeTableRemainder(elements[at] ?? {}, contract, whole, reader),
    former: former.get(contract.name),
  }));
  const slots = before.map(({ element, contract }) => ({
    element,
    isOurs: contract !== undefined,
  }));
  return withList(next, 'schema', fillSlots(slots, finished));
}

function namedTable(element: JsonObject, contract: ContractDocument): NamedTable {
  return {
    name: contract.name,
    raw: textAt(element, 'name') ?? contract.name,
    columns: new Map(contract.columns.map((column) => [column.name, column])),
    ...columnNamesOf(element, contract.columns),
  };
}
