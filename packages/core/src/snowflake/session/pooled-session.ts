import type { Span } from '@opentelemetry/api';
import type { Statement } from '../../warehouse/statement.js';
import type { ExecuteOptions, ResultSet, Row, UploadContent } from '../../warehouse/warehouse.js';
import { WarehouseError } from '../../warehouse/warehouse-error.js';
import { type RetryOptions, withRetry } from '../backoff.js';
import type { DriverConnection, DriverResult } from '../driver/snowflake-driver.js';
import { fromDriverError } from '../errors/from-driver-error.js';
import { type SpanTarget, summaryOf, withQuerySpan } from '../telemetry/query-span.js';
import { bindStatement } from './bind-plan.js';
import { loadedRows, resultColumns, rowReader } from './result-value.js';
import { cancelledError, isConnectionError, runStatement } from './running-statement.js';
import { invalidStatement, retryable, unavailable, unsupported } from './session-errors.js';
import { currentRole } from './session-setup.js';
import type { SnowflakeExecuteOptions, SnowflakeSession } from './snowflake-session.js';
import { effectOf, isRoleChange, outlineOf, type StatementOutline } from './statement-outline.js';
import { TransactionGuard } from './transaction-guard.js';
import { withUploadFile } from './upload-file.js';

/** What a session needs of the warehouse that opened it. */
export interface SessionHost {
  readonly target: SpanTarget;
  readonly retry: RetryOptions;
  /** Another connection, set up like the first, for a statement that may run again. */
  reconnect(broken: DriverConnection): Promise<DriverConnection>;
  /** Gives the connection back; `isClean` when another session may have it. */
  giveBack(connection: DriverConnection, isClean: boolean): Promise<void>;
}

/** One conversation with Snowflake, over one connection of the driver. */
export class PooledSession implements SnowflakeSession {
  readonly #host: SessionHost;
  readonly #guard = new TransactionGuard();
  #connection: DriverConnection;
  #role: string;
  #isChanged = false;
  #isBroken = false;
  #isClosed = false;
  #last: Promise<unknown> = Promise.resolve();

  constructor(connection: DriverConnection, role: string, host: SessionHost) {
    this.#connection = connection;
    this.#role = role;
    this.#host = host;
  }

  get role(): string {
    return this.#role;
  }

  async execute<R = Row>(
    statement: Statement,
    options: SnowflakeExecuteOptions = {},
  ): Promise<ResultSet<R>> {
    return await this.#inTurn(async () => {
      const outline = this.#admit(statement);
      return await withQuerySpan(outline, this.#host.target, async (span) => {
        const once = () => this.#collect<R>(statement, outline, span, options.signal);
        if (this.#guard.isOpen) return await once();
        if (options.isIdempotent !== true) return await once();
        return await withRetry(
          () => this.#onLiveConnection(once),
          this.#host.retry,
          options.signal,
        );
      });
    });
  }

  async *stream<R = Row>(statement: Statement, options: ExecuteOptions = {}): AsyncGenerator<R> {
    let release: () => void = () => undefined;
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    const begun = this.#inTurn(async () => {
      const outline = this.#admit(statement);
      if (!['SELECT', 'WITH', 'VALUES'].includes(outline.words[0] ?? '')) {
        throw invalidStatement('only a query can be streamed');
      }
      const result = await withQuerySpan(outline, this.#host.target, () =>
        this.#run(statement, outline, options.signal),
      );
      return { result, place: summaryOf(outline) };
    });
    // The session is taken until the last row was read.
    this.#last = begun.then(
      () => held,
      () => undefined,
    );
    try {
      const { result, place } = await begun;
      for await (const row of this.#rows(result, place, options.signal)) yield row as R;
    } finally {
      release();
    }
  }

  async transaction<T>(work: () => Promise<T>): Promise<T> {
    this.#refuseClosed();
    this.#guard.enter();
    try {
      await this.#inTurn(() => this.#runText('BEGIN', 'read'));
      try {
        const result = await work();
        this.#guard.refuseSpoiled();
        await this.#inTurn(() => this.#runText('COMMIT', 'write'));
        return result;
      } catch (error) {
        await this.#rollBack();
        throw error;
      }
    } finally {
      this.#guard.leave();
    }
  }

  async upload(
    stage: string,
    path: string,
    content: UploadContent,
    options: ExecuteOptions = {},
  ): Promise<void> {
    const { signal } = options;
    await this.#inTurn(async () => {
      if (signal?.aborted === true) throw cancelledError('PUT');
      const outline: StatementOutline = { words: ['PUT'], binds: [], isMany: false };
      await withQuerySpan(outline, this.#host.target, () =>
        withUploadFile({ stage, path }, content, signal, (text) => this.#put(text, signal)).catch(
          (error: unknown) => {
            if (signal?.aborted === true) throw cancelledError('PUT');
            throw error;
          },
        ),
      );
    });
  }

  async #put(text: string, signal: AbortSignal | undefined): Promise<void> {
    const attempt = { kind: 'write', place: 'PUT' } as const;
    const result = await this.#send({ text, binds: [] }, attempt, signal);
    const status = result.columns.findIndex(({ name }) => name.toLowerCase() === 'status');
    const statuses: unknown[] = [];
    for await (const cells of result.rows()) statuses.push(cells[status]);
    // The driver reports a file that it could not upload in a row, not as an error.
    if (statuses.length === 1 && statuses[0] === 'UPLOADED') return;
    throw new WarehouseError('DAS_WAREHOUSE_EXECUTION_FAILED', 'the file was not uploaded', {
      place: 'PUT',
      next: 'check the stage and the privilege WRITE on it, and upload again',
    });
  }

  async close(): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    await this.#last.catch(() => undefined);
    const isClean = !this.#isChanged && !this.#isBroken && !this.#guard.isOpen;
    await this.#host.giveBack(this.#connection, isClean);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  /** Refuses what this session must not run, and notes what it changes. */
  #admit(statement: Statement): StatementOutline {
    const outline = outlineOf(statement.text);
    const effect = effectOf(outline);
    if (outline.words.length === 0) throw invalidStatement('the statement is empty');
    if (outline.isMany) throw unsupported('more than one statement in one call');
    if (effect === 'file') {
      throw unsupported(`the statement ${outline.words[0]}: files go through Session.upload()`);
    }
    this.#guard.admit(outline, effect);
    if (effect === 'definition' || effect === 'transaction') this.#isChanged = true;
    return outline;
  }

  async #collect<R>(
    statement: Statement,
    outline: StatementOutline,
    span: Span,
    signal: AbortSignal | undefined,
  ): Promise<ResultSet<R>> {
    const result = await this.#run(statement, outline, signal);
    const rows: Row[] = [];
    for await (const row of this.#rows(result, summaryOf(outline), signal)) rows.push(row);
    span.setAttribute('db.response.returned_rows', rows.length);
    if (isRoleChange(outline)) await this.#readRole();
    return {
      columns: resultColumns(result.columns),
      rows: rows as readonly unknown[] as readonly R[],
      rowsAffected: result.rowsUpdated ?? loadedRows(outline, rows),
    };
  }

  async #run(
    statement: Statement,
    outline: StatementOutline,
    signal: AbortSignal | undefined,
  ): Promise<DriverResult> {
    const request = bindStatement(statement, outline);
    // What a broken connection leaves uncommitted is rolled back: nothing of it is unknown.
    const mayChange = effectOf(outline) !== 'read' && !this.#guard.isOpen;
    const attempt = {
      kind: mayChange ? 'write' : 'read',
      place: summaryOf(outline),
      subject: isRoleChange(outline) ? 'role' : undefined,
    } as const;
    return await this.#send(request, attempt, signal);
  }

  async #send(
    request: Parameters<DriverConnection['run']>[0],
    attempt: Parameters<typeof runStatement>[2],
    signal: AbortSignal | undefined,
  ): Promise<DriverResult> {
    this.#refuseBroken();
    const outcome = await runStatement(this.#connection, request, attempt, signal);
    if (outcome.isBroken) this.#isBroken = true;
    if (outcome.result === undefined) throw outcome.error;
    return outcome.result;
  }

  async *#rows(
    result: DriverResult,
    place: string,
    signal: AbortSignal | undefined,
  ): AsyncGenerator<Row> {
    const toRow = rowReader(result.columns, resultColumns(result.columns));
    try {
      for await (const cells of result.rows()) {
        if (signal?.aborted === true) throw cancelledError(place);
        yield toRow(cells);
      }
    } catch (thrown) {
      const error = fromDriverError(thrown, { kind: 'read', place });
      if (isConnectionError(error)) this.#isBroken = true;
      throw error;
    }
  }

  async #runText(text: string, kind: 'read' | 'write'): Promise<void> {
    const outline = outlineOf(text);
    await withQuerySpan(outline, this.#host.target, () =>
      this.#send({ text, binds: [] }, { kind, place: text }, undefined),
    );
  }

  /** Ends a failed transaction. Where that fails too, the connection ends, and the transaction with it. */
  async #rollBack(): Promise<void> {
    if (this.#isBroken) return;
    try {
      await this.#inTurn(() => this.#runText('ROLLBACK', 'read'));
    } catch {
      this.#isBroken = true;
    }
  }

  async #onLiveConnection<T>(work: () => Promise<T>): Promise<T> {
    if (this.#isBroken && !this.#isChanged) {
      this.#connection = await this.#host.reconnect(this.#connection);
      this.#isBroken = false;
    }
    try {
      return await work();
    } catch (error) {
      throw retryable(error);
    }
  }

  async #readRole(): Promise<void> {
    const role = await currentRole(this.#connection).catch((error: unknown) => {
      throw fromDriverError(error, { kind: 'read', place: 'USE ROLE' });
    });
    this.#role = role ?? this.#role;
  }

  #refuseClosed(): void {
    if (this.#isClosed) throw unavailable('the session is closed');
  }

  #refuseBroken(): void {
    if (this.#isBroken) throw unavailable('the session has ended, because its connection broke');
  }

  /** A session runs one statement at a time. */
  async #inTurn<T>(work: () => Promise<T>): Promise<T> {
    this.#refuseClosed();
    const turn = this.#last.then(work, work);
    this.#last = turn.catch(() => undefined);
    return await turn;
  }
}
