import type { $ZodObject } from 'zod/v4/core';
import type { ContractDocument } from '../model/contract-document.js';
import { checksOf } from './schema-definition.js';

/** What a schema says of records as a whole: what becomes of unknown keys, and its checks in code. */
export function recordShapeOf(
  schema: $ZodObject,
): Pick<ContractDocument, 'unknownKeys' | 'refinements'> {
  return {
    unknownKeys: schema._zod.def.catchall === undefined ? 'drop' : 'refuse',
    refinements: checksOf(schema).length,
  };
}
