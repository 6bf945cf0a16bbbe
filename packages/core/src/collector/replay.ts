import { randomUUID } from 'node:crypto';
import { type DomainNames, domainNames } from '../domain/domain-names.js';
import { CoreError } from '../errors/core-error.js';
import { recordAround } from '../evidence/record-around.js';
import type { FlushBuffer } from '../landing/flush-buffer.js';
import { sql } from '../warehouse/statement.js';
import type { Session } from '../warehouse/warehouse.js';
import type { Collector } from './collector.js';
import { type CollectorRun, type LandSourceOptions, landSource } from './land-source.js';
import { QuarantineSource } from './quarantine-source.js';
import type { Source } from './source.js';

/** Where a replay reads from: the collector's own quarantine, or a source such as a file. */
export type ReplayFrom =
  | { readonly kind: 'quarantine' }
  | { readonly kind: 'source'; readonly source: Source };

/** What a replay needs. */
export interface ReplayOptions extends LandSourceOptions {
  readonly from: ReplayFrom;
}

/** A replay never lands what is in BRONZE already, however old. */
const everything = { window: '1000y' } as const;

/**
 * Sends records through a collector again, after its code, its contract or the records were
 * mended. What has landed before does not land twice: a replay deduplicates by record hash over
 * all of BRONZE. A replayed quarantine row is marked in the transaction that lands it; one that is
 * rejected again enters quarantine as a new row.
 *
 * @throws {@link CoreError} `DAS_REPLAY_NOTHING` when the quarantine holds nothing for the collector
 */
export async function replay(collector: Collector, options: ReplayOptions): Promise<CollectorRun> {
  const { from } = options;
  return await recordAround(options.evidence, {
    kind: 'replay',
    subject: collector.contract,
    details: { collector: collector.name, from: from.kind },
    work: () =>
      from.kind === 'source'
        ? landSource(collector, from.source, options, { deduplicate: everything })
        : replayQuarantine(collector, options),
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
    deduplicate: everything,
    also: (session) => (buffer) => () => markReplayed(session, names, source, buffer),
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
  source: QuarantineSource,
  buffer: FlushBuffer,
): Promise<void> {
  const ids = source.idsUpTo(buffer.progress.get(source.partition)?.nextOffset ?? 0);
  for (let start = 0; start < ids.length; start += 1000) {
    const chunk = ids.slice(start, start + 1000);
    const result = await session.execute(sql`
      UPDATE ${sql.id(...names.quarantine)} SET "REPLAYED_AT" = SYSDATE()
      WHERE "REPLAYED_AT" IS NULL AND "ID" IN (${sql.join(chunk.map((id) => sql`${id}`))})`);
    if (result.rowsAffected !== chunk.length) {
      throw new CoreError('DAS_COLLECT_FENCED', 'another replay has taken some of these records', {
        place: `source ${source.name}`,
        next: 'run the replay again: nothing of this flush was committed',
      });
    }
  }
}
