import { type $ZodType, globalRegistry } from 'zod/v4/core';
import type { ContractColumn } from '../model/column.js';
import { definitionOf } from '../schema/schema-definition.js';

/** What a schema says of a column in words. */
export type ColumnMetadata = Partial<Pick<ContractColumn, 'description' | 'examples'>>;

/** More schemas than this are not looked through: some are made anew without end. */
const largest = 64;

/**
 * The description (or title) and the examples that were given to a schema with `describe` or
 * `meta`, looking through wrappers, which zod does not. A pipe is described by its end, or else by
 * its start.
 *
 * Nothing else is read: how sensitive a column is stands in the contract and nowhere else.
 */
export function columnMetadata(schema: $ZodType): ColumnMetadata {
  return metadataOf(schema, new Set());
}

/** A schema that was seen before is not read again: it may hold itself. */
function metadataOf(schema: $ZodType | undefined, seen: Set<$ZodType>): ColumnMetadata {
  if (schema === undefined || seen.has(schema) || seen.size > largest) return {};
  seen.add(schema);
  const { title, description, examples } = globalRegistry.get(schema) ?? {};
  const own: ColumnMetadata = {
    ...textOf(description, title),
    ...(Array.isArray(examples) ? { examples: examples.filter(isScalar) } : {}),
  };
  if (own.description !== undefined && own.examples !== undefined) return own;
  const { innerType, out, in: start, getter } = definitionOf(schema);
  const inner = [start, out, innerType, getter?.()].map((part) => metadataOf(part, seen));
  return Object.assign({}, ...inner, own);
}

function textOf(...candidates: readonly unknown[]): ColumnMetadata {
  const text = candidates.find((value) => typeof value === 'string' && value.trim() !== '');
  return typeof text === 'string' ? { description: text } : {};
}

function isScalar(value: unknown): value is string | number | boolean {
  return typeof value === 'string' || typeof value === 'boolean' || Number.isFinite(value);
}
