import { DasError } from '@das/contracts';
import type { ColumnUsage } from '../compile/column-usage.js';
import type { Token } from '../lexing/token.js';
import { type KeptColumn, KeptResult } from './kept-result.js';
import { queryType } from './query-type.js';
import { redacted, redactText } from './redact-text.js';
import { StatementAccess } from './statement-access.js';

/** Where a statement ran: read once, when it starts. */
export interface StatementPlace {
  readonly sessionId: string;
  readonly authenticationId: number | undefined;
  readonly user: string;
  readonly role: string;
  /** Whether it is known which roles the user holds; nobody is asked to sign in otherwise. */
  readonly isVerified: boolean;
  /** `ALL`, `NONE`, or the names of the roles. */
  readonly secondaryRoles: string;
  readonly databaseId: number | undefined;
  readonly database: string | undefined;
  readonly schemaId: number | undefined;
  readonly schema: string | undefined;
  readonly warehouseId: number | undefined;
  readonly warehouse: string | undefined;
  readonly warehouseSize: string | undefined;
  /** Seconds of idleness after which the warehouse suspends; 0 for never. */
  readonly autoSuspend: number;
  readonly tag: string;
  readonly inTransaction: boolean;
}

/** What a statement did to rows. */
export interface RowCounts {
  readonly produced: number;
  readonly inserted: number;
  readonly updated: number;
  readonly deleted: number;
  readonly unloaded: number;
}

const none: RowCounts = { produced: 0, inserted: 0, updated: 0, deleted: 0, unloaded: 0 };

/** How a statement failed, without any data value. */
export interface StatementFailure {
  readonly number: number;
  readonly message: string;
}

/** Types of statements that need the compute of a warehouse. */
const computing = new Set([
  'SELECT',
  'INSERT',
  'UPDATE',
  'DELETE',
  'MERGE',
  'COPY',
  'UNLOAD',
  'CREATE_TABLE_AS_SELECT',
]);

/** One statement on its way, as the query history will tell of it. */
export class StatementRecord {
  readonly id: string;
  readonly place: StatementPlace;
  readonly startedAt: Date;
  /** The statement that runs this one, and the one that began the chain. */
  readonly parentId: string | undefined;
  readonly rootId: string | undefined;
  /** The text without secrets. While it has not been read it says nothing. */
  text: string = redacted;
  type: string = 'UNKNOWN';
  endedAt: Date | undefined;
  counts: RowCounts = none;
  failure: StatementFailure | undefined;
  /** What the statement read, changed and defined, for the access history. */
  readonly access: StatementAccess = new StatementAccess();
  /** The result, for `RESULT_SCAN`. */
  result: KeptResult | undefined;
  elapsedMs = 0;
  compilationMs = 0;
  readonly #started = performance.now();

  constructor(
    id: string,
    place: StatementPlace,
    startedAt: Date,
    parent: StatementRecord | undefined,
  ) {
    this.id = id;
    this.place = place;
    this.startedAt = startedAt;
    this.parentId = parent?.id;
    this.rootId = parent === undefined ? undefined : (parent.rootId ?? parent.id);
  }

  /** Whether the statement ran on the compute of its warehouse. */
  get usesWarehouse(): boolean {
    return this.place.warehouse !== undefined && computing.has(this.type);
  }

  /** Called once the statement was cut into tokens. */
  read(text: string, tokens: readonly Token[]): void {
    this.text = redactText(text, tokens);
    this.type = queryType(tokens);
  }

  /** Called when the statement, or a query in it, is about to run: what it reads is noted. */
  compiled(usage: ColumnUsage): void {
    this.access.read(usage);
    this.compilationMs = performance.now() - this.#started;
  }

  /** Begins to keep the result of the statement. */
  keep(columns: readonly KeptColumn[]): KeptResult {
    this.result = new KeptResult(columns);
    return this.result;
  }

  succeed(now: Date): void {
    this.#end(now);
  }

  fail(error: unknown, now: Date): void {
    const number = (error as { readonly number?: number }).number ?? 0;
    const isCancelled = DasError.isInstance(error) && error.code === 'DAS_WAREHOUSE_CANCELLED';
    const message = isCancelled
      ? 'SQL execution canceled'
      : DasError.isInstance(error)
        ? error.message
        : 'SQL execution internal error';
    this.failure = { number, message: message.slice(0, 5000) };
    // What does not parse may hold a secret anywhere.
    if (number === 1003) this.text = redacted;
    this.#end(now);
  }

  #end(now: Date): void {
    this.elapsedMs = performance.now() - this.#started;
    this.endedAt = now;
    if (this.compilationMs === 0) this.compilationMs = this.elapsedMs;
    if (this.type === 'SELECT' && this.result !== undefined) {
      this.counts = { ...none, produced: this.result.rowCount };
    }
  }
}
