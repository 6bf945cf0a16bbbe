import {
  audited,
  declassified,
  deidentify,
  type Promotion,
  platinum,
  promotion,
  silver,
} from '@das/core';
import { conditions } from '../contracts/conditions.js';
import { encounters } from '../contracts/encounters.js';
import { observations } from '../contracts/observations.js';
import { patients } from '../contracts/patients.js';
import {
  conditionCohort,
  encounterCohort,
  measurementCohort,
  patientCohort,
} from '../contracts/research-sets.js';

const namesNobody = 'what was found says nothing of whom, once name, place, day and ids are gone';

/** The age counts until today, or until death. */
const lastDay = 'COALESCE("DEATHDATE", CURRENT_DATE())';

/** Patients, de-identified. */
export const patientCohortPlatinum: Promotion = promotion({
  from: silver(patients),
  to: platinum(patientCohort),
  columns: {
    age: deidentify.age('birthdate', lastDay),
    birth_year: deidentify.birthYear('birthdate', lastDay),
    death_year: deidentify.yearOnly('deathdate'),
    zip3: deidentify.zip3('zip'),
  },
  strategy: audited(),
});

/**
 * Diagnoses, de-identified. A year in which only those can have lived who are over 89 today says
 * their age, so it is left out like a year of birth.
 */
export const conditionCohortPlatinum: Promotion = promotion({
  from: silver(conditions),
  to: platinum(conditionCohort),
  columns: {
    start_year: deidentify.birthYear('start', 'CURRENT_DATE()'),
    stop_year: deidentify.birthYear('stop', 'CURRENT_DATE()'),
    code: declassified('"CODE"', namesNobody),
    description: declassified('"DESCRIPTION"', namesNobody),
  },
  strategy: audited(),
});

/** Visits, de-identified. */
export const encounterCohortPlatinum: Promotion = promotion({
  from: silver(encounters),
  to: platinum(encounterCohort),
  columns: {
    start_year: deidentify.birthYear('start', 'CURRENT_DATE()'),
    code: declassified('"CODE"', namesNobody),
    description: declassified('"DESCRIPTION"', namesNobody),
    reasoncode: declassified('"REASONCODE"', namesNobody),
  },
  strategy: audited(),
});

/** Measurements, de-identified: numbers alone. */
export const measurementCohortPlatinum: Promotion = promotion({
  from: silver(observations),
  to: platinum(measurementCohort),
  where: `"TYPE" = 'numeric'`,
  columns: {
    measured_year: deidentify.birthYear('date', 'CURRENT_DATE()'),
    code: declassified('"CODE"', namesNobody),
    description: declassified('"DESCRIPTION"', namesNobody),
    measurement: declassified('TRY_CAST("VALUE" AS FLOAT)', 'a number with its unit names nobody'),
  },
  strategy: audited(),
});
