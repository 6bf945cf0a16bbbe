import { describePolicies } from '@das/governance/testing';
import { beforeAll, describe, test } from 'vitest';
import { patients } from '../contracts/patients.js';
import { patientCohort } from '../contracts/research-sets.js';
import domain from '../das.config.js';
import { clinician, linkageResearcher, researcher } from './roles.js';

const runner = { describe, beforeAll, test };

const personas = {
  clinician: [clinician.name],
  researcher: [researcher.name],
  linkageResearcher: [linkageResearcher.name],
  /** A physician who also studies: the second role shows what the first one hides. */
  physicianAtStudy: [researcher.name, clinician.name],
  stranger: ['PUBLIC'],
} as const;

const key = 'a'.repeat(64);

const everythingMasked = {
  id: 'masked',
  patient_key: 'masked',
  birthdate: 'null',
  deathdate: 'null',
  ssn: 'masked',
  drivers: 'masked',
  passport: 'masked',
  prefix: 'masked',
  first: 'masked',
  last: 'masked',
  suffix: 'masked',
  maiden: 'masked',
  birthplace: 'masked',
  address: 'masked',
  city: 'masked',
  county: 'masked',
  zip: 'masked',
  lat: 'null',
  lon: 'null',
  healthcare_expenses: 'null',
  healthcare_coverage: 'null',
} as const;

const everythingClear = {
  id: 'clear',
  patient_key: 'clear',
  birthdate: 'clear',
  deathdate: 'clear',
  ssn: 'clear',
  drivers: 'clear',
  passport: 'clear',
  prefix: 'clear',
  first: 'clear',
  last: 'clear',
  suffix: 'clear',
  maiden: 'clear',
  birthplace: 'clear',
  address: 'clear',
  city: 'clear',
  county: 'clear',
  zip: 'clear',
  lat: 'clear',
  lon: 'clear',
  healthcare_expenses: 'clear',
  healthcare_coverage: 'clear',
} as const;

describePolicies(domain, {
  runner,
  personas,
  tier: 'SILVER',
  rows: [
    patients,
    {
      id: '0b4e9a52-2a0f-4c4e-9f5b-8f1f6a1d0001',
      patient_key: key,
      birthdate: '1931-05-02',
      deathdate: '2024-02-29',
      ssn: '999-11-2222',
      drivers: 'S99900000',
      passport: 'X00000000X',
      prefix: 'Mrs.',
      first: 'First111',
      last: 'Last222',
      suffix: 'MD',
      maiden: 'Maiden333',
      marital: 'M',
      race: 'white',
      ethnicity: 'nonhispanic',
      gender: 'F',
      birthplace: 'Boston Massachusetts US',
      address: '1 Example Road',
      city: 'Boston',
      state: 'Massachusetts',
      county: 'Suffolk County',
      zip: '02188',
      lat: '42.1',
      lon: '-71.2',
      healthcare_expenses: '1200.50',
      healthcare_coverage: '800.25',
    },
  ],
  expect: {
    clinician: everythingClear,
    researcher: everythingMasked,
    linkageResearcher: 'denied',
    physicianAtStudy: everythingClear,
    stranger: 'denied',
  },
});

describePolicies(domain, {
  runner,
  personas,
  rows: [
    patientCohort,
    {
      patient_key: key,
      age: 90,
      birth_year: null,
      death_year: 2024,
      zip3: '021',
      state: 'Massachusetts',
      gender: 'F',
      race: 'white',
      ethnicity: 'nonhispanic',
      marital: 'M',
    },
  ],
  expect: {
    clinician: { patient_key: 'clear' },
    researcher: { patient_key: 'masked' },
    linkageResearcher: { patient_key: 'clear' },
    physicianAtStudy: { patient_key: 'clear' },
    stranger: 'denied',
  },
});
