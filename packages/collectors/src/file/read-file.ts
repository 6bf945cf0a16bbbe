import type { ResumePoint, SourceConsumer } from '@das/core';
import { CollectorsError } from '../errors/collectors-error.js';
import type { Decoding, StartAt } from '../format/format.js';
import { about, isAppendable, isLineEnd, type OpenedFile } from './file-content.js';

/** How a file is read. */
export interface ReadFileOptions extends Decoding {
  readonly consumer: Pick<SourceConsumer, 'deliver'>;
  readonly signal: AbortSignal;
  /** Whether the file may be written to, so that a last line without its end is left alone. */
  readonly isGrowing: boolean;
  /** Told how far the file was read: the byte, or the whole file where bytes are not counted. */
  readonly onRead: (byte: number) => void;
}

/** Delivers what is new in a file and gives the point to go on at. */
export async function readFile(
  file: OpenedFile,
  from: ResumePoint | undefined,
  options: ReadFileOptions,
): Promise<ResumePoint> {
  const { consumer, signal, isGrowing, onRead } = options;
  const { partition, opened, size, content } = file;
  const start: StartAt = { offset: from?.offset ?? 0, byte: Number(from?.position ?? 0) };
  const isPlain = isAppendable(file);
  if (isPlain && start.byte > size) throw shrunk(partition);
  if (isPlain && !(await about(file, () => isLineEnd(content, start.byte)))) {
    throw lineGrew(partition);
  }
  let reached: ResumePoint = { offset: 0, position: undefined };
  if (opened.isSeekable && start.byte > 0) reached = { ...start, position: String(start.byte) };
  const deliver = async (records: Parameters<SourceConsumer['deliver']>[0]['records']) => {
    const { offset: nextOffset, position } = reached;
    await consumer.deliver({ partition, records, nextOffset, position });
  };
  const { decode, prepareToDecode } = options;
  const chunks = opened.read({ start, isGrowing, decode, prepareToDecode });
  // What a consumer throws has codes of its own, which must not be taken for those of the file.
  const failed: { by?: unknown } = {};
  await about(file, async () => {
    for await (const { records, nextOffset, nextByte } of chunks) {
      if (signal.aborted) return;
      const position = nextByte === undefined ? undefined : String(nextByte);
      reached = { offset: nextOffset, position };
      if (nextOffset <= start.offset) continue;
      await deliver(records).catch((error: unknown) => {
        failed.by = error;
        throw error;
      });
      if (nextByte !== undefined) onRead(nextByte);
    }
  }).catch((error: unknown) => {
    throw failed.by ?? error;
  });
  if (signal.aborted) return reached;
  if (reached.offset < start.offset) throw shrunk(partition);
  if (!opened.isSeekable) onRead(size);
  if (isPlain && !opened.isSeekable && !isGrowing && reached.offset > start.offset) {
    // Without the byte, nobody could see later that the last row was not complete.
    reached = { offset: reached.offset, position: String(size) };
    await deliver([]);
  }
  return reached;
}

function shrunk(partition: string): CollectorsError {
  return new CollectorsError('DAS_SOURCE_SHRUNK', 'the file is shorter than what was read of it', {
    place: partition,
    next: 'put the file back, or give the new content a new name',
  });
}

function lineGrew(partition: string): CollectorsError {
  return new CollectorsError(
    'DAS_SOURCE_LINE_GREW',
    'the last line was still being written when it was read',
    {
      place: partition,
      next: 'correct what landed of that line, give the lines after it a new name, and write files completely before they are collected, or follow them',
    },
  );
}
