import { durationInSeconds } from '@das/contracts';
import type { Collector, FlushSummary } from '../collector/collector.js';
import type { DomainNames, TableName } from '../domain/domain-names.js';
import { CoreError } from '../errors/core-error.js';
import { type SqlFragment, sql } from '../warehouse/statement.js';
import type { Session } from '../warehouse/warehouse.js';
import type { Claim } from './claims.js';
import type { FlushBuffer } from './flush-buffer.js';
import { removeStaged, type StagedRows, stagedAt, stageRows } from './staged-rows.js';

/** What else a flush must do in its transaction; a replay marks the quarantine rows it has used. */
export type AlsoInTransaction = () => Promise<void>;

/**
 * Lands one flush: stages its rows, then in one transaction copies the accepted ones into BRONZE
 * and the rejected ones into quarantine and moves every offset from where it was expected. If one
 * offset is not where it was expected, nothing of it happened.
 *
 * @throws {@link CoreError} `DAS_COLLECT_FENCED` when another process has claimed a partition since,
 * `DAS_COLLECT_LOAD_MISMATCH` when the warehouse loaded another number of rows than were staged
 */
export async function landFlush(
  session: Session,
  names: DomainNames,
  collector: Collector,
  claims: ReadonlyMap<string, Claim>,
  buffer: FlushBuffer,
  also?: AlsoInTransaction,
): Promise<FlushSummary> {
  const { batchId } = buffer.identity;
  const bronze = names.table(collector.contract, 'BRONZE');
  // A collector may be called anything; a contract's name is one that needs no quotes.
  const path = (kind: string) => `${collector.contract.name}/${batchId}.${kind}.ndjson`;
  const accepted = { path: path('accepted'), lines: buffer.accepted };
  const rejected = { path: path('rejected'), lines: buffer.rejected };
  const summary = (landed: number, duplicates: number): FlushSummary => ({
    batchId,
    landed,
    duplicates: buffer.duplicates + duplicates,
    quarantined: buffer.rejected.length,
  });
  try {
    await stageRows(session, names, accepted);
    await stageRows(session, names, rejected);
    await collector.notify('staged', summary(0, 0));

    const dropped = await session.transaction(async () => {
      await copy(session, names, accepted, bronze);
      await copy(session, names, rejected, names.quarantine);
      const duplicates = await dropDuplicates(session, bronze, buffer);
      await moveOffsets(session, names, claims, buffer);
      await also?.();
      return duplicates;
    });

    for (const each of buffer.progress.values()) {
      const claim = claims.get(each.partition);
      if (claim !== undefined) claim.nextOffset = each.nextOffset;
    }
    const result = summary(buffer.accepted.length - dropped, dropped);
    await collector.notify('committed', result);
    await removeStaged(session, names, [accepted, rejected]);
    return result;
  } catch (error) {
    // What failed first is what must be told; a later run removes what cannot be removed now.
    await removeStaged(session, names, [accepted, rejected]).catch(() => {});
    throw error;
  }
}

async function copy(
  session: Session,
  names: DomainNames,
  { path, lines }: StagedRows,
  table: TableName,
): Promise<void> {
  const expected = lines.length;
  if (expected === 0) return;
  const result = await session.execute(sql`
    COPY INTO ${sql.id(...table)} FROM ${stagedAt(names, path)}
    FILE_FORMAT = (TYPE = JSON) MATCH_BY_COLUMN_NAME = CASE_INSENSITIVE ON_ERROR = ABORT_STATEMENT`);
  // COPY skips a file that it has loaded before, without an error: then offsets must not move.
  if (result.rowsAffected === expected) return;
  throw new CoreError(
    'DAS_COLLECT_LOAD_MISMATCH',
    `${result.rowsAffected} of ${expected} staged rows were loaded`,
    { place: `table ${table.join('.')}`, next: 'run the collector again: nothing was committed' },
  );
}

async function dropDuplicates(
  session: Session,
  bronze: TableName,
  { window, identity: { batchId } }: FlushBuffer,
): Promise<number> {
  if (window === undefined) return 0;
  const since = new Date(Date.now() - durationInSeconds(window) * 1000);
  const table = sql.id(...bronze);
  const result = await session.execute(sql`
    DELETE FROM ${table} WHERE "_DAS_BATCH_ID" = ${batchId} AND "_DAS_RECORD_HASH" IN (
      SELECT "_DAS_RECORD_HASH" FROM ${table}
      WHERE "_DAS_BATCH_ID" <> ${batchId} AND "_DAS_LANDED_AT" >= ${since})`);
  return result.rowsAffected;
}

async function moveOffsets(
  session: Session,
  names: DomainNames,
  claims: ReadonlyMap<string, Claim>,
  buffer: FlushBuffer,
): Promise<void> {
  const moves = [...buffer.progress.values()].map((each) => {
    const claim = claims.get(each.partition);
    if (claim === undefined) throw fenced(buffer);
    return sql`(${each.partition}, ${claim.nextOffset}, ${claim.epoch}, ${each.nextOffset}, ${each.position ?? null})`;
  });
  for (let start = 0; start < moves.length; start += statementSize) {
    await moveSome(session, names, buffer, moves.slice(start, start + statementSize));
  }
}

/** How many partitions one statement names at the most: a list of VALUES has a limit. */
const statementSize = 500;

async function moveSome(
  session: Session,
  names: DomainNames,
  buffer: FlushBuffer,
  moves: readonly SqlFragment[],
): Promise<void> {
  const result = await session.execute(sql`
    UPDATE ${sql.id(...names.offsets)} AS o
    SET "NEXT_OFFSET" = m."NEXT_OFFSET", "POSITION" = m."POSITION", "UPDATED_AT" = SYSDATE()
    FROM (SELECT column1 AS "PARTITION", column2 AS "EXPECTED", column3 AS "EPOCH",
                 column4 AS "NEXT_OFFSET", column5 AS "POSITION"
          FROM (VALUES ${sql.join(moves)})) AS m
    WHERE o."SOURCE" = ${buffer.identity.source} AND o."PARTITION" = m."PARTITION"
      AND o."NEXT_OFFSET" = m."EXPECTED" AND o."EPOCH" = m."EPOCH"`);
  if (result.rowsAffected !== moves.length) throw fenced(buffer);
}

function fenced(buffer: FlushBuffer): CoreError {
  return new CoreError(
    'DAS_COLLECT_FENCED',
    'another process has claimed a partition of this source, so this flush was rolled back',
    {
      place: `source ${buffer.identity.source}`,
      next: 'let the other process go on, or stop it and run the collector again',
    },
  );
}
