import { randomUUID } from 'node:crypto';
import type { Collector, Source } from '@das/core';
import type { FileCollector } from './file-collector.js';
import { FileSource } from './file-source.js';

/**
 * Opens files for a replay through any collector: decoded as the collector decodes.
 *
 * Each replay reads from the start, under a name of its own: what was mended since the last one may
 * be anywhere in the files, and what has landed before is found by its bytes.
 */
export function replaySource(
  collector: Collector,
  files: string | readonly string[],
  baseDirectory: string,
): Source {
  const name = `replay:${collector.name}:${randomUUID()}`;
  if (isFileCollector(collector)) return collector.openFiles(files, baseDirectory, name);
  return new FileSource({
    name,
    files,
    baseDirectory,
    decode: (raw) => collector.decode(raw),
    prepareToDecode: (raw) => collector.prepareToDecode(raw),
  });
}

/** By shape, since a configuration file may have loaded another copy of this package. */
function isFileCollector(collector: Collector): collector is FileCollector {
  return 'openFiles' in collector;
}
