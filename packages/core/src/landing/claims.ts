import type { PartitionAssignment, ResumePoint } from '../collector/source.js';
import type { DomainNames } from '../domain/domain-names.js';
import { CoreError } from '../errors/core-error.js';
import { sql } from '../warehouse/statement.js';
import type { Session } from '../warehouse/warehouse.js';

/** A partition that this process may land, until another raises the epoch. */
export interface Claim {
  readonly partition: string;
  readonly epoch: number;
  /** The offset that the warehouse holds: what the next commit must find there. */
  nextOffset: number;
  /** The latest event time that was seen in it, where one is kept. */
  readonly latestEventAt: Date | undefined;
}

interface OffsetRow {
  readonly PARTITION: string;
  readonly NEXT_OFFSET: number;
  readonly POSITION: string | null;
  readonly IDENTITY: string | null;
  readonly EPOCH: number;
  readonly LATEST_EVENT_AT: Date | null;
}

/** How many partitions one statement names at the most. */
const statementSize = 500;

/**
 * Claims partitions: raises each one's epoch, which fences whoever held it, and reads where it
 * stands. The warehouse is the source of truth for offsets.
 *
 * @throws {@link CoreError} `DAS_COLLECT_SOURCE_CHANGED` when a partition's content is not the one seen before
 */
export async function claimPartitions(
  session: Session,
  names: DomainNames,
  source: string,
  owner: string,
  assignments: readonly PartitionAssignment[],
): Promise<{ claims: Claim[]; resume: Map<string, ResumePoint> }> {
  const claims: Claim[] = [];
  const resume = new Map<string, ResumePoint>();
  for (let start = 0; start < assignments.length; start += statementSize) {
    const chunk = assignments.slice(start, start + statementSize);
    const rows = await session.transaction(() => raiseEpochs(session, names, source, owner, chunk));
    if (rows.length !== chunk.length) throw ambiguous(source);
    const identities = new Map(chunk.map((each) => [each.partition, each.identity]));
    for (const row of rows) {
      checkIdentity(source, row, identities.get(row.PARTITION));
      claims.push({
        partition: row.PARTITION,
        epoch: row.EPOCH,
        nextOffset: row.NEXT_OFFSET,
        latestEventAt: row.LATEST_EVENT_AT ?? undefined,
      });
      resume.set(row.PARTITION, { offset: row.NEXT_OFFSET, position: row.POSITION ?? undefined });
    }
  }
  return { claims, resume };
}

/** Where a partition stands, with the latest event time that was seen in it. */
export type Standing = ResumePoint & { readonly latestEventAt: Date | undefined };

/** Reads where partitions stand and claims nothing. */
export async function readStanding(
  session: Session,
  names: DomainNames,
  source: string,
  partitions: readonly string[],
): Promise<Map<string, Standing>> {
  const standing = new Map<string, Standing>();
  for (let start = 0; start < partitions.length; start += statementSize) {
    const wanted = sql.join(
      partitions.slice(start, start + statementSize).map((each) => sql`${each}`),
    );
    const { rows } = await session.execute<OffsetRow>(sql`
      SELECT "PARTITION", "NEXT_OFFSET", "POSITION", "LATEST_EVENT_AT"
      FROM ${sql.id(...names.offsets)}
      WHERE "SOURCE" = ${source} AND "PARTITION" IN (${wanted})`);
    for (const row of rows) {
      standing.set(row.PARTITION, {
        offset: row.NEXT_OFFSET,
        position: row.POSITION ?? undefined,
        latestEventAt: row.LATEST_EVENT_AT ?? undefined,
      });
    }
  }
  return standing;
}

async function raiseEpochs(
  session: Session,
  names: DomainNames,
  source: string,
  owner: string,
  assignments: readonly PartitionAssignment[],
): Promise<readonly OffsetRow[]> {
  const offsets = sql.id(...names.offsets);
  const wanted = sql.join(
    assignments.map((each) => sql`(${each.partition}, ${each.identity ?? null})`),
  );
  await session.execute(sql`
    MERGE INTO ${offsets} AS t
    USING (SELECT column1 AS "PARTITION", column2 AS "IDENTITY" FROM (VALUES ${wanted})) AS w
    ON t."SOURCE" = ${source} AND t."PARTITION" = w."PARTITION"
    WHEN MATCHED THEN UPDATE SET
      "EPOCH" = t."EPOCH" + 1, "OWNER" = ${owner}, "UPDATED_AT" = SYSDATE(),
      "IDENTITY" = COALESCE(t."IDENTITY", w."IDENTITY")
    WHEN NOT MATCHED THEN INSERT
      ("SOURCE", "PARTITION", "NEXT_OFFSET", "IDENTITY", "EPOCH", "OWNER", "UPDATED_AT")
      VALUES (${source}, w."PARTITION", 0, w."IDENTITY", 1, ${owner}, SYSDATE())`);
  const partitions = sql.join(assignments.map((each) => sql`${each.partition}`));
  const result = await session.execute<OffsetRow>(sql`
    SELECT "PARTITION", "NEXT_OFFSET", "POSITION", "IDENTITY", "EPOCH", "LATEST_EVENT_AT"
    FROM ${offsets}
    WHERE "SOURCE" = ${source} AND "PARTITION" IN (${partitions})`);
  return result.rows;
}

/** Two processes that claim a new partition at once could both add it: then no offset is the true one. */
function ambiguous(source: string): CoreError {
  return new CoreError(
    'DAS_COLLECT_FENCED',
    'a partition has not exactly one row among the offsets, so it cannot be claimed',
    {
      place: `source ${source}`,
      next: 'keep the row of each partition with the highest NEXT_OFFSET, remove the others and run the collector again',
    },
  );
}

function checkIdentity(source: string, row: OffsetRow, identity: string | undefined): void {
  if (identity === undefined || row.IDENTITY === null || row.IDENTITY === identity) return;
  throw new CoreError(
    'DAS_COLLECT_SOURCE_CHANGED',
    `the content of partition ${row.PARTITION} is not the one that was read before`,
    {
      place: `source ${source}`,
      next: 'give changed content a new name: offsets of the old content mean nothing in it',
    },
  );
}
