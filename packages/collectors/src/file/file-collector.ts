import type { AnyContract } from '@das/contracts';
import { Collector, type CollectorContext, type Source } from '@das/core';
import { expectedColumns } from '../format/expected-columns.js';
import { type FormatOption, namedFormat } from '../format/open-content.js';
import { FileSource } from './file-source.js';

/**
 * Collects files: NDJSON, CSV, JSON arrays or Parquet, plain, gzip or zstd, from a folder or a glob.
 *
 * Each file is read once: running again lands only files that are new and lines that were appended.
 * A run that follows waits for them.
 *
 * @example
 * ```ts
 * import { FileCollector } from '@das/collectors';
 * import { defineContract } from '@das/core';
 * import { z } from 'zod';
 *
 * const orders = defineContract({
 *   domain: 'commerce', name: 'orders', version: '1.0.0', owner: 'data-commerce',
 *   schema: z.object({ order_id: z.uuid() }),
 *   columns: { order_id: 'internal' },
 * });
 *
 * class OrdersCollector extends FileCollector<typeof orders> {
 *   readonly contract = orders;
 *   readonly files = 'data/orders/*.ndjson';
 * }
 * console.log(new OrdersCollector().name);
 * // => orders
 * ```
 */
export abstract class FileCollector<C extends AnyContract = AnyContract> extends Collector<C> {
  /** Files, folders or globs, relative to the configuration file, with `/` separators. */
  abstract readonly files: string | readonly string[];

  /**
   * Default: Parquet by its first bytes, CSV by the name `.csv`, a JSON array by `.json` and its
   * bracket, else NDJSON. Give options to read CSV another way.
   */
  readonly format: FormatOption = undefined;

  async openSource({ baseDirectory, follow }: CollectorContext): Promise<Source> {
    return this.openFiles(this.files, baseDirectory, `file:${this.name}`, follow);
  }

  /** Opens other files the same way: what a replay reads. */
  openFiles(
    files: string | readonly string[],
    baseDirectory: string,
    name: string,
    follow = false,
  ): Source {
    const columns = expectedColumns(this);
    return new FileSource({
      name,
      files,
      baseDirectory,
      follow,
      format: namedFormat(this.format, columns),
      columns,
      decode: (raw) => this.decode(raw),
      prepareToDecode: (raw) => this.prepareToDecode(raw),
    });
  }
}
