import type { ServiceLevelObjectives } from '../model/slo.js';
import { clauseOf, type Enforcement, type Gap } from './clause.js';
import type { ContractDeployment } from './deployment.js';
import type { EnforcedClause } from './enforced-clause.js';
import { percent } from './quantity.js';

type Members = keyof ServiceLevelObjectives;

type Clauses<Member extends Members> = (
  value: NonNullable<ServiceLevelObjectives[Member]>,
  deployment: ContractDeployment,
) => readonly EnforcedClause[];

function unmeasured(member: string, clause: string, next: string): readonly EnforcedClause[] {
  return [clauseOf(['slo', member], clause, [], { gap: 'nothing measures it yet', next })];
}

const incidents = 'measure it in the tool that keeps your incidents';

/** One entry for each objective: a new one does not compile before it is told here. */
const members: { readonly [Member in Members]: Clauses<Member> } = {
  freshness: ({ column, p95 }, deployment) => [
    clauseOf(
      ['slo', 'freshness'],
      `in 95 of 100 measurements, the newest ${column} is at most ${p95} old`,
      measured(deployment),
      measuredGap(deployment),
    ),
  ],
  completeness: (shares, deployment) =>
    Object.entries(shares).flatMap(([column, share]) =>
      share === undefined
        ? []
        : [
            clauseOf(
              ['slo', 'completeness', column],
              `${column} has a value in at least ${percent(share)} of the rows`,
              measured(deployment),
              measuredGap(deployment),
            ),
          ],
    ),
  availability: (share) =>
    unmeasured(
      'availability',
      `the table can be read ${percent(share)} of the time`,
      'probe it from outside',
    ),
  frequency: (duration) =>
    unmeasured(
      'frequency',
      `new data comes every ${duration}`,
      'set a freshness objective, which is measured',
    ),
  timeToDetect: (duration) =>
    unmeasured('timeToDetect', `an incident is noticed within ${duration}`, incidents),
  timeToNotify: (duration) =>
    unmeasured('timeToNotify', `consumers are told of it within ${duration}`, incidents),
  timeToRepair: (duration) =>
    unmeasured('timeToRepair', `it is mended within ${duration}`, incidents),
};

/** What becomes of each service level objective. */
export function sloClauses(
  slo: ServiceLevelObjectives,
  deployment: ContractDeployment,
): readonly EnforcedClause[] {
  const all = Object.keys(members) as Members[];
  return all.flatMap((member) => memberClauses(member, slo, deployment));
}

function memberClauses<Member extends Members>(
  member: Member,
  slo: ServiceLevelObjectives,
  deployment: ContractDeployment,
): readonly EnforcedClause[] {
  const clauses: Clauses<Member> = members[member];
  const value = slo[member];
  return value === undefined || value === null ? [] : clauses(value, deployment);
}

function isMeasured({ measuresSlos, promotions }: ContractDeployment): boolean {
  return measuresSlos && promotions.length > 0;
}

function measured(deployment: ContractDeployment): readonly Enforcement[] {
  if (!isMeasured(deployment)) return [];
  const how = 'das promote measures the promoted tables, and keeps and judges the measurements';
  return [{ by: 'slo monitor', how }];
}

function measuredGap(deployment: ContractDeployment): Gap {
  if (isMeasured(deployment)) {
    return {
      gap: 'it is measured when somebody promotes, and a miss stops nothing',
      next: 'run das promote on a schedule, and watch what it reports',
    };
  }
  return {
    gap: 'only tables that a promotion fills are measured, and none is',
    next: 'promote the contract to SILVER or PLATINUM, and run das promote',
  };
}
