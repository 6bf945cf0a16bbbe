import type { ResultSet, Statement } from '@das/core';
import { callMethod, callsMethod } from '../definition/budget/call-budget.js';
import { definitionFor } from '../definition/definition-table.js';
import { inspect } from '../inspection/inspect.js';
import { isOperator, type Token } from '../lexing/token.js';
import { TokenReader } from '../lexing/token-reader.js';
import { tokenize } from '../lexing/tokenize.js';
import { parseQuery } from '../polyglot/parse-query.js';
import { statusResult } from '../shaping/status-result.js';
import { copyInto } from '../staging/copy-into.js';
import { withStages } from '../staging/stage-relations.js';
import { listStage, removeFromStage } from '../staging/stage-statements.js';
import { insert } from '../statement/insert.js';
import { merge } from '../statement/merge.js';
import { policyContext } from '../statement/policy-context.js';
import { alterSession, use } from '../statement/session-statements.js';
import { setVariables, unsetVariables } from '../statement/session-variable.js';
import { truncate } from '../statement/truncate.js';
import { deleteRows, update } from '../statement/update-delete.js';
import { enableDependents, enablesDependents } from '../tasks/dependents-enable.js';
import { executeTask } from '../tasks/execute-task.js';
import { setReturnValue, setsReturnValue } from '../tasks/set-return-value.js';
import { invalidStatement, unsupported } from '../warehouse/errors.js';
import type { Engine } from './engine.js';
import { ObservedSession } from './observed-session.js';
import { type PreparedQuery, prepareQuery, runPrepared } from './run-query.js';
import type { SessionState } from './session-state.js';
import { StaleStatement } from './stale-statement.js';
import type { StatementContext } from './statement-context.js';

type Run = (context: StatementContext) => Promise<ResultSet>;

const queries = ['SELECT', 'WITH', 'VALUES'];

/** What a session may say of a transaction that was undone behind its back. */
const endings = ['COMMIT', 'ROLLBACK'];

const changes = ['INSERT', 'UPDATE', 'DELETE', 'MERGE', 'TRUNCATE', 'COPY'];

const statements: Readonly<Record<string, Run>> = {
  SELECT: query,
  WITH: query,
  VALUES: query,
  INSERT: insert,
  UPDATE: update,
  DELETE: deleteRows,
  MERGE: merge,
  TRUNCATE: truncate,
  COPY: copyInto,
  LIST: listStage,
  LS: listStage,
  REMOVE: removeFromStage,
  RM: removeFromStage,
  SET: setVariables,
  UNSET: unsetVariables,
  SHOW: inspect,
  DESCRIBE: inspect,
  DESC: inspect,
  USE: use,
  BEGIN: begin,
  START: begin,
  COMMIT: commit,
  ROLLBACK: rollback,
  EXECUTE: execute,
};

/** Cuts a statement into tokens, and refuses a second one after `;`. */
export function readStatement(
  engine: Engine,
  state: SessionState,
  statement: Statement,
  signal: AbortSignal | undefined,
): StatementContext {
  const tokens = withoutSemicolon(tokenize(statement.text));
  const binds = tokens.filter((token) => token.kind === 'bind').length;
  if (binds !== statement.binds.length) {
    throw invalidStatement(
      `the statement has ${binds} binds, but ${statement.binds.length} values`,
    );
  }
  return {
    engine,
    state,
    text: statement.text,
    tokens,
    reader: new TokenReader(tokens),
    binds: statement.binds,
    signal,
  };
}

function withoutSemicolon(tokens: readonly Token[]): readonly Token[] {
  const end = tokens.findIndex((token) => isOperator(token, ';'));
  if (end < 0) return tokens;
  if (tokens.slice(end).some((token) => !isOperator(token, ';'))) {
    throw unsupported('more than one statement in one call', undefined, 8);
  }
  return tokens.slice(0, end);
}

/** Whether a statement is a query, which can be streamed. */
export function isQuery(context: StatementContext): boolean {
  const first = context.reader.peek();
  if (enablesDependents(context)) return false;
  return (
    isOperator(first, '(') || (context.reader.sees(first.value) && queries.includes(first.value))
  );
}

/** First words of statements that Snowflake has and the engine lacks. */
const lacking = new Set(['ALTER', 'CALL', 'CREATE', 'DECLARE', 'EXECUTE', 'EXPLAIN', 'GET', 'PUT']);

function notRun(reader: TokenReader): Error {
  const word = reader.peek().value;
  if (word === 'EXPLAIN') {
    return unsupported('EXPLAIN: the plan would be that of DuckDB, with the text of the policies');
  }
  return lacking.has(word)
    ? unsupported(`the statement ${word}`)
    : reader.unexpected('a statement');
}

/** Runs one statement of any kind; a kind that is not known is refused by name. */
export async function executeStatement(context: StatementContext): Promise<ResultSet> {
  const first = context.reader.peek();
  if (first.kind === 'end') throw invalidStatement('the statement is empty');
  if (isOperator(first, '(')) return await query(context);
  if (first.kind !== 'word') throw context.reader.unexpected('a statement');
  if (!endings.includes(first.value)) context.state.transaction.refuseAborted();
  if (first.value === 'ALTER' && context.reader.sees('ALTER', 'SESSION')) {
    return await alterSession(context);
  }
  // With autocommit off, DML opens a transaction that only COMMIT or ROLLBACK ends.
  if (!context.state.autocommit && changes.includes(first.value)) context.state.transaction.begin();
  if (enablesDependents(context)) return await enableDependents(context);
  if (setsReturnValue(context)) return await setReturnValue(context);
  if (callsMethod(context)) return await callMethod(context);
  const run = statements[first.value] ?? definitionFor(context);
  if (run === undefined) throw notRun(context.reader);
  return run === query ? await run(context) : await untilCurrent(await withStages(context), run);
}

/** Runs a statement again when what it had looked up was changed while it waited for a lock. */
async function untilCurrent(context: StatementContext, run: Run): Promise<ResultSet> {
  for (;;) {
    try {
      return await run({ ...context, reader: new TokenReader(context.tokens) });
    } catch (error) {
      if (!(error instanceof StaleStatement)) throw error;
    }
  }
}

/** Compiles a query, or finds it compiled: for the same roles, under the same policies. */
export async function prepareStatement(context: StatementContext): Promise<PreparedQuery> {
  const { engine, state, binds, tokens, text } = context;
  await state.transaction.beforeStatement();
  const staged = await withStages(context);
  if (staged !== context) {
    // What the files hold is not known by the text: never found compiled.
    return await prepareQuery(engine, state.context(), binds, parseQuery(staged.tokens));
  }
  const session = state.context();
  const known = engine.statements.find(engine.catalogue, session, text, binds);
  if (known !== undefined) {
    session.record?.compiled(known.compilation.usage);
    return known;
  }
  const observed = new ObservedSession(session);
  const query = await prepareQuery(engine, observed.session, binds, parseQuery(tokens));
  state.transaction.refuseConsumed(query.compilation.streams);
  engine.statements.keep(observed, text, binds, query);
  return query;
}

async function execute(context: StatementContext): Promise<ResultSet> {
  const isTask = context.reader.sees('EXECUTE', 'TASK');
  return isTask ? await executeTask(context) : await policyContext(context);
}

async function query(context: StatementContext): Promise<ResultSet> {
  return await runPrepared(context.state, await prepareStatement(context), context.signal);
}

async function begin({ reader, state }: StatementContext): Promise<ResultSet> {
  if (reader.next().value === 'START') reader.expect('TRANSACTION');
  else if (!reader.accept('TRANSACTION')) reader.accept('WORK');
  if (reader.accept('NAME')) reader.identifier();
  reader.expectEnd();
  state.transaction.begin();
  return statusResult('Statement executed successfully.');
}

async function commit({ reader, state }: StatementContext): Promise<ResultSet> {
  reader.expect('COMMIT');
  reader.accept('WORK');
  reader.expectEnd();
  await state.transaction.commit();
  return statusResult('Statement executed successfully.');
}

async function rollback({ reader, state }: StatementContext): Promise<ResultSet> {
  reader.expect('ROLLBACK');
  reader.accept('WORK');
  reader.expectEnd();
  await state.transaction.rollback();
  return statusResult('Statement executed successfully.');
}
