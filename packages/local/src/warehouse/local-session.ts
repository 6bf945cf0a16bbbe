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
import { findStage, writeStaged } from '../staging/stage-folder.js';
import { parseStageReference } from '../staging/stage-reference.js';
import { cancelled, invalidStatement, unavailable } from './errors.js';
import { answerOf, type StatementAnswer } from './statement-answer.js';

const definitionWords = ['CREATE', 'ALTER', 'DROP', 'GRANT', 'REVOKE', 'COMMENT'];
const transactionWords = ['BEGIN', 'START', 'COMMIT', 'ROLLBACK'];

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
  }

  get role(): string {
    return this.#state.role;
  }

  async execute<R = Row>(
    statement: Statement,
    options: ExecuteOptions = {},
  ): Promise<ResultSet<R>> {
    return await this.#inTurn(async () => {
      if (options.signal?.aborted === true) throw cancelled();
      const context = readStatement(this.#state.engine, this.#state, statement, options.signal);
      this.#refuseDefinition(context);
      return (await executeStatement(context)) as ResultSet<R>;
    }).catch((error: unknown) => {
      throw fromDuckError(error);
    });
  }

  async *stream<R = Row>(statement: Statement, options: ExecuteOptions = {}): AsyncGenerator<R> {
    let release: () => void = () => undefined;
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    const started = this.#inTurn(async () => {
      const context = readStatement(this.#state.engine, this.#state, statement, options.signal);
      if (!isQuery(context)) throw invalidStatement('only a query can be streamed');
      return await prepareStatement(context);
    });
    const query = await started;
    this.#last = this.#last.then(() => held);
    try {
      await this.#state.transaction.read(async () => undefined);
      for await (const rows of chunks(this.#state, query, options.signal)) {
        for (const row of rows) yield row as R;
      }
    } catch (error) {
      this.#state.transaction.fail();
      throw error;
    } finally {
      release();
    }
  }

  /** The state behind the session, for the server: everything that its statements may change. */
  get state(): SessionState {
    return this.#state;
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
    options: ExecuteOptions = {},
  ): Promise<T> {
    const { signal } = options;
    return await this.#inTurn(async () => {
      if (signal?.aborted === true) throw cancelled();
      const context = readStatement(this.#state.engine, this.#state, statement, signal);
      if (!isQuery(context)) return await consume(answerOf(await executeStatement(context)));
      const query = await prepareStatement(context);
      return await this.#state.transaction.read(() =>
        consume({ columns: query.columns, batches: duckChunks(this.#state, query, signal) }),
      );
    }).catch((error: unknown) => {
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
    const target = findStage(this.#state, reference.name, 'WRITE');
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
    this.#refuseClosed();
    const turn = this.#last.then(work, work);
    this.#last = turn.catch(() => undefined);
    return await turn;
  }
}
