import type { DomainNames } from '../domain/domain-names.js';
import { CoreError } from '../errors/core-error.js';
import { type SqlFragment, sql } from '../warehouse/statement.js';
import type { Session } from '../warehouse/warehouse.js';
import { type Claim, readStanding } from './claims.js';
import type { FlushBuffer } from './flush-buffer.js';

/**
 * The id of the transaction. The warehouse may undo one that was idle for minutes, as that of a process
 * that was stopped: what it does when it wakes must not count as if the rows were still there.
 *
 * @see https://docs.snowflake.com/en/sql-reference/transactions#aborting-transactions
 */
export async function openTransaction(session: Session): Promise<string> {
  const { rows } = await session.execute<{ readonly ID: string | null }>(
    sql`SELECT CURRENT_TRANSACTION() AS "ID"`,
  );
  const id = rows[0]?.ID;
  if (typeof id === 'string') return id;
  throw new CoreError('DAS_COLLECT_LOAD_MISMATCH', 'the warehouse has not begun a transaction', {
    place: 'CURRENT_TRANSACTION()',
    next: 'run the collector again: nothing was committed',
  });
}

/**
 * How long after its last statement a transaction is surely still there, in milliseconds. Snowflake undoes
 * one that is idle for five minutes, and then takes COMMIT for that of no transaction, which is no error.
 */
const longestSilence = 60_000;

/**
 * Looks whether the offsets have moved, where so much time lies between the last statement and now, behind
 * COMMIT, that the transaction may not have been there any more: a process that stood still cannot know.
 *
 * @param saidLast - when the last statement was done, in milliseconds since 1970
 */
export async function checkMoved(
  session: Session,
  names: DomainNames,
  buffer: FlushBuffer,
  saidLast: number,
): Promise<void> {
  if (Date.now() - saidLast <= longestSilence) return;
  const standing = await readStanding(session, names, buffer.identity.source, [
    ...buffer.progress.keys(),
  ]);
  for (const { partition, nextOffset } of buffer.progress.values()) {
    if (standing.get(partition)?.offset !== nextOffset) throw fenced(buffer);
  }
}

/** Moves every offset of a flush from where it was expected, in its transaction. */
export async function moveOffsets(
  session: Session,
  names: DomainNames,
  transaction: string,
  claims: ReadonlyMap<string, Claim>,
  buffer: FlushBuffer,
): Promise<void> {
  const moves = [...buffer.progress.values()].map((each) => {
    const claim = claims.get(each.partition);
    if (claim === undefined) throw fenced(buffer);
    return sql`(${each.partition}, ${claim.nextOffset}, ${claim.epoch}, ${each.nextOffset}, ${each.position ?? null}, ${each.latestEventAt ?? null})`;
  });
  for (let start = 0; start < moves.length; start += statementSize) {
    await moveSome(session, names, transaction, buffer, moves.slice(start, start + statementSize));
  }
}

/** How many partitions one statement names at the most: a list of VALUES has a limit. */
const statementSize = 500;

async function moveSome(
  session: Session,
  names: DomainNames,
  transaction: string,
  buffer: FlushBuffer,
  moves: readonly SqlFragment[],
): Promise<void> {
  const result = await session.execute(sql`
    UPDATE ${sql.id(...names.offsets)} AS o
    SET "NEXT_OFFSET" = m."NEXT_OFFSET", "POSITION" = m."POSITION", "UPDATED_AT" = SYSDATE(),
        "LATEST_EVENT_AT" = COALESCE(m."LATEST_EVENT_AT", o."LATEST_EVENT_AT")
    FROM (SELECT column1 AS "PARTITION", column2 AS "EXPECTED", column3 AS "EPOCH",
                 column4 AS "NEXT_OFFSET", column5 AS "POSITION",
                 column6::TIMESTAMP_NTZ AS "LATEST_EVENT_AT"
          FROM (VALUES ${sql.join(moves)})) AS m
    WHERE o."SOURCE" = ${buffer.identity.source} AND o."PARTITION" = m."PARTITION"
      AND o."NEXT_OFFSET" = m."EXPECTED" AND o."EPOCH" = m."EPOCH"
      AND CURRENT_TRANSACTION() = ${transaction}`);
  if (result.rowsAffected !== moves.length) throw fenced(buffer);
}

function fenced(buffer: FlushBuffer): CoreError {
  return new CoreError(
    'DAS_COLLECT_FENCED',
    'another process has claimed a partition of this source, or the warehouse has undone the transaction, so this one goes no further',
    {
      place: `source ${buffer.identity.source}`,
      next: 'let the other process go on, or stop it and run the collector again: it goes on after what has landed',
    },
  );
}
