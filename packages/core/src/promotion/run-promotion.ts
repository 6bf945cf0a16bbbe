import type { Domain } from '../domain/define-domain.js';
import { type DomainNames, domainNames } from '../domain/domain-names.js';
import type { EvidenceRecorder } from '../evidence/evidence-recorder.js';
import { digestOf, recordAround } from '../evidence/record-around.js';
import { type SqlFragment, sql } from '../warehouse/statement.js';
import type { Session, Warehouse } from '../warehouse/warehouse.js';
import { auditTable, type PromotionWarning, warningsAsEvidence } from './audit-table.js';
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
  /** Rules of the severity `warning` or `info` that do not hold. */
  readonly warnings: readonly PromotionWarning[];
  readonly seconds: number;
}

/** What writing the target came to. */
interface Written {
  readonly quarantined: number;
  readonly warnings: readonly PromotionWarning[];
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
      const { rows, quarantined } = result;
      const warnings = warningsAsEvidence(compiled, result.warnings);
      return { result, details: { rows, quarantined, warnings } };
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
  const written =
    promotion.strategy.kind === 'dynamicTable'
      ? await refresh(session, options.domain, promotion, compiled)
      : await writeAuditPublish(session, options.domain, promotion, compiled);
  return {
    promotion: promotion.name,
    strategy: promotion.strategy.kind,
    rows: await countRows(session, target(names, promotion)),
    ...written,
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
  domain: Domain,
  promotion: Promotion,
  compiled: CompiledPromotion,
): Promise<Written> {
  const names = domainNames(domain.database);
  await session.execute(sql`ALTER DYNAMIC TABLE ${target(names, promotion)} REFRESH`);
  const rows = sql.raw(`(${compiled.query})`);
  const quarantined = await quarantineRejects(session, names, promotion, compiled, rows);
  const { contract, tier } = promotion.to;
  const table = names.table(contract, tier);
  const warnings = await auditTable(session, domain, promotion, compiled, table);
  return { quarantined, warnings };
}

async function writeAuditPublish(
  session: Session,
  domain: Domain,
  promotion: Promotion,
  compiled: CompiledPromotion,
): Promise<Written> {
  const names = domainNames(domain.database);
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
  const table = names.candidate(contract, tier);
  const warnings = await auditTable(session, domain, promotion, compiled, table);
  // One statement, so readers see the old rows or the new ones, under the policies and grants that
  // the table has; SWAP WITH would carry the candidate's.
  await session.execute(
    sql`INSERT OVERWRITE INTO ${target(names, promotion)} (${columns}) SELECT ${columns} FROM ${candidate}`,
  );
  return { quarantined, warnings };
}
