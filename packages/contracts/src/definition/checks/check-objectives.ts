import { ContractError } from '../../errors/contract-error.js';
import { durationInSeconds } from '../../model/duration.js';
import type { ServiceLevelObjectives } from '../../model/slo.js';
import { isTemporalType } from '../../schema/physical-type.js';
import { type ColumnsByName, columnNamed } from './column-lookup.js';

/** Whether a value is a share of a whole. */
export function isRatio(value: unknown): boolean {
  return typeof value === 'number' && value >= 0 && value <= 1;
}

function invalidObjective(message: string, next: string, place: string): ContractError {
  return new ContractError('DAS_CONTRACT_INVALID_RULE', message, { place, next });
}

/** Checks that objectives are measures, and refer to columns that they can be measured on. */
export function checkObjectives(
  columns: ColumnsByName,
  slo: ServiceLevelObjectives,
  place: string,
): void {
  const { freshness, completeness, availability, ...durations } = slo;
  if (freshness !== undefined) {
    const column = columnNamed(columns, freshness.column, `${place}, slo.freshness`);
    if (!isTemporalType(column.type)) {
      throw invalidObjective(
        `freshness cannot be measured on the column ${column.name}`,
        'name a column of type DATE, TIMESTAMP_NTZ or TIMESTAMP_TZ',
        place,
      );
    }
    durationInSeconds(freshness.p95, `${place}, slo.freshness.p95`);
  }
  for (const [name, ratio] of Object.entries(completeness ?? {})) {
    columnNamed(columns, name, `${place}, slo.completeness`);
    if (isRatio(ratio)) continue;
    throw invalidObjective(
      `the completeness of the column ${name} is not a ratio`,
      'give a number from 0 to 1, such as 0.999',
      place,
    );
  }
  if (availability !== undefined && !isRatio(availability)) {
    throw invalidObjective(
      'the availability is not a ratio',
      'give a number from 0 to 1, such as 0.995',
      place,
    );
  }
  for (const [objective, duration] of Object.entries(durations)) {
    if (duration !== undefined) durationInSeconds(duration, `${place}, slo.${objective}`);
  }
}
