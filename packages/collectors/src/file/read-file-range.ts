import { stat } from 'node:fs/promises';
import type { SourceConsumer, SourceRange } from '@das/core';
import { CollectorsError } from '../errors/collectors-error.js';
import type { Decoding } from '../format/format.js';
import { consumerOfPart, type Part, wholePart } from '../range/consumer-of-part.js';
import { about, type FileExpectation, openFile, type SourceFile } from './file-content.js';
import { readFile } from './read-file.js';

/** How a part of some files is read. */
export interface ReadFileRangeOptions extends Decoding {
  readonly consumer: SourceConsumer;
  readonly signal: AbortSignal;
  readonly expectation: FileExpectation;
}

/**
 * Reads records of files again by their numbers, or whole files that were written to at a time or
 * later: records of a file have no times of their own.
 *
 * @throws {@link CollectorsError} `DAS_SOURCE_NOT_FOUND` for a file that the source does not have
 */
export async function readFileRange(
  found: readonly SourceFile[],
  range: SourceRange,
  options: ReadFileRangeOptions,
): Promise<void> {
  const { consumer, signal, expectation, ...decoding } = options;
  const wanted =
    range.kind === 'range' ? named(found, range.partitions) : await written(found, range);
  const ready = [];
  for (const { file, part } of wanted)
    ready.push({ file: await openFile(file, expectation), part });
  if (ready.length === 0 || signal.aborted) return;
  await consumer.assign(
    ready.map(({ file: { partition, identity } }) => ({ partition, identity })),
  );
  for (const { file, part } of ready) {
    // What comes after the part need not be read.
    const over = new AbortController();
    const reading = {
      ...decoding,
      consumer: consumerOfPart(consumer, part, () => over.abort()),
      signal: AbortSignal.any([signal, over.signal]),
    };
    await readFile(file, undefined, { ...reading, isGrowing: false, onRead: () => {} });
  }
}

function named(
  found: readonly SourceFile[],
  partitions: Readonly<Record<string, Part>>,
): readonly { readonly file: SourceFile; readonly part: Part }[] {
  return Object.entries(partitions).map(([name, part]) => {
    const file = found.find(({ partition }) => partition === name);
    if (file !== undefined) return { file, part };
    throw new CollectorsError('DAS_SOURCE_NOT_FOUND', 'the collector reads no such file', {
      place: name,
      next: 'name the file as OPS.COLLECTOR_OFFSETS and the quarantine do, in PARTITION',
    });
  });
}

async function written(
  found: readonly SourceFile[],
  { time }: { readonly time: Date },
): Promise<readonly { readonly file: SourceFile; readonly part: Part }[]> {
  const recent = [];
  for (const file of found) {
    const { mtimeMs } = await about(file, () => stat(file.path));
    if (mtimeMs >= time.getTime()) recent.push({ file, part: wholePart });
  }
  return recent;
}
