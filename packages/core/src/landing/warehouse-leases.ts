import type { Leases } from '../collector/source.js';
import type { DomainNames } from '../domain/domain-names.js';
import { type SqlFragment, sql } from '../warehouse/statement.js';
import type { Session } from '../warehouse/warehouse.js';

/** What leases work with. */
export interface WarehouseLeasesOptions {
  /** Opens a session of its own: that of the landing may be in a transaction. Called once, when needed. */
  readonly openSession: () => Promise<Session>;
  readonly names: DomainNames;
  readonly source: string;
  /** An id of this process. */
  readonly owner: string;
  /** Milliseconds after which a lease that was not renewed is free. Default: 30,000. */
  readonly duration?: number;
}

interface LeaseRow {
  readonly PARTITION: string | null;
  readonly OWNER: string | null;
  readonly IS_LIVE: boolean;
}

/** Four renewals a lease: three may be missed before another process takes over. */
const renewalsPerLease = 4;

/**
 * Leases in the table `OPS.COLLECTOR_LEASES`: a row for each partition, and one without a partition
 * for each process, which says that it is there. Time is the warehouse's, so that clocks that differ
 * do no harm.
 *
 * Two processes may both add the row of a new partition. That does no harm either: whoever takes the
 * lease first takes both rows.
 */
export class WarehouseLeases implements Leases, AsyncDisposable {
  readonly interval: number;
  readonly #options: WarehouseLeasesOptions;
  readonly #duration: number;
  #session: Promise<Session> | undefined;
  #last: Promise<unknown> = Promise.resolve();

  constructor(options: WarehouseLeasesOptions) {
    this.#options = options;
    this.#duration = options.duration ?? 30_000;
    this.interval = this.#duration / renewalsPerLease;
  }

  async renew(partitions: readonly string[]): Promise<ReadonlySet<string>> {
    return await this.#inTurn(() => this.#renew(partitions));
  }

  async release(partitions: readonly string[]): Promise<void> {
    if (partitions.length === 0) return;
    await this.#inTurn(async () => this.#free(await this.#open(), partitions));
  }

  /** Gives everything up, where it can: what it cannot say to the warehouse expires by itself. */
  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#session === undefined) return;
    await this.#inTurn(() => this.#leave()).catch(() => {});
  }

  async #leave(): Promise<void> {
    await using session = await this.#open();
    await session.execute(sql`
      UPDATE ${this.#table} SET "OWNER" = NULL, "EXPIRES_AT" = NULL
      WHERE ${this.#mine} AND "PARTITION" IS NOT NULL`);
    await session.execute(sql`DELETE FROM ${this.#table} WHERE ${this.#mine}`);
  }

  /**
   * One thing after the other: what is released in the middle of a renewal, of which it would be a
   * part, would be taken again at its end and then be read by nobody.
   */
  async #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#last.then(work);
    this.#last = turn.catch(() => {});
    return await turn;
  }

  async #renew(partitions: readonly string[]): Promise<ReadonlySet<string>> {
    const session = await this.#open();
    return await session.transaction(async () => {
      await this.#announce(session, partitions);
      const named = new Set(partitions);
      const before = await this.#read(session);
      const held = this.#heldAmong(before);
      await this.#free(
        session,
        held.filter((each) => !named.has(each)),
      );

      const share = this.#share(before, named.size);
      const kept = held.filter((each) => named.has(each));
      const free = partitionsOf(
        before.filter((row) => !row.IS_LIVE && named.has(row.PARTITION ?? '')),
      );
      const wanted = free
        .filter((each) => !kept.includes(each))
        .slice(0, Math.max(0, share - kept.length));
      await this.#hold(session, [...kept, ...wanted]);
      // Another process may have been quicker with some of them.
      return new Set(this.#heldAmong(await this.#read(session)).slice(0, share));
    });
  }

  get #table(): SqlFragment {
    return sql.id(...this.#options.names.leases);
  }

  get #mine(): SqlFragment {
    return sql`"SOURCE" = ${this.#options.source} AND "OWNER" = ${this.#options.owner}`;
  }

  get #expiry(): SqlFragment {
    return sql`DATEADD('millisecond', ${this.#duration}, SYSDATE())`;
  }

  async #open(): Promise<Session> {
    this.#session ??= this.#options.openSession();
    return await this.#session;
  }

  /** Says that this process is there, forgets those that are gone, and adds rows of new partitions. */
  async #announce(session: Session, partitions: readonly string[]): Promise<void> {
    const { source, owner } = this.#options;
    await session.execute(sql`
      DELETE FROM ${this.#table} WHERE "SOURCE" = ${source} AND "PARTITION" IS NULL
        AND ("OWNER" = ${owner} OR "EXPIRES_AT" <= SYSDATE())`);
    await session.execute(sql`
      INSERT INTO ${this.#table} ("SOURCE", "PARTITION", "OWNER", "EXPIRES_AT")
      SELECT ${source}, NULL, ${owner}, ${this.#expiry}`);
    for (let start = 0; start < partitions.length; start += statementSize) {
      const wanted = sql.join(
        partitions.slice(start, start + statementSize).map((each) => sql`(${each})`),
      );
      await session.execute(sql`
        INSERT INTO ${this.#table} ("SOURCE", "PARTITION")
        SELECT ${source}, w.column1 FROM (VALUES ${wanted}) AS w
        WHERE w.column1 NOT IN (
          SELECT "PARTITION" FROM ${this.#table} WHERE "SOURCE" = ${source} AND "PARTITION" IS NOT NULL)`);
    }
  }

  async #read(session: Session): Promise<readonly LeaseRow[]> {
    const result = await session.execute<LeaseRow>(sql`
      SELECT "PARTITION", "OWNER", COALESCE("EXPIRES_AT" > SYSDATE(), FALSE) AS IS_LIVE
      FROM ${this.#table} WHERE "SOURCE" = ${this.#options.source} ORDER BY "PARTITION"`);
    return result.rows;
  }

  /** What this process holds: every row of the partition is its own and has not expired. */
  #heldAmong(rows: readonly LeaseRow[]): readonly string[] {
    const isMine = (row: LeaseRow) => row.OWNER === this.#options.owner && row.IS_LIVE;
    const others = new Set(partitionsOf(rows.filter((row) => !isMine(row))));
    return partitionsOf(rows.filter(isMine)).filter((each) => !others.has(each));
  }

  /** How many partitions are this process's to read: those that are left over go to the first ones. */
  #share(rows: readonly LeaseRow[], partitions: number): number {
    const owners = rows
      .filter((row) => row.PARTITION === null && row.IS_LIVE)
      .map((row) => row.OWNER);
    const sorted = owners.toSorted();
    const rank = sorted.indexOf(this.#options.owner);
    const rest = partitions % sorted.length;
    return Math.floor(partitions / sorted.length) + (rank < rest ? 1 : 0);
  }

  async #hold(session: Session, partitions: readonly string[]): Promise<void> {
    await this.#update(
      session,
      partitions,
      sql`"OWNER" = ${this.#options.owner}, "EXPIRES_AT" = ${this.#expiry}`,
      sql`("OWNER" IS NULL OR "OWNER" = ${this.#options.owner} OR "EXPIRES_AT" <= SYSDATE())`,
    );
  }

  async #free(session: Session, partitions: readonly string[]): Promise<void> {
    await this.#update(session, partitions, sql`"OWNER" = NULL, "EXPIRES_AT" = NULL`, this.#mine);
  }

  async #update(
    session: Session,
    partitions: readonly string[],
    values: SqlFragment,
    where: SqlFragment,
  ): Promise<void> {
    for (let start = 0; start < partitions.length; start += statementSize) {
      const chunk = sql.join(
        partitions.slice(start, start + statementSize).map((each) => sql`${each}`),
      );
      await session.execute(sql`
        UPDATE ${this.#table} SET ${values}
        WHERE "SOURCE" = ${this.#options.source} AND "PARTITION" IN (${chunk}) AND ${where}`);
    }
  }
}

/** How many partitions one statement names at the most. */
const statementSize = 500;

function partitionsOf(rows: readonly LeaseRow[]): string[] {
  return [...new Set(rows.flatMap((row) => row.PARTITION ?? []))];
}
