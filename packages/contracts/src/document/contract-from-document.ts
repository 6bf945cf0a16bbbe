import * as z from 'zod';
import { assembleContract } from '../definition/assemble-contract.js';
import { checkDocument } from '../definition/check-document.js';
import { freezeDeeply } from '../definition/freeze-deeply.js';
import { ContractError } from '../errors/contract-error.js';
import type { ContractColumn } from '../model/column.js';
import type { AnyContract } from '../model/contract.js';
import type { ContractDocument } from '../model/contract-document.js';
import { contractStructure } from './contract-structure.js';
import { toPlainJson } from './json.js';
import { schemaFromShape, type Unverifiable } from './schema-from-shape.js';
import { toJsonPointer } from './structure/structure.js';

/** How a contract is made from a document. */
export interface ContractFromDocumentOptions {
  /**
   * What becomes of values that the original schema held to something only its code could check: a
   * refinement, a transform, a custom type. Default `refuse`: such a record gets an issue with the
   * code `custom`, or `invalid_format` for a format without a known meaning.
   */
  readonly unverifiable?: Unverifiable;
}

/** A value passes if writers may hand it in and readers may meet it as it is. */
function columnSchema(column: ContractColumn, unverifiable: Unverifiable): z.ZodType {
  const stored = schemaFromShape(column.stored, unverifiable);
  if (column.accepted === undefined) return stored;
  return z.pipe(schemaFromShape(column.accepted, unverifiable), stored);
}

function recordSchema(document: ContractDocument, unverifiable: Unverifiable): z.ZodObject {
  const columns = Object.fromEntries(
    document.columns.map((column) => [column.name, columnSchema(column, unverifiable)]),
  );
  const schema = document.unknownKeys === 'drop' ? z.object(columns) : z.strictObject(columns);
  const checks = Array.from({ length: document.refinements }, () =>
    z.refine(() => unverifiable === 'accept'),
  );
  return checks.length === 0 ? schema : schema.check(...checks);
}

function checkStructure(document: ContractDocument): void {
  const faults = contractStructure(toPlainJson(document), []);
  const [first] = faults;
  if (first === undefined) return;
  throw new ContractError(
    'DAS_CONTRACT_INVALID_DOCUMENT',
    `the document is no contract: ${toJsonPointer(first.path) || 'it'} ${first.message}`,
    {
      place: toJsonPointer(first.path) || 'the document',
      next: 'give a document as toJSON() of a contract makes it',
    },
  );
}

/**
 * The contract that a document tells of, with a zod schema rebuilt from the shapes of its columns.
 *
 * `toJSON()` gives the document back as it is. Records are parsed: what the shapes tell is checked;
 * what only the code of the original schema could check is refused, unless the options say
 * otherwise, since a check that cannot be made has not been passed. Where the original changed
 * values on the way in (defaults, coercions), only values that need no change pass.
 *
 * @throws {@link ContractError} `DAS_CONTRACT_INVALID_DOCUMENT` when it is no document of a contract,
 * and the codes of `defineContract` when its names, keys, rules or durations are not valid
 * @example
 * ```ts
 * import { contractFromDocument, defineContract } from '@das/contracts';
 * import { z } from 'zod';
 *
 * const orders = defineContract({
 *   domain: 'commerce', name: 'orders', version: '1.0.0', owner: 'data-commerce',
 *   schema: z.object({ order_id: z.uuid(), total_usd: z.number().nonnegative() }),
 *   columns: { order_id: 'internal', total_usd: 'confidential' },
 * });
 * const text = JSON.stringify(orders);
 * const copy = contractFromDocument(JSON.parse(text));
 * console.log(copy.parseRecord({ order_id: 'x', total_usd: 1 }).ok);
 * // => false
 * ```
 */
export function contractFromDocument(
  document: ContractDocument,
  options: ContractFromDocumentOptions = {},
): AnyContract {
  checkStructure(document);
  const place = `contract ${document.name}`;
  checkDocument(document, place);
  const frozen = freezeDeeply(document);
  const schema = recordSchema(frozen, options.unverifiable ?? 'refuse');
  return assembleContract(frozen, schema, place);
}
