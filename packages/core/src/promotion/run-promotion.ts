import type { Domain } from '../domain/define-domain.js';
import { type DomainNames, domainNames } from '../domain/domain-names.js';
import { CoreError } from '../errors/core-error.js';
import type { EvidenceRecorder } from '../evidence/evidence-recorder.js';
import { digestOf, recordAround } from '../evidence/record-around.js';
import { type SqlFragment, sql } from '../warehouse/statement.js';
import type { Session, Warehouse } from '../warehouse/warehouse.js';
import {
  type CompiledPromotion,
  columnList,
  compilePromotion,
  keepsAll,
} from './compile-promotion.js';
import type { Promotion } from './promotion.js';
import { quarantineRejects } from './quarantine-rejects.js';

/** What promoting needs. */
export interface RunPromotionOptions {
  readonly domain: Domain;
  readonly warehouse: Warehouse;
  readonly evidence: EvidenceRecorder;
}

/** What a promotion did. */
export interface PromotionRun {
  readonly promotion: string;
  readonly strategy: Promotion['strategy']['kind'];
  /** Rows that the target holds now. */
  readonly rows: number;
  /** Rows that broke a row clause of the target contract and went to quarantine. */
  readonly quarantined: number;
  readonly seconds: number;
}

/**
 * Runs one promotion now: refreshes its dynamic table, or builds, audits and publishes.
 *
 * Rows that break the target contract go to quarantine with the rule's name. If a rule over the
 * whole table does not hold, an audited target stays as it was.
 *
 * @throws {@link CoreError} `DAS_PROMOTION_AUDIT_FAILED` with the names of the rules
 */
export async function runPromotion(
  promotion: Promotion,
  options: RunPromotionOptions,
): Promise<PromotionRun> {
  const compiled = compilePromotion(promotion, options.domain.database);
  return await recordAround(options.evidence, {
    kind: 'promotion',
    subject: { name: promotion.name, toJSON: () => ({ ...promotion, query: compiled.query }) },
    details: {
      strategy: promotion.strategy.kind,
      querySha256: digestOf(compiled.query),
      deidentified: compiled.lineage.flatMap((each) =>
        each.through === undefined ? [] : [{ column: each.column, through: each.through }],
      ),
    },
    work: async () => {
      const result = await promote(promotion, compiled, options);
      return { result, details: { rows: result.rows, quarantined: result.quarantined } };
    },
  });
}

async function promote(
  promotion: Promotion,
  compiled: CompiledPromotion,
  options: RunPromotionOptions,
): Promise<PromotionRun> {
  const started = performance.now();
  const names = domainNames(options.domain.database);
  await using session = await options.warehouse.openSession({
    role: names.pipelineRole,
    warehouse: names.warehouse,
    queryTag: `das:promote:${promotion.name}`,
  });
  const quarantined =
    promotion.strategy.kind === 'dynamicTable'
      ? await refresh(session, names, promotion, compiled)
      : await writeAuditPublish(session, names, promotion, compiled);
  return {
    promotion: promotion.name,
    strategy: promotion.strategy.kind,
    rows: await countRows(session, target(names, promotion)),
    quarantined,
    seconds: (performance.now() - started) / 1000,
  };
}

function target(names: DomainNames, { to }: Promotion): SqlFragment {
  return sql.id(...names.table(to.contract, to.tier));
}

async function countRows(session: Session, table: SqlFragment): Promise<number> {
  const counted = await session.execute<{ N: number }>(sql`SELECT COUNT(*) AS N FROM ${table}`);
  return counted.rows[0]?.N ?? 0;
}

async function refresh(
  session: Session,
  names: DomainNames,
  promotion: Promotion,
  compiled: CompiledPromotion,
): Promise<number> {
  await session.execute(sql`ALTER DYNAMIC TABLE ${target(names, promotion)} REFRESH`);
  const rows = sql.raw(`(${compiled.query})`);
  const quarantined = await quarantineRejects(session, names, promotion, compiled, rows);
  await audit(session, promotion, compiled, target(names, promotion));
  return quarantined;
}

async function writeAuditPublish(
  session: Session,
  names: DomainNames,
  promotion: Promotion,
  compiled: CompiledPromotion,
): Promise<number> {
  const { contract, tier } = promotion.to;
  const candidate = sql.id(...names.candidate(contract, tier));
  const columns = sql.raw(columnList(contract));
  await session.execute(
    sql`INSERT OVERWRITE INTO ${candidate} (${columns}) ${sql.raw(compiled.query)}`,
  );
  const quarantined = await session.transaction(async () => {
    const rejected = await quarantineRejects(session, names, promotion, compiled, candidate);
    if (compiled.rowClauses.length > 0) {
      const keeps = sql.raw(keepsAll(compiled.rowClauses));
      await session.execute(sql`DELETE FROM ${candidate} WHERE NOT (${keeps})`);
    }
    return rejected;
  });
  await audit(session, promotion, compiled, candidate);
  // One statement, so readers see the old rows or the new ones, under the policies and grants that
  // the table has; SWAP WITH would carry the candidate's.
  await session.execute(
    sql`INSERT OVERWRITE INTO ${target(names, promotion)} (${columns}) SELECT ${columns} FROM ${candidate}`,
  );
  return quarantined;
}

async function audit(
  session: Session,
  promotion: Promotion,
  compiled: CompiledPromotion,
  table: SqlFragment,
): Promise<void> {
  const broken: string[] = [];
  for (const clause of compiled.tableClauses) {
    const columns = sql.join(clause.unique.map((column) => sql.id(column)));
    const repeated = await session.execute<{ N: number }>(sql`
      SELECT COUNT(*) AS N FROM (
        SELECT ${columns} FROM ${table} GROUP BY ${columns} HAVING COUNT(*) > 1) AS D`);
    const count = repeated.rows[0]?.N ?? 0;
    if (count > 0) broken.push(`${clause.name} (${count} repeated)`);
  }
  if (broken.length === 0) return;
  const kept =
    promotion.strategy.kind === 'audited'
      ? 'the target keeps what it had'
      : 'the target is refreshed';
  throw new CoreError(
    'DAS_PROMOTION_AUDIT_FAILED',
    `rules do not hold: ${broken.join(', ')}; ${kept}`,
    {
      place: `promotion ${promotion.name}`,
      next: 'find the rows by the rule, mend the source or the promotion, and promote again',
    },
  );
}
