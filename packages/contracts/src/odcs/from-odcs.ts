import { contractFromDocument } from '../document/contract-from-document.js';
import { isJsonObject, type Json, type JsonObject } from '../document/json.js';
import type { Unverifiable } from '../document/schema-from-shape.js';
import { faultAt, type StructureFault, toJsonPointer } from '../document/structure/structure.js';
import { DasError } from '../errors/das-error.js';
import type { AnyContract } from '../model/contract.js';
import type { ContractDocument } from '../model/contract-document.js';
import type { DataProduct, DataProductDocument } from '../product/data-product.js';
import { defineDataProduct } from '../product/define-data-product.js';
import { readDocument } from './lens/document-lens.js';
import type { OdcsFindingCode } from './lens/reader.js';
import type { OdcsReading } from './odcs-origin.js';
import { type OdcsApiVersion, odcsVersions, schemaVersionOf } from './odcs-version.js';
import { odcsStructure } from './structure/document-structure.js';
import { readYaml, type YamlSource } from './yaml/read-yaml.js';

/** A decision that was taken while a document was read. */
export interface OdcsFinding {
  readonly code: OdcsFindingCode;
  /** A JSON pointer (RFC 6901) into the document, such as `/schema/0/properties/3`. */
  readonly path: string;
  /** What was decided, in a sentence without values of the document. */
  readonly message: string;
}

/** How {@link fromOdcs} reads a document. */
export interface FromOdcsOptions extends OdcsReading {
  /** What errors call the text. Default `contract.odcs.yaml`. */
  readonly file?: string;
  /** What becomes of values that only code could check, as for `contractFromDocument`. Default `refuse`. */
  readonly unverifiable?: Unverifiable;
}

/** What {@link fromOdcs} gives. */
export interface OdcsImport {
  readonly product: DataProduct;
  /** Every decision that was taken, in the order of the document. Read them before the contract is used. */
  readonly findings: readonly OdcsFinding[];
  readonly apiVersion: OdcsApiVersion;
}

/** Sections that DAS keeps and does not act on. */
const keptSections = ['servers', 'roles', 'price'];

const mend = 'correct the document where the place says';

function headOf(source: YamlSource): { document: JsonObject; apiVersion: OdcsApiVersion } {
  const { value } = source;
  const refuse = (fault: readonly StructureFault[]) =>
    source.error('DAS_ODCS_NOT_A_CONTRACT', fault, 'give a document with kind: DataContract');
  if (!isJsonObject(value)) throw refuse(faultAt([], 'must be an object'));
  if (value.kind !== undefined && value.kind !== 'DataContract') {
    throw refuse(faultAt(['kind'], 'must be DataContract'));
  }
  if (value.dataContractSpecification !== undefined) {
    throw refuse(faultAt(['dataContractSpecification'], 'belongs to another specification', true));
  }
  const apiVersion = odcsVersions.find((version) => version === value.apiVersion);
  if (apiVersion !== undefined) return { document: value, apiVersion };
  const isAbsent = value.apiVersion === undefined;
  throw source.error(
    isAbsent ? 'DAS_ODCS_INVALID' : 'DAS_ODCS_UNSUPPORTED_VERSION',
    faultAt(['apiVersion'], isAbsent ? 'is missing' : `must be one of ${odcsVersions.join(', ')}`),
    isAbsent ? mend : 'convert the document to version 3.1.0 of the standard',
  );
}

function contractAt(
  document: ContractDocument,
  at: number,
  source: YamlSource,
  unverifiable: Unverifiable,
): AnyContract {
  try {
    return contractFromDocument(document, { unverifiable });
  } catch (error) {
    if (!DasError.isInstance(error)) throw error;
    const next = error.next ?? mend;
    throw source.error(
      'DAS_ODCS_INVALID',
      faultAt(['schema', at], `makes no contract: ${error.message}`),
      next,
    );
  }
}

function productOf(
  read: DataProductDocument,
  document: JsonObject,
  reading: OdcsReading,
  make: (contract: ContractDocument) => AnyContract,
): DataProduct {
  return defineDataProduct({
    ...read,
    contracts: read.contracts.map(make),
    odcs: { document, reading },
  });
}

/**
 * Reads a document of the Open Data Contract Standard, versions 3.0.0 to 3.2.0, in YAML 1.2 or JSON.
 *
 * Nothing is lost: the product carries the whole document, and {@link toOdcs} writes it back. What
 * the document leaves open is decided for the safe side, and each decision is a finding: a
 * classification that is missing or unknown is `phi`, a column without a logical type lets anything
 * through, a rule or an objective that DAS does not have is kept and not checked.
 *
 * @throws {@link OdcsError} `DAS_ODCS_NOT_YAML`, `DAS_ODCS_NOT_A_CONTRACT`,
 * `DAS_ODCS_UNSUPPORTED_VERSION` or `DAS_ODCS_INVALID`, with all faults and their lines
 * @see https://bitol-io.github.io/open-data-contract-standard/
 * @example
 * ```ts
 * import { fromOdcs } from '@das/contracts/odcs';
 *
 * const { product, findings } = fromOdcs(`
 * apiVersion: v3.1.0
 * kind: DataContract
 * id: orders
 * name: orders
 * version: 1.0.0
 * status: active
 * domain: commerce
 * team: { name: data-commerce }
 * schema:
 *   - name: orders
 *     properties:
 *       - { name: order_id, logicalType: string, required: true, classification: internal }
 *       - { name: iban, logicalType: string, classification: restricted }
 * `);
 * console.log(product.contract('orders').column('iban').classification, findings[0]?.path);
 * // => phi /schema/0/properties/1/classification
 * ```
 */
export function fromOdcs(text: string, options: FromOdcsOptions = {}): OdcsImport {
  const { file = 'contract.odcs.yaml', unverifiable = 'refuse', ...reading } = options;
  const source = readYaml(text, file);
  const { document, apiVersion } = headOf(source);
  const version = schemaVersionOf(apiVersion);
  const faults: StructureFault[] = [...odcsStructure(version)(document, [])];
  if (faults.length > 0) throw source.error('DAS_ODCS_INVALID', faults, mend);

  const findings = new Map<string, OdcsFinding>();
  const decide = (code: OdcsFindingCode, pointer: string, message: string) => {
    findings.set(`${code} ${pointer}`, Object.freeze({ code, path: pointer, message }));
  };
  for (const pointer of source.rounded) {
    decide('number-rounded', pointer, 'the number has more digits than can be kept');
  }
  const read = readDocument(document, {
    version,
    reading,
    decide: (code, path, message) => decide(code, toJsonPointer(path), message),
    refuse: (more) => faults.push(...more),
  });
  if (faults.length > 0) throw source.error('DAS_ODCS_INVALID', faults, mend);
  for (const section of keptSections.filter((name) => isFilled(document[name]))) {
    decide('section-kept', `/${section}`, 'the section is kept and not acted on');
  }
  const tableOf = new Map(read.contracts.map((contract, at) => [contract, at] as const));
  const product = productOf(read, document, reading, (contract) =>
    contractAt(contract, tableOf.get(contract) ?? 0, source, unverifiable),
  );
  return Object.freeze({ product, findings: Object.freeze([...findings.values()]), apiVersion });
}

function isFilled(section: Json | undefined): boolean {
  if (Array.isArray(section)) return section.length > 0;
  return isJsonObject(section) && Object.keys(section).length > 0;
}
