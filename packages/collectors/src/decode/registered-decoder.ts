import type { DecodedRecord } from '@das/core';
import { longestRecord } from '../format/format.js';
import type { Decoder } from './decoder.js';
import type { RegisteredSchema, SchemaRegistry } from './schema-registry.js';
import { registeredValueOf } from './wire-format.js';

/** Decodes the payloads of one schema. It throws when a payload is not of the schema, perhaps a {@link SchemaFault}. */
export type DecodePayload = (payload: Uint8Array) => unknown;

/** How payloads of one kind of schema are decoded. */
export interface RegisteredDecoderOptions {
  readonly name: string;
  readonly registry: SchemaRegistry;
  readonly type: RegisteredSchema['type'];
  /** Prepares for a schema, once. It throws a {@link SchemaFault} when the schema cannot be used. */
  readonly compile: (schema: RegisteredSchema) => Promise<DecodePayload>;
}

/** Says that a schema cannot be used: its message is the code of the fault that its records get. */
export class SchemaFault extends Error {
  override readonly name = 'SchemaFault';
}

/** How many schemas are asked for at a time. */
const atATime = 16;

/**
 * A decoder of values that name their schema by its id in a registry. The schemas of a batch are
 * fetched before it is decoded; a registry that cannot be reached rejects that, so nothing is
 * skipped, while an id that it does not know is the fault of its record.
 */
export function registeredDecoder(options: RegisteredDecoderOptions): Decoder {
  const compiled = new Map<number, DecodePayload | string>();
  const prepareOne = async (id: number): Promise<void> => {
    const schema = await options.registry.schemaOf(id);
    // Ids that do not exist are not kept: whoever makes them up could fill the memory with them.
    if (schema !== undefined) compiled.set(id, await compiledOf(schema, options));
  };
  return {
    name: options.name,
    async prepare(raw) {
      const ids = new Set<number>();
      for (const each of raw) {
        const value = typeof each === 'string' ? undefined : registeredValueOf(each);
        if (value !== undefined && !compiled.has(value.schemaId)) ids.add(value.schemaId);
      }
      const wanted = [...ids];
      for (let start = 0; start < wanted.length; start += atATime) {
        await Promise.all(wanted.slice(start, start + atATime).map(prepareOne));
      }
    },
    decode(raw) {
      if (raw.length > longestRecord) return { fault: 'record_too_large' };
      const value = typeof raw === 'string' ? undefined : registeredValueOf(raw);
      if (value === undefined) return { fault: 'no_schema_id' };
      return decoded(compiled.get(value.schemaId) ?? 'unknown_schema_id', value.payload, options);
    },
  };
}

async function compiledOf(
  schema: RegisteredSchema,
  { type, compile }: RegisteredDecoderOptions,
): Promise<DecodePayload | string> {
  if (schema.type !== type) return 'other_schema_type';
  try {
    return await compile(schema);
  } catch (error) {
    if (error instanceof SchemaFault) return error.message;
    throw error;
  }
}

function decoded(
  decode: DecodePayload | string,
  payload: Uint8Array,
  { name }: RegisteredDecoderOptions,
): DecodedRecord {
  if (typeof decode === 'string') return { fault: decode };
  try {
    return { event: decode(payload) };
  } catch (error) {
    // The error may quote the record, so only its kind is kept.
    return { fault: error instanceof SchemaFault ? error.message : `invalid_${name}` };
  }
}
