import { type Domain, domainNames, sql, type Warehouse } from '@das/core';
import { researcher } from '../access/roles.js';
import { patientCohort } from '../contracts/research-sets.js';

/** What the de-identified patients are, as the researcher counts them. */
export interface CohortCounts {
  /** Those over 89, in the one category that there is for them. */
  readonly aged90: number;
  /** Of those, how many tell their year of birth. */
  readonly aged90WithBirthYear: number;
  /** The highest age that is told. */
  readonly oldest: number;
  /** Those of places with few people. */
  readonly zip000: number;
}

/** Counts the cohort as the researcher. */
export async function countCohort(domain: Domain, warehouse: Warehouse): Promise<CohortCounts> {
  const names = domainNames(domain.database);
  await using session = await warehouse.openSession({
    role: researcher.name,
    warehouse: names.warehouse,
  });
  const { rows } = await session.execute(sql`
    SELECT COUNT(CASE WHEN AGE = 90 THEN 1 END) AS AGED_90,
           COUNT(CASE WHEN AGE = 90 THEN BIRTH_YEAR END) AS AGED_90_WITH_BIRTH_YEAR,
           MAX(AGE) AS OLDEST,
           COUNT(CASE WHEN ZIP3 = '000' THEN 1 END) AS ZIP_000
    FROM ${sql.id(...names.table(patientCohort, 'PLATINUM'))}`);
  const [row] = rows;
  return {
    aged90: Number(row?.AGED_90),
    aged90WithBirthYear: Number(row?.AGED_90_WITH_BIRTH_YEAR),
    oldest: Number(row?.OLDEST),
    zip000: Number(row?.ZIP_000),
  };
}
