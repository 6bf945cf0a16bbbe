import type { DomainNames } from '../domain/domain-names.js';
import { sql } from '../warehouse/statement.js';
import type { Session } from '../warehouse/warehouse.js';
import type { Collector } from './collector.js';
import type { Source, SourceConsumer, SourceRecord } from './source.js';

interface QuarantineRow {
  readonly ID: string;
  readonly PAYLOAD: string;
  readonly PAYLOAD_ENCODING: 'utf8' | 'base64';
}

const pageSize = 5000;

/** Reads what a collector's contract has in quarantine, in the order of ids, page by page. */
export class QuarantineSource implements Source {
  readonly name: string;
  readonly partition: string;
  readonly #collector: Collector;
  readonly #reader: Session;
  readonly #names: DomainNames;
  readonly #ids: string[] = [];
  #marked = 0;

  constructor(collector: Collector, reader: Session, names: DomainNames, runId: string) {
    this.name = `replay:${collector.name}`;
    this.partition = `quarantine:${runId}`;
    this.#collector = collector;
    this.#reader = reader;
    this.#names = names;
  }

  /** How many records were read. */
  get delivered(): number {
    return this.#ids.length;
  }

  /** The ids of the quarantine rows that a flush up to this offset has used, each given once. */
  idsUpTo(offset: number): readonly string[] {
    const ids = this.#ids.slice(this.#marked, offset);
    this.#marked = offset;
    return ids;
  }

  async consume(consumer: SourceConsumer, signal: AbortSignal): Promise<void> {
    await consumer.assign([{ partition: this.partition }]);
    let after = '';
    while (!signal.aborted) {
      const rows = await this.#page(after);
      const last = rows.at(-1);
      if (last === undefined) return;
      after = last.ID;
      const raw = rows.map(rawOf);
      await this.#collector.prepareToDecode(raw);
      const records = rows.map((row, index) => this.#record(row, raw[index] ?? ''));
      const nextOffset = this.#ids.length;
      await consumer.deliver({ partition: this.partition, records, nextOffset });
    }
  }

  async acknowledge(): Promise<void> {
    // Rows are marked in the transaction that lands them; there is nobody else to tell.
  }

  async #page(after: string): Promise<readonly QuarantineRow[]> {
    const result = await this.#reader.execute<QuarantineRow>(sql`
      SELECT "ID", "PAYLOAD", "PAYLOAD_ENCODING" FROM ${sql.id(...this.#names.quarantine)}
      WHERE "CONTRACT" = ${this.#collector.contract.name} AND "REPLAYED_AT" IS NULL
        AND NOT STARTSWITH("SOURCE", 'promotion:') AND "PARTITION" <> ${this.partition} AND "ID" > ${after}
      ORDER BY "ID" LIMIT ${pageSize}`);
    return result.rows;
  }

  #record(row: QuarantineRow, raw: string | Uint8Array): SourceRecord {
    const offset = this.#ids.length;
    this.#ids.push(row.ID);
    return { offset, raw, ...this.#collector.decode(raw) };
  }
}

function rawOf(row: QuarantineRow): string | Uint8Array {
  return row.PAYLOAD_ENCODING === 'base64' ? Buffer.from(row.PAYLOAD, 'base64') : row.PAYLOAD;
}
