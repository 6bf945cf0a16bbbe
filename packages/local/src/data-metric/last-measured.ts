import type { DuckDBConnection } from '@duckdb/node-api';

/** Up to when an association was measured: the time that was due, and the change that was seen. */
export interface Measured {
  readonly scheduled: number;
  readonly position: number;
}

/** Knows how far each association was measured, so that no due time is measured twice. */
export class LastMeasured {
  readonly #known = new Map<string, Measured>();
  #loading: Promise<void> | undefined;

  /** Goes on where the file ends. */
  async load(connection: DuckDBConnection): Promise<void> {
    this.#loading ??= this.#read(connection);
    await this.#loading;
  }

  of(reference: string): Measured | undefined {
    return this.#known.get(reference);
  }

  /** Notes that a time or a change is measured now; false when it was before. */
  claim(reference: string, { scheduled, position }: Measured): boolean {
    const known = this.#known.get(reference) ?? { scheduled: 0, position: 0 };
    const isNew = position > 0 ? position > known.position : scheduled > known.scheduled;
    if (!isNew) return false;
    this.#known.set(reference, {
      scheduled: Math.max(scheduled, known.scheduled),
      position: Math.max(position, known.position),
    });
    return true;
  }

  async #read(connection: DuckDBConnection): Promise<void> {
    const reader = await connection.runAndReadAll(
      'SELECT reference, max(scheduled), max(position) FROM das_catalogue.data_metric_results GROUP BY reference',
    );
    for (const [reference, scheduled, position] of reader.getRows()) {
      this.#known.set(String(reference), {
        scheduled: Number(scheduled),
        position: Number(position),
      });
    }
  }
}
