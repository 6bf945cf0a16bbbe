import type { ExecuteOptions, ResultSet, Row, Session, Statement, UploadContent } from '@das/core';
import { fromDuckError } from '../engine/duck-error.js';
import {
  executeStatement,
  isQuery,
  prepareStatement,
  readStatement,
} from '../engine/execute-statement.js';
import { chunks, duckChunks, isAborted } from '../engine/run-query.js';
import type { SessionState } from '../engine/session-state.js';
import type { StatementContext } from '../engine/statement-context.js';
import { tokenize } from '../lexing/tokenize.js';
import { recordStatement } from '../query-history/record-statement.js';
import { keepAnswer, readRecorded, recordAnswer } from '../query-history/run-recorded.js';
import { secondaryText } from '../query-history/statement-place.js';
import { writeStaged } from '../staging/stage-folder.js';
import { findStage } from '../staging/stage-place.js';
import { parseStageReference } from '../staging/stage-reference.js';
import { cancelled, invalidStatement, unavailable } from './errors.js';
import { answerOf, type StatementAnswer } from './statement-answer.js';

const definitionWords = ['CREATE', 'ALTER', 'DROP', 'UNDROP', 'GRANT', 'REVOKE', 'COMMENT', 'CALL'];
const transactionWords = ['BEGIN', 'START', 'COMMIT', 'ROLLBACK'];

/** How a statement runs, beyond what the port of `@das/core` knows. */
export interface LocalExecuteOptions extends ExecuteOptions {
  /** The id of the statement, when a driver was told it already. */
  readonly queryId?: string;
  /** Whether the statement is part of one that is recorded already. */
  readonly isPart?: boolean;
}

/** One conversation with the embedded warehouse. */
export class LocalSession implements Session {
  readonly #state: SessionState;
  readonly #onClose: () => void;
  #isInTransaction = false;
  #refused: Error | undefined;
  #isClosed = false;
  #last: Promise<unknown> = Promise.resolve();

  constructor(state: SessionState, onClose: () => void) {
    this.#state = state;
    this.#onClose = onClose;
    state.transaction.watch(async (work) => {
      // A session that closes undoes its transaction itself.
      if (!this.#isClosed) await this.#queue(work);
    });
  }

  get role(): string {
    return this.#state.role;
  }

  async execute<R = Row>(
    statement: Statement,
    options: LocalExecuteOptions = {},
  ): Promise<ResultSet<R>> {
    return await this.#inTurn(() =>
      this.#recorded(options, async () => {
        if (options.signal?.aborted === true) throw cancelled();
        const context =
          options.isPart === true
            ? readStatement(this.#state.engine, this.#state, statement, options.signal)
            : readRecorded(this.#state, statement, options.signal);
        this.#refuseDefinition(context);
        const result = await executeStatement(context);
        if (options.isPart !== true) recordAnswer(context, result);
        return result as ResultSet<R>;
      }),
    ).catch((error: unknown) => {
      throw fromDuckError(error);
    });
  }

  async *stream<R = Row>(statement: Statement, options: ExecuteOptions = {}): AsyncGenerator<R> {
    let release: () => void = () => undefined;
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    const state = this.#state;
    const recording = state.engine.history.open(state);
    const started = this.#inTurn(async () => {
      recording.begin();
      const context = readRecorded(state, statement, options.signal);
      if (!isQuery(context)) throw invalidStatement('only a query can be streamed');
      return await prepareStatement(context);
    });
    const query = await started.catch((error: unknown) => {
      recording.end({ error: fromDuckError(error) });
      throw error;
    });
    this.#last = this.#last.then(() => state.transaction.during(() => held));
    try {
      for await (const rows of chunks(state, query, options.signal)) {
        for (const row of rows) yield row as R;
      }
      recording.end({});
    } catch (error) {
      recording.end({ error: fromDuckError(error) });
      throw error;
    } finally {
      // Who stops to take rows has ended the statement too.
      recording.end({});
      release();
    }
  }

  /** The state behind the session, for the server: everything that its statements may change. */
  get state(): SessionState {
    return this.#state;
  }

  /** Whether `RESULT_SCAN` would give the result of a statement to this session. */
  keepsResult(id: string): boolean {
    const { user, role, engine } = this.#state;
    const reader = { user, role, secondaryRoles: secondaryText(this.#state) };
    return engine.history.results.find(id, reader)?.isTooLarge === false;
  }

  /** Runs something between two statements. */
  async between<T>(work: () => Promise<T>): Promise<T> {
    return await this.#inTurn(work);
  }

  /**
   * Runs one statement and hands its answer to `consume`, with values as the engine has them; the
   * rows of a query flow while `consume` takes them.
   */
  async run<T>(
    statement: Statement,
    consume: (answer: StatementAnswer) => Promise<T>,
    options: LocalExecuteOptions = {},
  ): Promise<T> {
    const { signal } = options;
    return await this.#inTurn(() =>
      this.#recorded(options, async () => {
        if (signal?.aborted === true) throw cancelled();
        const context = readRecorded(this.#state, statement, signal);
        if (!isQuery(context)) {
          const result = await executeStatement(context);
          recordAnswer(context, result);
          return await consume(answerOf(result));
        }
        const query = await prepareStatement(context);
        return await consume({
          columns: query.columns,
          batches: duckChunks(this.#state, query, signal),
        });
      }),
    ).catch((error: unknown) => {
      throw fromDuckError(error);
    });
  }

  /** The columns that a query would answer, without running it; nothing for other statements. */
  async describe(statement: Statement): Promise<StatementAnswer['columns'] | undefined> {
    return await this.#inTurn(async () => {
      const context = readStatement(this.#state.engine, this.#state, statement, undefined);
      return isQuery(context) ? (await prepareStatement(context)).columns : undefined;
    }).catch((error: unknown) => {
      throw fromDuckError(error);
    });
  }

  /**
   * Records one statement of a driver that the session does in several steps, or that the driver does
   * itself. The steps run with `isPart`.
   */
  async recordAs<T>(
    text: string,
    queryId: string,
    work: (answered: (result: ResultSet) => void) => Promise<T>,
  ): Promise<T> {
    return await recordStatement(this.#state, queryId, async (record) => {
      record.read(text, tokenize(text));
      return await work((result) => keepAnswer(record, result));
    });
  }

  async transaction<T>(work: () => Promise<T>): Promise<T> {
    this.#refuseClosed();
    if (this.#isInTransaction || this.#state.transaction.isOpen) {
      throw invalidStatement('a transaction is open already: transactions do not nest');
    }
    this.#isInTransaction = true;
    this.#refused = undefined;
    this.#state.transaction.begin();
    try {
      const result = await work();
      if (this.#refused !== undefined) throw this.#refused;
      await this.#inTurn(() => this.#state.transaction.commit());
      return result;
    } catch (error) {
      await this.#inTurn(() => this.#state.transaction.rollback());
      throw error;
    } finally {
      this.#isInTransaction = false;
    }
  }

  async upload(
    stage: string,
    path: string,
    content: UploadContent,
    options: ExecuteOptions = {},
  ): Promise<void> {
    this.#refuseClosed();
    if (options.signal?.aborted === true) throw cancelled();
    const reference = parseStageReference(stage);
    if (reference.path !== '') throw invalidStatement('give the path as the second argument');
    const target = findStage(this.#state, reference, 'WRITE');
    try {
      await writeStaged(this.#state, target, path, content, options.signal);
    } catch (error) {
      if (isAborted(options.signal)) throw cancelled();
      throw error;
    }
  }

  async close(): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    await this.#last.catch(() => undefined);
    await this.#state.transaction.rollback();
    this.#state.temporaries.clear();
    this.#state.connection.closeSync();
    this.#onClose();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  async #recorded<T>(options: LocalExecuteOptions, work: () => Promise<T>): Promise<T> {
    if (options.isPart === true) return await work();
    return await recordStatement(this.#state, options.queryId, work);
  }

  #refuseClosed(): void {
    if (this.#isClosed) {
      throw unavailable('the session is closed', 'the session', 'open another session');
    }
  }

  /** DDL would commit the transaction: it is refused, and the transaction will not commit. */
  #refuseDefinition({ reader }: StatementContext): void {
    if (!this.#isInTransaction) return;
    const word = transactionWords.some((each) => reader.sees(each));
    const isDefinition = definitionWords.some((each) => reader.sees(each));
    if (!word && (!isDefinition || reader.sees('ALTER', 'SESSION'))) return;
    this.#refused = invalidStatement(
      word
        ? 'Session.transaction() begins and ends the transaction itself'
        : 'DDL inside Session.transaction() would commit it and is refused',
    );
    throw this.#refused;
  }

  /** A session runs one statement at a time. */
  async #inTurn<T>(work: () => Promise<T>): Promise<T> {
    return await this.#queue(() => this.#state.transaction.during(work));
  }

  async #queue<T>(work: () => Promise<T>): Promise<T> {
    this.#refuseClosed();
    const turn = this.#last.then(work, work);
    this.#last = turn.catch(() => undefined);
    return await turn;
  }
}
