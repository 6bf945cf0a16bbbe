import { randomUUID } from 'node:crypto';
import { type DomainNames, domainNames } from '../domain/domain-names.js';
import { CoreError } from '../errors/core-error.js';
import type { JsonValue } from '../evidence/evidence-recorder.js';
import { digestOf, recordAround } from '../evidence/record-around.js';
import { sql } from '../warehouse/statement.js';
import type { Session } from '../warehouse/warehouse.js';
import type { Collector } from './collector.js';
import { type CollectorRun, type LandSourceOptions, landSource } from './land-source.js';
import { QuarantineSource } from './quarantine-source.js';
import type { Source, SourceRange } from './source.js';

/**
 * Where a replay reads from: the collector's own quarantine, a source such as a file, or a part of
 * the collector's own source once more, for sources that can seek.
 */
export type ReplayFrom =
  | { readonly kind: 'quarantine' }
  | { readonly kind: 'source'; readonly source: Source }
  | SourceRange;

/** What a replay needs. */
export interface ReplayOptions extends LandSourceOptions {
  readonly from: ReplayFrom;
  /** The folder that the collector's own relative paths start from. Default: the current one. */
  readonly baseDirectory?: string;
}

/**
 * Sends records through a collector again, after its code, its contract or the records were
 * mended. What has landed before does not land twice: a replay deduplicates by record hash over
 * all of BRONZE. Nothing is late in a replay. A replayed quarantine row is marked in the transaction
 * that lands it; one that is rejected again enters quarantine as a new row.
 *
 * @throws {@link CoreError} `DAS_REPLAY_NOTHING` when the quarantine holds nothing for the collector,
 * `DAS_REPLAY_UNSUPPORTED` when the collector's source cannot seek, `DAS_COLLECT_INVALID_OPTION` when
 * the range is none
 */
export async function replay(collector: Collector, options: ReplayOptions): Promise<CollectorRun> {
  const { from } = options;
  if (from.kind === 'range' || from.kind === 'since') checkRange(collector, from);
  return await recordAround(options.evidence, {
    kind: 'replay',
    subject: collector.contract,
    details: { collector: collector.name, ...rangeDetails(from) },
    work: async () => {
      switch (from.kind) {
        case 'quarantine':
          return await replayQuarantine(collector, options);
        case 'source':
          return await landSource(collector, from.source, options, { mode: 'replay' });
        default: {
          const source = await openRange(collector, from, options.baseDirectory ?? '.');
          return await landSource(collector, source, options, { mode: 'replay' });
        }
      }
    },
  });
}

/** What evidence says of the way: partitions stay out, since a file's name may identify a person. */
function rangeDetails(from: ReplayFrom): { readonly [key: string]: JsonValue } {
  switch (from.kind) {
    case 'range':
      return {
        from: from.kind,
        partitions: Object.keys(from.partitions).length,
        sha256: digestOf(from.partitions),
      };
    case 'since':
      return { from: from.kind, since: from.time.toISOString() };
    default:
      return { from: from.kind };
  }
}

/** Opens a part of the collector's source, under a name of its own: its offsets are not those of the collector. */
async function openRange(
  collector: Collector,
  range: SourceRange,
  baseDirectory: string,
): Promise<Source> {
  const source = await collector.openSource({ baseDirectory, follow: false });
  const part = source.openRange?.(range);
  if (part === undefined) {
    throw new CoreError('DAS_REPLAY_UNSUPPORTED', 'the source cannot be read from a given place', {
      place: `source ${source.name}`,
      next: 'replay from quarantine or from a file instead',
    });
  }
  return {
    name: `replay:${collector.name}:${randomUUID()}`,
    consume: (consumer, signal) => part.consume(consumer, signal),
    // The source's own record of who has read how far is about the collector, not about this.
    acknowledge: async () => {},
    ...(part.lag === undefined ? {} : { lag: () => part.lag?.() ?? new Map() }),
  };
}

function checkRange(collector: Collector, range: SourceRange): void {
  const isSound =
    range.kind === 'since'
      ? !Number.isNaN(range.time.getTime())
      : Object.values(range.partitions).every(
          ([from, to]) =>
            Number.isSafeInteger(from) && Number.isSafeInteger(to) && 0 <= from && from <= to,
        ) && Object.keys(range.partitions).length > 0;
  if (isSound) return;
  throw new CoreError('DAS_COLLECT_INVALID_OPTION', 'the range of the replay is none', {
    place: `collector ${collector.name}`,
    next: 'give a time, or for each partition an offset to start at and a later one to end before',
  });
}

async function replayQuarantine(collector: Collector, options: ReplayOptions) {
  const names = domainNames(options.domain.database);
  await using reader = await options.warehouse.openSession({
    role: names.pipelineRole,
    warehouse: names.warehouse,
    queryTag: `das:replay:${collector.name}`,
  });
  const source = new QuarantineSource(collector, reader, names, randomUUID());
  const done = await landSource(collector, source, options, {
    mode: 'replay',
    also: (session) => (buffer) => {
      // Once a flush, however often its transaction is tried.
      const ids = source.idsUpTo(buffer.progress.get(source.partition)?.nextOffset ?? 0);
      return (transaction) => markReplayed(session, names, transaction, source, ids);
    },
  });
  // Whoever aborted has not seen whether there is anything.
  if (source.delivered > 0 || options.signal?.aborted === true) return done;
  throw new CoreError('DAS_REPLAY_NOTHING', 'there is nothing in quarantine to replay', {
    place: `collector ${collector.name}`,
    next: 'nothing needs to be done',
  });
}

async function markReplayed(
  session: Session,
  names: DomainNames,
  transaction: string,
  source: QuarantineSource,
  ids: readonly string[],
): Promise<void> {
  for (let start = 0; start < ids.length; start += 1000) {
    const chunk = ids.slice(start, start + 1000);
    const result = await session.execute(sql`
      UPDATE ${sql.id(...names.quarantine)} SET "REPLAYED_AT" = SYSDATE()
      WHERE "REPLAYED_AT" IS NULL AND "ID" IN (${sql.join(chunk.map((id) => sql`${id}`))})
        AND CURRENT_TRANSACTION() = ${transaction}`);
    if (result.rowsAffected !== chunk.length) {
      throw new CoreError('DAS_COLLECT_FENCED', 'another replay has taken some of these records', {
        place: `source ${source.name}`,
        next: 'run the replay again: nothing of this flush was committed',
      });
    }
  }
}
