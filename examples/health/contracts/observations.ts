import { defineContract } from '@das/core';
import { z } from 'zod';
import { pseudonym } from './csv-columns.js';

/** Measurements: the columns of Synthea's `observations.csv`, and the patient's pseudonym. */
export const observations = defineContract({
  domain: 'health',
  name: 'observations',
  version: '1.0.0',
  owner: 'data-health@example.org',
  description: 'What was measured and asked, by LOINC code.',
  schema: z.object({
    patient_key: pseudonym,
    date: z.iso.datetime(),
    patient: z.guid(),
    encounter: z.guid().nullable(),
    category: z.string().nullable(),
    code: z.string(),
    description: z.string(),
    value: z.string(),
    units: z.string().nullable(),
    type: z.enum(['numeric', 'text']),
  }),
  columns: {
    patient_key: { classification: 'pseudonymous', semantic: 'identifier' },
    date: { classification: 'phi', semantic: 'date', type: 'TIMESTAMP_NTZ' },
    patient: { classification: 'phi', semantic: 'mrn' },
    encounter: { classification: 'phi', semantic: 'identifier' },
    category: 'internal',
    code: 'confidential',
    description: 'confidential',
    value: {
      classification: 'confidential',
      semantic: 'free_text',
      description: 'A number or an answer. Scanned for personal data on arrival.',
    },
    units: 'internal',
    type: 'internal',
  },
  primaryKey: ['patient', 'date', 'code'],
});
