import { defineContract } from '@das/core';
import { z } from 'zod';
import { pseudonym } from './csv-columns.js';

/** Diagnoses: the columns of Synthea's `conditions.csv`, and the patient's pseudonym. */
export const conditions = defineContract({
  domain: 'health',
  name: 'conditions',
  version: '1.0.0',
  owner: 'data-health@example.org',
  description: 'What patients were diagnosed with, by SNOMED CT code.',
  schema: z.object({
    patient_key: pseudonym,
    start: z.iso.date(),
    stop: z.iso.date().nullable(),
    patient: z.guid(),
    encounter: z.guid(),
    code: z.string(),
    description: z.string(),
  }),
  columns: {
    patient_key: { classification: 'pseudonymous', semantic: 'identifier' },
    start: { classification: 'phi', semantic: 'date' },
    stop: { classification: 'phi', semantic: 'date' },
    patient: { classification: 'phi', semantic: 'mrn' },
    encounter: { classification: 'phi', semantic: 'identifier' },
    code: 'confidential',
    description: 'confidential',
  },
  primaryKey: ['patient', 'encounter', 'code', 'start'],
});
