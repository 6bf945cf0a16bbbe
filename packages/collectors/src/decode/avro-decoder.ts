import type { Resolver, Schema, Type } from 'avsc';
import { loadPeer } from '../peer/load-peer.js';
import { isUnbounded } from './avro-bounds.js';
import { type AvroLibrary, avroTypes } from './avro-types.js';
import type { Decoder } from './decoder.js';
import { plainRecord } from './plain-record.js';
import {
  type DecodePayload,
  type RegisteredDecoderOptions,
  registeredDecoder,
  SchemaFault,
} from './registered-decoder.js';
import type { SchemaRegistry } from './schema-registry.js';
import { referencesOf } from './with-references.js';

/** How Avro is decoded. */
export interface AvroDecoderOptions {
  /** Where the schemas of the writers are. */
  readonly registry: SchemaRegistry;
  /**
   * The schema to read with: what a writer's schema has is resolved to it, with its defaults and
   * aliases. Default: what was written is what is read.
   */
  readonly readerSchema?: object | undefined;
}

/**
 * Decodes Avro as serializers of a schema registry write it. Takes the optional peer `avsc`.
 *
 * A long that a double cannot hold comes as a bigint. Of the logical types, `timestamp-millis` comes as
 * a Date; finer and local timestamps, dates and times as text in ISO 8601, with all their digits;
 * decimals as text with their scale; `uuid` as text. A union that would be ambiguous comes as
 * `{branch: value}`. Faults: `no_schema_id`, `unknown_schema_id`, `unknown_schema_reference`,
 * `other_schema_type`, `invalid_schema`, `incompatible_schema`, `invalid_avro`, `prototype_key`,
 * `unbounded_array` (of items that take no bytes, or of records that double what they hold, so that a short payload
 * stands for any number of values).
 *
 * @see https://avro.apache.org/docs/1.12.0/specification/
 */
export function avroDecoder({ registry, readerSchema }: AvroDecoderOptions): Decoder {
  return registeredDecoder({
    name: 'avro',
    registry,
    type: 'AVRO',
    compile: compileOf(registry, readerSchema),
  });
}

function compileOf(
  registry: SchemaRegistry,
  readerSchema: object | undefined,
): RegisteredDecoderOptions['compile'] {
  return async (schema) => {
    const avro = await loadPeer('avsc', () => import('avsc'));
    const references = await referencesOf(registry, schema);
    const texts = [...references.map((each) => each.schema), schema.schema];
    const writer = typeOf(avro, texts);
    if (isUnbounded(writer)) throw new SchemaFault('unbounded_array');
    const isAtRisk = texts.some((text) => /"map"|__proto__/.test(text));
    if (readerSchema === undefined) return decodePayload(writer, undefined, isAtRisk);
    const reader = typeOf(avro, [JSON.stringify(readerSchema)]);
    return decodePayload(reader, resolverOf(reader, writer), isAtRisk);
  };
}

/** The type of the last schema; those before it are what it may name. */
function typeOf(avro: AvroLibrary, schemas: readonly string[]): Type {
  const options = avroTypes(avro);
  try {
    const types = schemas.map((text) => avro.Type.forSchema(parsedSchema(text), options));
    return types.at(-1) as Type;
  } catch {
    throw new SchemaFault('invalid_schema');
  }
}

/** A schema that is nothing but the name of a type may stand without quotes. */
function parsedSchema(text: string): Schema {
  return /^\s*[{["]/.test(text) ? (JSON.parse(text) as Schema) : (text.trim() as Schema);
}

function resolverOf(reader: Type, writer: Type): Resolver {
  try {
    return reader.createResolver(writer);
  } catch {
    throw new SchemaFault('incompatible_schema');
  }
}

/**
 * avsc sets fields and keys of maps by assignment, so one called `__proto__` would be lost in the
 * prototype. It cannot be told from the outside; a record that may hold it is refused.
 */
function decodePayload(
  type: Type,
  resolver: Resolver | undefined,
  isAtRisk: boolean,
): DecodePayload {
  return (payload) => {
    const bytes = Buffer.from(payload.buffer, payload.byteOffset, payload.byteLength);
    if (isAtRisk && bytes.includes('__proto__')) throw new SchemaFault('prototype_key');
    return plainRecord(type.fromBuffer(bytes, resolver));
  };
}
