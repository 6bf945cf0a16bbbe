import type { ResumePoint, SourceConsumer } from '@das/core';
import type { Decoding, FileFormat, RecordChunk } from '../format/format.js';
import { openContent } from '../format/open-content.js';
import { type ExpectedEncryption, objectContent } from './object-content.js';
import { objectFaultOf, referenceTo, s3FailureOf } from './object-fault.js';
import { readPosition, writePosition } from './object-position.js';
import type { ObjectVersion, S3Port } from './s3-port.js';

/** How objects are read. */
export interface ReadObjectOptions extends Decoding {
  readonly port: S3Port;
  readonly consumer: SourceConsumer;
  readonly signal: AbortSignal;
  readonly format: FileFormat | undefined;
  readonly columns: readonly string[];
  readonly encryption: ExpectedEncryption | undefined;
  /** Whether the object is still this process's to read: asked before each delivery. */
  readonly isMine: () => boolean;
  /** Told how many bytes of the object are left. */
  readonly onLeft: (bytes: number) => void;
}

/**
 * Delivers what has not landed of an object's version. The last delivery says that it was the last,
 * so one chunk is held back until the next is there.
 *
 * @returns whether the whole of it was delivered, now or before
 */
export async function readObject(
  partition: string,
  version: ObjectVersion,
  from: ResumePoint | undefined,
  options: ReadObjectOptions,
): Promise<boolean> {
  const { consumer, signal, isMine, onLeft } = options;
  const { byte, isDone } = readPosition(from);
  if (isDone) return true;
  const start = { offset: from?.offset ?? 0, byte };
  let held: RecordChunk = { records: [], nextOffset: start.offset, nextByte: undefined };
  const deliver = async ({ records, nextOffset }: RecordChunk, position: string | undefined) => {
    await consumer.deliver({ partition, records, nextOffset, position });
  };
  const mayGoOn = () => !signal.aborted && isMine();
  for await (const chunk of chunksOf(version, start, options)) {
    if (!mayGoOn()) return false;
    if (held.nextOffset > start.offset) {
      await deliver(held, writePosition({ byte: held.nextByte }));
      if (held.nextByte !== undefined) onLeft(version.size - held.nextByte);
    }
    held = chunk;
  }
  if (!mayGoOn()) return false;
  await deliver(held, writePosition({ isDone: true }));
  onLeft(0);
  return true;
}

/** The chunks that have not landed; in the place of what cannot be read there is a record that says so. */
async function* chunksOf(
  version: ObjectVersion,
  start: { readonly offset: number; readonly byte: number },
  { port, signal, encryption, format, columns, decode, prepareToDecode }: ReadObjectOptions,
): AsyncGenerator<RecordChunk> {
  const place = `s3://${version.bucket}/${version.key}`;
  let { offset } = start;
  try {
    const content = objectContent(port, version, encryption, signal);
    const opened = await openContent(content, { name: version.key, place, format, columns });
    for await (const chunk of opened.read({ start, decode, prepareToDecode })) {
      if (chunk.nextOffset <= start.offset) continue;
      offset = chunk.nextOffset;
      yield chunk;
    }
  } catch (error) {
    if (signal.aborted) return;
    const fault = objectFaultOf(error);
    if (fault === undefined) throw s3FailureOf(error, place);
    const record = { offset, raw: referenceTo(version), fault };
    yield { records: [record], nextOffset: offset + 1, nextByte: undefined };
  }
}
