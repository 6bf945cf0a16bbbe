import type { $ZodObject } from 'zod/v4/core';
import type { ContractDocument } from '../model/contract-document.js';

/** What a schema says of records as a whole: what becomes of unknown keys, and its checks in code. */
export function recordShapeOf(
  schema: $ZodObject,
): Pick<ContractDocument, 'unknownKeys' | 'refinements'> {
  const { catchall, checks } = schema._zod.def;
  return {
    unknownKeys: catchall === undefined ? 'drop' : 'refuse',
    refinements: checks?.length ?? 0,
  };
}
