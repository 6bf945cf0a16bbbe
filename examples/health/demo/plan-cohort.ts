import { ageAt, capAge, zip3 } from '@das/privacy';
import type { CohortCounts } from './count-cohort.js';
import type { InputTables } from './read-tables.js';

/** What the de-identified patients must be, computed from the input without any SQL. */
export function planCohort({ patients }: InputTables, today: Date): CohortCounts {
  const people = new Map(
    patients.flatMap((row) => {
      const age = capAge(ageAt(row.birthdate, row.deathdate || today));
      return row.id === undefined || age === null ? [] : [[row.id, { age, zip: row.zip }] as const];
    }),
  );
  const all = [...people.values()];
  return {
    aged90: all.filter(({ age }) => age === 90).length,
    aged90WithBirthYear: 0,
    oldest: Math.max(...all.map(({ age }) => age)),
    zip000: all.filter(({ zip }) => zip3(zip) === '000').length,
  };
}
