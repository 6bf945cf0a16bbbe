import type { Type } from 'protobufjs';
import { loadPeer } from '../peer/load-peer.js';
import type { Decoder } from './decoder.js';
import { eventOf } from './protobuf-event.js';
import { messageAt, type ProtobufLibrary, rootOf } from './protobuf-root.js';
import { type DecodePayload, registeredDecoder, SchemaFault } from './registered-decoder.js';
import type { SchemaRegistry } from './schema-registry.js';
import { referencesOf } from './with-references.js';

/** How Protobuf is decoded. */
export interface ProtobufDecoderOptions {
  /** Where the schemas of the writers are. */
  readonly registry: SchemaRegistry;
}

/**
 * Decodes Protobuf as serializers of a schema registry write it, with the indexes that say which message
 * of the file it is. Takes the optional peer `protobufjs`.
 *
 * Fields keep the names of the `.proto` file. An integer that a double cannot hold comes as a bigint, an
 * enum by its name, bytes as a Uint8Array, `google.protobuf.Timestamp` as text in ISO 8601, and a wrapper
 * such as `google.protobuf.StringValue` as what it wraps. A field that was not written comes with its
 * default, or not at all where the schema tells one from the other. Faults: `no_schema_id`,
 * `unknown_schema_id`, `unknown_schema_reference`, `other_schema_type`, `invalid_schema`,
 * `unknown_message`, `invalid_protobuf`, `prototype_key`.
 *
 * @see https://protobuf.dev/programming-guides/encoding/
 */
export function protobufDecoder({ registry }: ProtobufDecoderOptions): Decoder {
  return registeredDecoder({
    name: 'protobuf',
    registry,
    type: 'PROTOBUF',
    compile: async (schema) => {
      const library = await loadPeer('protobufjs', () => import('protobufjs'));
      const references = await referencesOf(registry, schema);
      const files = [...references.map((each) => each.schema), schema.schema];
      const root = rootOf(library, files);
      const types = new Map<string, Type>();
      const typeAt = (path: readonly number[]): Type => {
        const key = path.join();
        const type = types.get(key) ?? messageAt(library, root, schema.schema, path);
        types.set(key, type);
        return type;
      };
      return decodePayload(
        library,
        typeAt,
        files.some((file) => /\bmap\s*<|__proto__/.test(file)),
      );
    },
  });
}

function decodePayload(
  library: ProtobufLibrary,
  typeAt: (path: readonly number[]) => Type,
  isAtRisk: boolean,
): DecodePayload {
  return (payload) => {
    const bytes = Buffer.from(payload.buffer, payload.byteOffset, payload.byteLength);
    if (isAtRisk && bytes.includes('__proto__')) throw new SchemaFault('prototype_key');
    const reader = library.Reader.create(bytes);
    const type = typeAt(messageIndexes(reader));
    return eventOf(type.decode(reader), type);
  };
}

/** Where the message is in its file: a count and as many indexes, or a zero for the first message. */
function messageIndexes(reader: { sint32(): number }): readonly number[] {
  const count = reader.sint32();
  if (count === 0) return [0];
  if (count < 0 || count > 100) throw new RangeError('no count of indexes');
  return Array.from({ length: count }, () => reader.sint32());
}
