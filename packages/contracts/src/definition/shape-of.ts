import type { $ZodObject, $ZodShape } from 'zod/v4/core';
import { ContractError } from '../errors/contract-error.js';

function invalidSchema(message: string, place: string): ContractError {
  return new ContractError('DAS_CONTRACT_INVALID_SCHEMA', message, {
    place,
    next: 'give a z.object or z.strictObject of zod 4',
  });
}

/**
 * The columns of a schema, for one that has a closed set of them. A schema that lets other keys
 * pass (`z.looseObject`, `catchall`) is refused: those would be stored unclassified.
 *
 * @throws {@link ContractError} `DAS_CONTRACT_INVALID_SCHEMA`
 */
export function shapeOf(schema: $ZodObject, place: string): $ZodShape {
  // Callers without types may pass anything, such as a schema of zod 3.
  const definition = (schema as Partial<$ZodObject> | undefined)?._zod?.def;
  if (definition?.type !== 'object') throw invalidSchema('the schema is not a zod object', place);
  const passing = definition.catchall?._zod.def.type;
  if (passing !== undefined && passing !== 'never') {
    throw invalidSchema('the schema lets keys pass that are no columns', place);
  }
  if (Object.keys(definition.shape).length === 0) {
    throw invalidSchema('the schema has no columns', place);
  }
  return definition.shape;
}
