import type { DomainNames } from '../domain/domain-names.js';
import { CoreError } from '../errors/core-error.js';
import { readEnvelope } from '../landing/quarantine-lines.js';
import { sql } from '../warehouse/statement.js';
import type { Session } from '../warehouse/warehouse.js';
import type { Collector } from './collector.js';
import type { Source, SourceConsumer, SourceRecord } from './source.js';

/** A row of quarantine, without what it holds. */
interface QuarantineEntry {
  readonly ID: string;
  readonly PART: number | null;
  readonly PARTS: number | null;
  readonly LENGTH: number | null;
}

interface QuarantineRow {
  readonly ID: string;
  readonly PAYLOAD: string;
  readonly PAYLOAD_ENCODING: 'utf8' | 'base64';
  readonly ENVELOPE: string | null;
}

/** The ids of the rows of one record, in the order of its parts, and how long its payload is. */
interface HeldRecord {
  readonly ids: readonly string[];
  readonly length: number;
}

const pageSize = 5000;

/** How much is read at a time: payloads may be long. */
const readSize = { records: 1000, characters: 32 * 1024 * 1024 };

/** Reads what a collector's contract has in quarantine, in the order of ids, page by page. */
export class QuarantineSource implements Source {
  readonly name: string;
  readonly partition: string;
  readonly #collector: Collector;
  readonly #reader: Session;
  readonly #names: DomainNames;
  /** For each record that was read and has not landed, the ids of its rows. */
  #ids: (readonly string[])[] = [];
  #marked = 0;
  #delivered = 0;

  constructor(collector: Collector, reader: Session, names: DomainNames, runId: string) {
    this.name = `replay:${collector.name}`;
    this.partition = `quarantine:${runId}`;
    this.#collector = collector;
    this.#reader = reader;
    this.#names = names;
  }

  /** How many records were read. */
  get delivered(): number {
    return this.#delivered;
  }

  /** The ids of the quarantine rows that a flush up to this offset has used, each given once. */
  idsUpTo(offset: number): readonly string[] {
    const count = offset - this.#marked;
    const ids = this.#ids.slice(0, count).flat();
    this.#ids = this.#ids.slice(count);
    this.#marked = offset;
    return ids;
  }

  async consume(consumer: SourceConsumer, signal: AbortSignal): Promise<void> {
    await consumer.assign([{ partition: this.partition }]);
    let after = '';
    while (!signal.aborted) {
      const held = await this.#page(after);
      const last = held.at(-1);
      if (last === undefined) return;
      after = last.ids.at(-1) ?? after;
      for (const group of groupsOf(held)) {
        if (signal.aborted) return;
        const records = await this.#read(group);
        const nextOffset = this.#delivered;
        await consumer.deliver({ partition: this.partition, records, nextOffset });
      }
    }
  }

  async acknowledge(): Promise<void> {
    // Rows are marked in the transaction that lands them; there is nobody else to tell.
  }

  /** The records after an id, without those whose parts go on beyond the page. */
  async #page(after: string): Promise<readonly HeldRecord[]> {
    const { rows } = await this.#reader.execute<QuarantineEntry>(sql`
      SELECT "ID", "PART", "PARTS", LENGTH("PAYLOAD") AS "LENGTH"
      FROM ${sql.id(...this.#names.quarantine)}
      WHERE "CONTRACT" = ${this.#collector.contract.name} AND "REPLAYED_AT" IS NULL
        AND NOT STARTSWITH("SOURCE", 'promotion:') AND "PARTITION" <> ${this.partition} AND "ID" > ${after}
      ORDER BY "ID" LIMIT ${pageSize}`);
    const held: HeldRecord[] = [];
    for (let at = 0; at < rows.length; ) {
      const parts = rows.slice(at, at + (rows[at]?.PARTS ?? 1));
      // What is cut off by the end of the page starts the next one.
      if (parts.length < (rows[at]?.PARTS ?? 1) && rows.length === pageSize) break;
      if (!areOfOneRecord(parts)) throw incomplete(this.#names, parts[0]?.ID);
      held.push({
        ids: parts.map(({ ID }) => ID),
        length: parts.reduce((sum, { LENGTH }) => sum + (LENGTH ?? 0), 0),
      });
      at += parts.length;
    }
    if (held.length > 0 || rows.length === 0) return held;
    throw incomplete(this.#names, rows[0]?.ID);
  }

  async #read(group: readonly HeldRecord[]): Promise<readonly SourceRecord[]> {
    const wanted = sql.join(group.flatMap(({ ids }) => ids.map((id) => sql`${id}`)));
    const { rows } = await this.#reader.execute<QuarantineRow>(sql`
      SELECT "ID", "PAYLOAD", "PAYLOAD_ENCODING", "ENVELOPE"
      FROM ${sql.id(...this.#names.quarantine)} WHERE "ID" IN (${wanted})`);
    const byId = new Map(rows.map((row) => [row.ID, row]));
    const read = group.map(({ ids }) => {
      const parts = ids.flatMap((id) => byId.get(id) ?? []);
      return { ids, raw: rawOf(parts), envelope: readEnvelope(parts[0]?.ENVELOPE ?? null) };
    });
    await this.#collector.prepareToDecode(read.map(({ raw }) => raw));
    return read.map(({ ids, raw, envelope }) => {
      const offset = this.#delivered;
      this.#delivered += 1;
      this.#ids.push(ids);
      return { offset, raw, ...envelope, ...this.#collector.decode(raw) };
    });
  }
}

/** Whether rows are all the parts of one record, in their order. */
function areOfOneRecord(parts: readonly QuarantineEntry[]): boolean {
  const [first] = parts;
  if (first === undefined || first.PARTS === null) return true;
  const record = first.ID.slice(0, first.ID.lastIndexOf('.') + 1);
  return (
    parts.length === first.PARTS &&
    parts.every(({ ID, PART }, index) => PART === index && ID.startsWith(record))
  );
}

function incomplete(names: DomainNames, id: string | undefined): CoreError {
  return new CoreError('DAS_COLLECT_LOAD_MISMATCH', 'parts of a record in quarantine are missing', {
    place: `table ${names.quarantine.join('.')}, ID ${id}`,
    next: 'put the rows back from Time Travel, or set REPLAYED_AT of the others',
  });
}

/** Records in groups that are not too long to be held at once. */
function* groupsOf(held: readonly HeldRecord[]): Generator<readonly HeldRecord[]> {
  let group: HeldRecord[] = [];
  let characters = 0;
  for (const each of held) {
    const isFull =
      group.length >= readSize.records || characters + each.length > readSize.characters;
    if (isFull && group.length > 0) {
      yield group;
      group = [];
      characters = 0;
    }
    group.push(each);
    characters += each.length;
  }
  if (group.length > 0) yield group;
}

function rawOf(parts: readonly QuarantineRow[]): string | Uint8Array {
  const isText = parts.every(({ PAYLOAD_ENCODING }) => PAYLOAD_ENCODING === 'utf8');
  return isText
    ? parts.map(({ PAYLOAD }) => PAYLOAD).join('')
    : Buffer.concat(parts.map(({ PAYLOAD }) => Buffer.from(PAYLOAD, 'base64')));
}
