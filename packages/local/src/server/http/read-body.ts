import type { IncomingMessage } from 'node:http';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { sessionFailures, WireFailure } from '../wire-failure.js';

const decompress = promisify(gunzip);

/** What a JSON object of a request holds, before it is read. */
export type JsonObject = Readonly<Record<string, unknown>>;

/**
 * Reads the body of a request as a JSON object; an empty body is an empty object.
 *
 * @throws WireFailure when it is longer than `limit` bytes, before or after decompression, or no
 * JSON object.
 */
export async function readBody(request: IncomingMessage, limit: number): Promise<JsonObject> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    size += part.length;
    if (size > limit) throw tooLarge();
    parts.push(part);
  }
  if (size === 0) return {};
  const bytes = Buffer.concat(parts);
  const isCompressed = bytes[0] === 0x1f && bytes[1] === 0x8b;
  const text = isCompressed ? await unzip(bytes, limit) : bytes.toString('utf8');
  return asObject(parse(text));
}

async function unzip(bytes: Buffer, limit: number): Promise<string> {
  try {
    return (await decompress(bytes, { maxOutputLength: limit })).toString('utf8');
  } catch (error) {
    const isTooLarge = error instanceof RangeError;
    throw isTooLarge ? tooLarge() : sessionFailures.badRequest('The body is not gzip.');
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw sessionFailures.badRequest('The body is not JSON.');
  }
}

/** A member of a request as an object; anything else is an empty one. */
export function asObject(value: unknown): JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as JsonObject)
    : {};
}

/** A member of a request as text; anything else is absent. */
export function asText(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function tooLarge(): WireFailure {
  return new WireFailure('390400', '08001', 'The request is too large.', 413);
}
