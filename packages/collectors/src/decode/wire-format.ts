/** A value as serializers of a schema registry write it: a zero byte, the schema's id, the rest. */
export interface RegisteredValue {
  readonly schemaId: number;
  readonly payload: Uint8Array;
}

const headerLength = 5;

/**
 * Reads the header of the registry's wire format, if there is one.
 *
 * @see https://docs.confluent.io/platform/current/schema-registry/fundamentals/serdes-develop/index.html#wire-format
 */
export function registeredValueOf(raw: Uint8Array): RegisteredValue | undefined {
  if (raw.length < headerLength || raw[0] !== 0) return undefined;
  const bytes = Buffer.from(raw.buffer, raw.byteOffset, raw.byteLength);
  return { schemaId: bytes.readUInt32BE(1), payload: bytes.subarray(headerLength) };
}
