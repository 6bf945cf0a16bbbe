import type { AnyContract } from '@das/contracts';
import { Collector, type CollectorContext, type Source } from '@das/core';
import { type CsvOptions, csv } from '../format/csv.js';
import type { FileFormat } from '../format/format.js';
import { ndjson } from '../format/ndjson.js';
import { FileSource } from './file-source.js';

/**
 * Collects files: NDJSON or CSV, plain or gzip, from a folder or a glob.
 *
 * Each file is read once: running again lands only files that are new and lines that were appended.
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

  /** Default: CSV for `.csv` and `.csv.gz`, else NDJSON. Give options to read CSV another way. */
  readonly format: 'ndjson' | 'csv' | CsvOptions | undefined = undefined;

  async openSource({ baseDirectory }: CollectorContext): Promise<Source> {
    return this.openFiles(this.files, baseDirectory, `file:${this.name}`);
  }

  /** Opens other files the same way: what a replay reads. */
  openFiles(files: string | readonly string[], baseDirectory: string, name: string): Source {
    const columns = this.#expectedColumns();
    return new FileSource({
      name,
      files,
      baseDirectory,
      format: this.#resolveFormat(columns),
      columns,
      decode: (raw) => this.decode(raw),
    });
  }

  #resolveFormat(columns: readonly string[]): FileFormat | undefined {
    if (this.format === undefined) return undefined;
    if (this.format === 'ndjson') return ndjson;
    return csv({ columns, ...(this.format === 'csv' ? {} : this.format) });
  }

  /** Without a transform, a file's columns are the contract's; with one, only the transform knows. */
  #expectedColumns(): readonly string[] {
    const isTransformed = this.transform !== Collector.prototype.transform;
    return isTransformed ? [] : this.contract.columns.map((column) => column.name);
  }
}
