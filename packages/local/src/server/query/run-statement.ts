import type { ResultSet } from '@das/core';
import { countResult } from '../../shaping/status-result.js';
import { unsupported } from '../../warehouse/errors.js';
import type { LocalSession } from '../../warehouse/local-session.js';
import { answerOf, type StatementAnswer } from '../../warehouse/statement-answer.js';
import { firstWord } from '../result/statement-type.js';
import { bulkInsert } from './bulk-insert.js';
import { type BoundStatement, statementOf } from './read-binds.js';

const changes = ['INSERT', 'UPDATE', 'DELETE', 'MERGE'];

/** Runs a statement with its binds, and hands its answer to `consume`. */
export async function runStatement<T>(
  local: LocalSession,
  bound: BoundStatement,
  signal: AbortSignal,
  queryId: string,
  consume: (answer: StatementAnswer) => Promise<T>,
): Promise<T> {
  if (!bound.isBulk) return await local.run(statementOf(bound, 0), consume, { signal, queryId });
  return await local.recordAs(bound.text, queryId, async (answered) => {
    const result = await runBulk(local, bound, signal);
    answered(result);
    return await consume(answerOf(result));
  });
}

/** Runs a statement once for each row of its binds, all or nothing, and adds up what it counted. */
async function runBulk(
  local: LocalSession,
  bound: BoundStatement,
  signal: AbortSignal,
): Promise<ResultSet> {
  if (!changes.includes(firstWord(bound.text))) throw unsupported('array binds outside of DML');
  const statements = bulkInsert(bound) ?? bound.rows.map((_, row) => statementOf(bound, row));
  const counts: Record<string, number> = {};
  const isOwn = !local.state.transaction.isOpen;
  if (isOwn) await local.execute({ text: 'BEGIN', binds: [] }, { isPart: true });
  try {
    for (const statement of statements) {
      const { rows } = await local.execute(statement, { signal, isPart: true });
      for (const [name, count] of Object.entries(rows[0] ?? {})) {
        counts[name] = (counts[name] ?? 0) + Number(count);
      }
    }
    if (isOwn && local.state.autocommit)
      await local.execute({ text: 'COMMIT', binds: [] }, { isPart: true });
    return countResult(counts);
  } catch (error) {
    if (isOwn) await local.execute({ text: 'ROLLBACK', binds: [] }, { isPart: true });
    throw error;
  }
}
