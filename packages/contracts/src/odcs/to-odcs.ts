import { isSameJson, type JsonObject, toPlainJson } from '../document/json.js';
import { type StructureFault, toJsonPointer } from '../document/structure/structure.js';
import type { AnyContract } from '../model/contract.js';
import type { DataProduct, DataProductDocument } from '../product/data-product.js';
import { defineDataProduct } from '../product/define-data-product.js';
import { OdcsError } from './errors/odcs-error.js';
import { withVendors } from './lens/das-vendor.js';
import { readDocument, writeDocument } from './lens/document-lens.js';
import { inOrder } from './lens/element.js';
import { type Reader, silentReader } from './lens/reader.js';
import { type OdcsApiVersion, schemaVersionOf } from './odcs-version.js';
import { odcsStructure } from './structure/document-structure.js';
import { writeYaml } from './yaml/write-yaml.js';

/** How {@link toOdcs} writes a document. */
export interface ToOdcsOptions {
  /** The version of the standard. Default: that of the document it was imported from, else 3.1.0. */
  readonly apiVersion?: '3.1.0' | '3.2.0';
}

const order = [
  'apiVersion',
  'kind',
  'id',
  'name',
  'version',
  'status',
  'domain',
  'tenant',
  'tags',
  'description',
  'team',
  'support',
  'schema',
  'slaProperties',
  'customProperties',
];

function notExportable(
  place: string,
  faults: readonly StructureFault[],
  version: string,
): OdcsError {
  const [first] = faults;
  const at = first === undefined ? '' : toJsonPointer(first.path);
  return new OdcsError(
    'DAS_ODCS_NOT_EXPORTABLE',
    first === undefined
      ? `what version ${version} of the standard would hold is not what the contract says`
      : `version ${version} of the standard has no place for ${at}, which ${first.message}`,
    faults.map(({ path, message }) => ({
      path: toJsonPointer(path),
      message,
      line: undefined,
      column: undefined,
    })),
    {
      place,
      next:
        first === undefined
          ? 'report this as a fault of DAS with the contract'
          : 'export to the version that the document came from, or remove what is named',
    },
  );
}

/** A contract by itself, as the product that it makes alone. */
function productOf(contract: AnyContract): DataProduct {
  const { domain, name, version, status, owner, support, terms } = contract;
  const alone = { domain, name, version, status, owner, support, terms };
  return defineDataProduct({ ...alone, contracts: [contract] });
}

function start(product: DataProductDocument, version: OdcsApiVersion): JsonObject {
  const { id, name, version: productVersion, status, domain, owner } = product;
  return {
    apiVersion: version,
    kind: 'DataContract',
    id,
    name,
    version: productVersion,
    status,
    domain,
    team: { name: owner },
  };
}

function writtenOf(product: DataProduct, version: OdcsApiVersion, reader: Reader): JsonObject {
  const wanted = product.toJSON();
  const { odcs } = product;
  if (odcs === undefined)
    return inOrder(writeDocument(start(wanted, version), wanted, reader), order);
  const { apiVersion } = odcs.document;
  const base =
    apiVersion === version
      ? odcs.document
      : withVendors({ ...odcs.document, apiVersion: version }, reader.version);
  return writeDocument(base, wanted, reader);
}

/**
 * Writes a contract, or a data product with all its tables, as a document of the Open Data Contract
 * Standard in YAML 1.2.
 *
 * What the standard has a field for stands in that field; the rest stands in one custom property
 * `das` (with `vendor: das` from 3.2.0 on), so that {@link fromOdcs} gives the same contracts back.
 * Of an imported product, what has not changed in DAS is written as it was, comments and layout aside.
 *
 * @throws {@link OdcsError} `DAS_ODCS_NOT_EXPORTABLE` when the version has no place for something,
 * such as a logical type of 3.2.0 in 3.1.0
 * @see https://bitol-io.github.io/open-data-contract-standard/
 * @example
 * ```ts
 * import { defineContract } from '@das/contracts';
 * import { toOdcs } from '@das/contracts/odcs';
 * import { z } from 'zod';
 *
 * const orders = defineContract({
 *   domain: 'commerce', name: 'orders', version: '1.0.0', owner: 'data-commerce',
 *   schema: z.object({ order_id: z.uuid() }), columns: { order_id: 'internal' },
 * });
 * console.log(toOdcs(orders).split('\n').slice(0, 2).join(', '));
 * // => apiVersion: v3.1.0, kind: DataContract
 * ```
 */
export function toOdcs(source: AnyContract | DataProduct, options: ToOdcsOptions = {}): string {
  const product = 'contracts' in source ? source : productOf(source);
  const former = product.odcs?.document.apiVersion;
  const version: OdcsApiVersion =
    options.apiVersion === undefined
      ? ((former as OdcsApiVersion | undefined) ?? 'v3.1.0')
      : `v${options.apiVersion}`;
  const place = `data product ${product.name}`;
  const reader = silentReader(schemaVersionOf(version), product.odcs?.reading ?? {});
  const document = writtenOf(product, version, reader);
  const faults = odcsStructure(reader.version)(document, []);
  if (faults.length > 0) throw notExportable(place, faults, version);
  // The law that makes an export worth having, held for this very document.
  const isSame =
    document === product.odcs?.document ||
    isSameJson(readDocument(document, reader), toPlainJson(product.toJSON()));
  if (!isSame) throw notExportable(place, [], version);
  return writeYaml(document);
}
