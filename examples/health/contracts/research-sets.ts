import { defineContract, rule } from '@das/core';
import { z } from 'zod';
import { pseudonym } from './csv-columns.js';

const key = { classification: 'pseudonymous', semantic: 'identifier' } as const;

/** Patients without what identifies them, by Safe Harbor (45 CFR 164.514(b)(2)). */
export const patientCohort = defineContract({
  domain: 'health',
  name: 'patient_cohort',
  version: '1.0.0',
  owner: 'data-health@example.org',
  schema: z.object({
    patient_key: pseudonym,
    age: z.int().nullable(),
    birth_year: z.int().nullable(),
    death_year: z.int().nullable(),
    zip3: z.string().nullable(),
    state: z.string(),
    gender: z.enum(['F', 'M']),
    race: z.string(),
    ethnicity: z.string(),
    marital: z.string().nullable(),
  }),
  columns: {
    patient_key: key,
    age: { classification: 'internal', semantic: 'age', description: '90 for all over 89' },
    birth_year: { classification: 'internal', description: 'Absent for those over 89' },
    death_year: 'internal',
    zip3: { classification: 'internal', semantic: 'geography' },
    state: { classification: 'internal', semantic: 'geography' },
    gender: 'internal',
    race: 'internal',
    ethnicity: 'internal',
    marital: 'internal',
  },
  primaryKey: ['patient_key'],
  slo: { completeness: { age: 1 } },
  quality: [rule.range('age', { min: 0, max: 90 })],
});

/** Diagnoses by year. */
export const conditionCohort = defineContract({
  domain: 'health',
  name: 'condition_cohort',
  version: '1.0.0',
  owner: 'data-health@example.org',
  schema: z.object({
    patient_key: pseudonym,
    start_year: z.int().nullable(),
    stop_year: z.int().nullable(),
    code: z.string(),
    description: z.string(),
  }),
  columns: {
    patient_key: key,
    start_year: 'internal',
    stop_year: 'internal',
    code: 'internal',
    description: 'internal',
  },
});

/** Visits by year. */
export const encounterCohort = defineContract({
  domain: 'health',
  name: 'encounter_cohort',
  version: '1.0.0',
  owner: 'data-health@example.org',
  schema: z.object({
    patient_key: pseudonym,
    start_year: z.int().nullable(),
    encounterclass: z.string(),
    code: z.string(),
    description: z.string(),
    reasoncode: z.string().nullable(),
  }),
  columns: {
    patient_key: key,
    start_year: 'internal',
    encounterclass: 'internal',
    code: 'internal',
    description: 'internal',
    reasoncode: 'internal',
  },
});

/** Measurements by year: numbers alone, since an answer in free text may say anything. */
export const measurementCohort = defineContract({
  domain: 'health',
  name: 'measurement_cohort',
  version: '1.0.0',
  owner: 'data-health@example.org',
  schema: z.object({
    patient_key: pseudonym,
    measured_year: z.int().nullable(),
    category: z.string().nullable(),
    code: z.string(),
    description: z.string(),
    measurement: z.number(),
    units: z.string().nullable(),
  }),
  columns: {
    patient_key: key,
    measured_year: 'internal',
    category: 'internal',
    code: 'internal',
    description: 'internal',
    measurement: 'internal',
    units: 'internal',
  },
});
