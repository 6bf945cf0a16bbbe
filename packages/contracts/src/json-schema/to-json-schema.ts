import type { ContractColumn } from '../model/column.js';
import type { ContractDocument } from '../model/contract-document.js';
import { safeHarborLetterOf } from '../model/semantic-type.js';
import type { ValueShape } from '../model/value-shape.js';
import { type JsonSchema, type JsonSchemaTarget, withUnverified } from './json-schema.js';
import { mayBeAbsent, presentShape, shapeSchema } from './shape-schema.js';

/** How a contract becomes a JSON Schema. */
export interface JsonSchemaOptions {
  /** Default `2020-12`. */
  readonly target?: JsonSchemaTarget;
  /** The records that readers meet (`stored`, the default), or those that writers may hand in (`accepted`). */
  readonly side?: 'stored' | 'accepted';
}

const metaSchemas: Readonly<Record<JsonSchemaTarget, string>> = {
  '2020-12': 'https://json-schema.org/draft/2020-12/schema',
  '2019-09': 'https://json-schema.org/draft/2019-09/schema',
  'draft-07': 'http://json-schema.org/draft-07/schema#',
};

/**
 * Exports a contract to the JSON Schema of its records.
 *
 * JSON is meant as DAS writes it: a date is a text in ISO 8601, a bigint the text of its digits, a
 * `Set` a list, a `Map` an object. The schema never refuses what the contract takes; what it cannot
 * check, such as checks in code, is named in `x-das-unverified` at its place. All keywords of DAS
 * are listed in {@link jsonSchemaAnnotations}.
 *
 * @see https://json-schema.org/draft/2020-12
 * @example
 * ```ts
 * import { defineContract, toJsonSchema } from '@das/contracts';
 * import { z } from 'zod';
 *
 * const orders = defineContract({
 *   domain: 'commerce', name: 'orders', version: '1.0.0', owner: 'data-commerce',
 *   schema: z.object({ region: z.enum(['AMER', 'EMEA']), placed_at: z.date().optional() }),
 *   columns: { region: 'internal', placed_at: 'internal' },
 * });
 * const { properties, required } = toJsonSchema(orders);
 * console.log(JSON.stringify(required), JSON.stringify(properties));
 * // => ["region"] {"region":{"type":"string","enum":["AMER","EMEA"],"x-das-classification":"internal"},"placed_at":{"type":"string","format":"date-time","x-das-classification":"internal"}}
 * ```
 */
export function toJsonSchema(
  contract: ContractDocument,
  { target = '2020-12', side = 'stored' }: JsonSchemaOptions = {},
): JsonSchema {
  const shapes = contract.columns.map(
    (column) =>
      [column, side === 'stored' ? column.stored : (column.accepted ?? column.stored)] as const,
  );
  return withUnverified(
    {
      $schema: metaSchemas[target],
      $id: `urn:das:contract:${contract.domain}.${contract.name}:${contract.version}:${side}`,
      title: contract.name,
      ...(contract.description === undefined ? {} : { description: contract.description }),
      'x-das-contract': `${contract.domain}.${contract.name}`,
      'x-das-version': contract.version,
      type: 'object',
      properties: Object.fromEntries(
        shapes.map(([column, shape]) => [column.name, columnSchema(column, shape, side, target)]),
      ),
      required: shapes.filter(([, shape]) => !mayBeAbsent(shape)).map(([{ name }]) => name),
      ...(contract.unknownKeys === 'refuse' ? { additionalProperties: false } : {}),
    },
    contract.refinements > 0 ? ['checks in code'] : [],
  );
}

function columnSchema(
  column: ContractColumn,
  shape: ValueShape,
  side: 'stored' | 'accepted',
  target: JsonSchemaTarget,
): JsonSchema {
  const { classification, semantic, unit, deprecated, description, examples } = column;
  const letter = semantic === undefined ? undefined : safeHarborLetterOf(semantic);
  const isOpen = column.isEnumOpen && side === 'stored';
  const schema = shapeSchema(presentShape(isOpen ? openShape(shape) : shape), target);
  return {
    ...schema,
    ...(description === undefined ? {} : { description }),
    ...(examples.length === 0 ? {} : { examples }),
    ...(deprecated === undefined || target === 'draft-07' ? {} : { deprecated: true }),
    'x-das-classification': classification,
    ...(semantic === undefined ? {} : { 'x-das-semantic': semantic }),
    ...(letter === undefined ? {} : { 'x-das-safe-harbor': letter }),
    ...(unit === undefined ? {} : { 'x-das-unit': unit }),
    ...(column.isEnumOpen ? { 'x-das-enum': column.enum ?? [] } : {}),
    ...(deprecated === undefined ? {} : { 'x-das-deprecated': deprecated }),
  };
}

/** The same shape without the end of its list of texts: readers have to expect more of them. */
function openShape(shape: ValueShape): ValueShape {
  if (shape.kind === 'union') return { ...shape, options: shape.options.map(openShape) };
  const isText = shape.kind === 'enum' && shape.values.every((value) => typeof value === 'string');
  return isText ? { kind: 'string' } : shape;
}
