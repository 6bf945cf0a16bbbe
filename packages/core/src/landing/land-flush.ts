import { durationInSeconds } from '@das/contracts';
import type { Collector, FlushSummary } from '../collector/collector.js';
import type { DeadLetter } from '../collector/dead-letter.js';
import type { DomainNames, TableName } from '../domain/domain-names.js';
import { CoreError } from '../errors/core-error.js';
import { type SqlFragment, sql } from '../warehouse/statement.js';
import type { Session } from '../warehouse/warehouse.js';
import type { Claim } from './claims.js';
import type { EvolvingTable } from './evolving-table.js';
import type { FlushBuffer } from './flush-buffer.js';
import { checkMoved, moveOffsets, openTransaction } from './move-offsets.js';
import { pathsOf, removeStaged, type StagedRows, stagedAt, stageRows } from './staged-rows.js';

/** What a flush needs besides its rows. */
export interface FlushTools {
  /** Where rejected records are sent before the transaction, if anywhere. */
  readonly deadLetter?: DeadLetter | undefined;
  /** Adds the columns that the flush needs, before its transaction. */
  readonly driftColumns?: EvolvingTable | undefined;
  /** Ends a flush that is given up. */
  readonly abandoned?: AbortSignal | undefined;
  readonly also?: AlsoInTransaction | undefined;
  /** Files of earlier flushes that could not be removed; what cannot be now is added. */
  readonly leftBehind?: string[] | undefined;
  /** Told what failed after the commit: the flush has landed, and counts. */
  readonly onAfterCommitFailed?: ((step: AfterCommitStep, failure: unknown) => void) | undefined;
}

/** What is done once a flush has landed: the collector's own hook, and the removal of its files. */
export type AfterCommitStep = 'onCommitted' | 'remove';

/**
 * What else a flush must do in its transaction, of this id; a replay marks the quarantine rows it has used. It
 * must change nothing outside of that transaction, which may have been undone.
 */
export type AlsoInTransaction = (transaction: string) => Promise<void>;

/**
 * Lands one flush: stages its rows, then in one transaction copies the accepted ones into BRONZE
 * and the rejected ones into quarantine and moves every offset from where it was expected. If one
 * offset is not where it was expected, nothing of it happened.
 *
 * @throws {@link CoreError} `DAS_COLLECT_FENCED` when another process has claimed a partition since,
 * or the warehouse has undone the transaction,
 * `DAS_COLLECT_LOAD_MISMATCH` when the warehouse loaded another number of rows than were staged,
 * `DAS_COLLECT_DEAD_LETTER_FAILED` when rejected records could not be sent on
 */
export async function landFlush(
  session: Session,
  names: DomainNames,
  collector: Collector,
  claims: ReadonlyMap<string, Claim>,
  buffer: FlushBuffer,
  tools: FlushTools = {},
): Promise<FlushSummary> {
  const { batchId } = buffer.identity;
  const bronze = names.table(collector.contract, 'BRONZE');
  // A collector may be called anything; a contract's name is one that needs no quotes.
  const path = (kind: string) => `${collector.contract.name}/${batchId}.${kind}.ndjson`;
  const accepted = { path: path('accepted'), lines: buffer.accepted };
  const rejected = { path: path('rejected'), lines: buffer.rejected };
  const staged = pathsOf([accepted, rejected]);
  const summary = (landed: number, duplicates: number): FlushSummary => ({
    batchId,
    landed,
    duplicates: buffer.duplicates + duplicates,
    quarantined: buffer.rejections,
  });
  let dropped: number;
  let saidLast = 0;
  try {
    await tools.driftColumns?.prepare();
    await sendDeadLetters(collector, buffer, tools);
    await stageRows(session, names, accepted);
    await stageRows(session, names, rejected);
    await collector.notify('staged', summary(0, 0));

    dropped = await session.transaction(async () => {
      const transaction = await openTransaction(session);
      await copy(session, names, accepted, bronze);
      await copy(session, names, rejected, names.quarantine);
      const duplicates = await dropDuplicates(session, bronze, buffer);
      await tools.also?.(transaction);
      await moveOffsets(session, names, transaction, claims, buffer);
      saidLast = Date.now();
      return duplicates;
    });
    await checkMoved(session, names, buffer, saidLast);
  } catch (error) {
    // What failed first is what must be told; a later run removes what cannot be removed now.
    await removeStaged(session, names, staged).catch(() => {});
    throw error;
  }

  for (const each of buffer.progress.values()) {
    const claim = claims.get(each.partition);
    if (claim !== undefined) claim.nextOffset = each.nextOffset;
  }
  const result = summary(buffer.accepted.length - dropped, dropped);
  await afterCommit(tools, 'onCommitted', () => collector.notify('committed', result));
  const { leftBehind = [] } = tools;
  leftBehind.push(...staged);
  await afterCommit(tools, 'remove', () => removeAll(session, names, leftBehind));
  return result;
}

/** Removes files; those that cannot be removed stay in the list, and the first failure is thrown. */
async function removeAll(session: Session, names: DomainNames, paths: string[]): Promise<void> {
  const failures: unknown[] = [];
  for (const path of paths.splice(0)) {
    await removeStaged(session, names, [path]).catch((failure: unknown) => {
      failures.push(failure);
      paths.push(path);
    });
  }
  if (failures.length > 0) throw failures[0];
}

/** The flush has landed: what fails now must neither take it out of the counts nor end the run. */
async function afterCommit(
  { onAfterCommitFailed }: FlushTools,
  step: AfterCommitStep,
  work: () => Promise<void>,
): Promise<void> {
  try {
    await work();
  } catch (failure) {
    if (onAfterCommitFailed === undefined) throw failure;
    onAfterCommitFailed(step, failure);
  }
}

/** Fails closed: what could not be sent on is not put in quarantine either, but read again. */
async function sendDeadLetters(
  collector: Collector,
  { rejectedRecords }: FlushBuffer,
  { deadLetter, abandoned = new AbortController().signal }: FlushTools,
): Promise<void> {
  if (deadLetter === undefined || rejectedRecords.length === 0) return;
  try {
    await deadLetter.send(rejectedRecords, abandoned);
  } catch (cause) {
    throw new CoreError(
      'DAS_COLLECT_DEAD_LETTER_FAILED',
      `${rejectedRecords.length} rejected records could not be sent on`,
      {
        place: `collector ${collector.name}`,
        next: 'mend the dead-letter sink and run the collector again: nothing was committed',
        cause,
      },
    );
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
  // By default a text that is \N would become NULL: here it is a text. The lines have the columns' own
  // names, so no file need be read for the spelling of its keys.
  const result = await session.execute(sql`
    COPY INTO ${sql.id(...table)} FROM ${stagedAt(names, path)}
    FILE_FORMAT = (TYPE = JSON NULL_IF = ()) MATCH_BY_COLUMN_NAME = CASE_SENSITIVE ON_ERROR = ABORT_STATEMENT`);
  // COPY skips a file that it has loaded before, without an error: then offsets must not move.
  if (result.rowsAffected === expected) return;
  throw new CoreError(
    'DAS_COLLECT_LOAD_MISMATCH',
    `${result.rowsAffected} of ${expected} staged rows were loaded`,
    { place: `table ${table.join('.')}`, next: 'run the collector again: nothing was committed' },
  );
}

/** Takes back what landed before, each in its own window. */
async function dropDuplicates(
  session: Session,
  bronze: TableName,
  { deduplicate, identity: { batchId } }: FlushBuffer,
): Promise<number> {
  let dropped = 0;
  for (const { window, by } of deduplicate) {
    const since = new Date(Date.now() - durationInSeconds(window) * 1000);
    const result = await session.execute(
      by === undefined
        ? sameBytes(sql.id(...bronze), batchId, since)
        : sameKeys(sql.id(...bronze), batchId, since, by),
    );
    dropped += result.rowsAffected;
  }
  return dropped;
}

function sameBytes(table: SqlFragment, batchId: string, since: Date): SqlFragment {
  return sql`
    DELETE FROM ${table} WHERE "_DAS_BATCH_ID" = ${batchId} AND "_DAS_RECORD_HASH" IN (
      SELECT "_DAS_RECORD_HASH" FROM ${table}
      WHERE "_DAS_BATCH_ID" <> ${batchId} AND "_DAS_LANDED_AT" >= ${since})`;
}

/** A key with a null in it equals no other, in SQL as in the promise. */
function sameKeys(
  table: SqlFragment,
  batchId: string,
  since: Date,
  by: readonly string[],
): SqlFragment {
  const columns = by.map((column) => sql.id(column.toUpperCase()));
  const isSame = columns.map((column) => sql`T.${column} = O.${column}`);
  return sql`
    DELETE FROM ${table} AS T USING (
      SELECT DISTINCT ${sql.join(columns)} FROM ${table}
      WHERE "_DAS_BATCH_ID" <> ${batchId} AND "_DAS_LANDED_AT" >= ${since}) AS O
    WHERE T."_DAS_BATCH_ID" = ${batchId} AND ${sql.join(isSame, ' AND ')}`;
}
