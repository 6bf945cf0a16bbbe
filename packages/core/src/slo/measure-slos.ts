import { type AnyContract, durationInSeconds } from '@das/contracts';
import type { Tier } from '../access/declarations.js';
import type { Domain } from '../domain/define-domain.js';
import { domainNames } from '../domain/domain-names.js';
import { tablesOf } from '../domain/domain-tables.js';
import type { EvidenceRecorder } from '../evidence/evidence-recorder.js';
import { digestOf } from '../evidence/record-around.js';
import { sql } from '../warehouse/statement.js';
import type { Session, Warehouse } from '../warehouse/warehouse.js';

/** One objective, measured. */
export interface SloStatus {
  readonly contract: string;
  readonly tier: Tier;
  readonly objective: 'freshness' | 'completeness';
  readonly column: string;
  /** Freshness in seconds at the 95th percentile of the last 30 days; completeness from 0 to 1. */
  readonly value: number | undefined;
  readonly target: number;
  /** An empty table has no data to measure, which is not the same as met. */
  readonly status: 'met' | 'missed' | 'no data';
}

/** What measuring needs. */
export interface MeasureSlosOptions {
  readonly domain: Domain;
  readonly warehouse: Warehouse;
  readonly evidence: EvidenceRecorder;
  /** The time of the measurement. Default: now. */
  readonly at?: Date;
}

interface Objective {
  readonly contract: AnyContract;
  readonly tier: Tier;
  readonly objective: SloStatus['objective'];
  readonly column: string;
  readonly target: number;
}

/** Measures every objective of the contracts that promotions serve; keeps the measurements in OPS and as evidence. */
export async function measureSlos(options: MeasureSlosOptions): Promise<readonly SloStatus[]> {
  const { domain, warehouse } = options;
  const at = options.at ?? new Date();
  const names = domainNames(domain.database);
  await using session = await warehouse.openSession({
    role: names.pipelineRole,
    warehouse: names.warehouse,
    queryTag: 'das:slo',
  });
  const unfilled = await neverRefreshed(session, domain);
  const statuses: SloStatus[] = [];
  for (const objective of objectivesOf(domain)) {
    const isFilled = !unfilled.has(names.table(objective.contract, objective.tier).join('.'));
    const value = isFilled ? await measure(session, domain, objective, at) : undefined;
    const { contract, tier, column, target } = objective;
    await session.execute(sql`
      INSERT INTO ${sql.id(...names.sloMeasurements)}
        ("MEASURED_AT", "CONTRACT", "TIER", "OBJECTIVE", "COLUMN_NAME", "VALUE", "TARGET")
      VALUES (${at}, ${contract.name}, ${tier}, ${objective.objective}, ${column}, ${value ?? null}, ${target})`);
    const judged =
      objective.objective === 'freshness' ? await p95(session, domain, objective, at) : value;
    statuses.push({
      contract: contract.name,
      tier,
      objective: objective.objective,
      column,
      target,
      value: judged,
      status: judge(objective, judged),
    });
  }
  await options.evidence.record({
    kind: 'slo.measured',
    occurredAt: at,
    subjects: [{ name: domain.name, sha256: digestOf(domain.contracts) }],
    details: { objectives: statuses.map((each) => ({ ...each, value: each.value ?? null })) },
  });
  return statuses;
}

function objectivesOf(domain: Domain): readonly Objective[] {
  const served = tablesOf(domain).filter((table) => table.filledBy === 'promotion');
  return served.flatMap(({ contract, tier }) => {
    const { freshness, completeness } = contract.slo;
    const objectives: Objective[] = [];
    if (freshness !== undefined) {
      const target = durationInSeconds(freshness.p95);
      objectives.push({ contract, tier, objective: 'freshness', column: freshness.column, target });
    }
    for (const [column, target] of Object.entries(completeness ?? {})) {
      if (typeof target === 'number') {
        objectives.push({ contract, tier, objective: 'completeness', column, target });
      }
    }
    return objectives;
  });
}

/** Dynamic tables that hold nothing yet: reading one before its first refresh is an error. */
async function neverRefreshed(session: Session, domain: Domain): Promise<ReadonlySet<string>> {
  const shown = await session.execute(
    sql`SHOW DYNAMIC TABLES IN DATABASE ${sql.id(domain.database)}`,
  );
  const unfilled = shown.rows.filter((row) => row.data_timestamp === null);
  return new Set(unfilled.map((row) => [row.database_name, row.schema_name, row.name].join('.')));
}

async function measure(
  session: Session,
  domain: Domain,
  { contract, tier, objective, column }: Objective,
  at: Date,
): Promise<number | undefined> {
  const table = sql.id(...domainNames(domain.database).table(contract, tier));
  if (objective === 'freshness') {
    const newest = await session.execute<{ NEWEST: Date | null }>(
      sql`SELECT MAX(${sql.id(column)}) AS NEWEST FROM ${table}`,
    );
    const value = newest.rows[0]?.NEWEST;
    return value instanceof Date ? Math.max(0, (at.getTime() - value.getTime()) / 1000) : undefined;
  }
  const counted = await session.execute<{ PRESENT: number; ALL_ROWS: number }>(
    sql`SELECT COUNT(${sql.id(column)}) AS PRESENT, COUNT(*) AS ALL_ROWS FROM ${table}`,
  );
  const row = counted.rows[0];
  return row === undefined || row.ALL_ROWS === 0 ? undefined : row.PRESENT / row.ALL_ROWS;
}

async function p95(
  session: Session,
  domain: Domain,
  { contract, tier, column }: Objective,
  at: Date,
): Promise<number | undefined> {
  const since = new Date(at.getTime() - 30 * 86_400_000);
  const result = await session.execute<{ P95: number | null }>(sql`
    SELECT PERCENTILE_CONT(0.95) WITHIN GROUP (ORDER BY "VALUE") AS P95
    FROM ${sql.id(...domainNames(domain.database).sloMeasurements)}
    WHERE "OBJECTIVE" = 'freshness' AND "CONTRACT" = ${contract.name} AND "TIER" = ${tier}
      AND "COLUMN_NAME" = ${column} AND "MEASURED_AT" >= ${since}`);
  return result.rows[0]?.P95 ?? undefined;
}

function judge({ objective, target }: Objective, value: number | undefined): SloStatus['status'] {
  if (value === undefined) return 'no data';
  const isMet = objective === 'freshness' ? value <= target : value >= target;
  return isMet ? 'met' : 'missed';
}
